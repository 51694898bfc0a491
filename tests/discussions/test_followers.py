"""Who follows a thread, and so is told when somebody speaks in it.

Alice has read everything, bob stands at the third paragraph, heidi where he does. Bob has spoken on
the second paragraph.
"""

import uuid

import pytest

from accounts.models import Block, User
from discussions.actions import open_thread
from discussions.models import Comment, Following, Kind, Mention, followers_of
from groups import actions
from groups.models import Mark
from tests.conftest import Room


@pytest.fixture
def said(room: Room, comment: Comment, alice: User, heidi: User) -> Comment:
    """What alice answers to bob."""
    return room.answer(comment, alice, "I answer.")


def follow(user: User, comment: Comment, *, thread: bool, is_muted: bool = False) -> None:
    of: dict[str, object] = {"thread": comment.thread}
    if not thread:
        of = {"paragraph": comment.paragraph}
    Following.objects.create(user=user, reading=comment.reading, is_muted=is_muted, **of)


def names(comment: Comment) -> list[str]:
    return sorted(user.display_name for user in followers_of(comment))


def test_who_speaks_in_a_thread_follows_it(said: Comment) -> None:
    assert names(said) == ["Bob"]


def test_nobody_is_told_of_their_own_words(comment: Comment) -> None:
    assert names(comment) == []


def test_who_is_named_in_a_thread_follows_it(comment: Comment, said: Comment, heidi: User) -> None:
    Mention.objects.create(comment=comment, user=heidi)

    assert names(said) == ["Bob", "Heidi"]


def test_who_took_their_words_back_does_not_follow(comment: Comment, said: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(deleted_at=said.created_at)

    assert names(said) == []


@pytest.mark.parametrize("thread", [True, False], ids=["thread", "paragraph"])
def test_who_chose_to_follow_does(said: Comment, heidi: User, thread: bool) -> None:
    follow(heidi, said, thread=thread)

    assert names(said) == ["Bob", "Heidi"]


@pytest.mark.parametrize("thread", [True, False], ids=["thread", "paragraph"])
def test_who_muted_it_does_not(said: Comment, bob: User, thread: bool) -> None:
    follow(bob, said, thread=thread, is_muted=True)

    assert names(said) == []


def test_choice_for_the_thread_counts_before_that_for_its_paragraph(
    said: Comment, bob: User, heidi: User
) -> None:
    follow(bob, said, thread=False, is_muted=True)
    follow(bob, said, thread=True)
    follow(heidi, said, thread=False)
    follow(heidi, said, thread=True, is_muted=True)

    assert names(said) == ["Bob"]


def test_who_has_left_does_not_follow(said: Comment, room: Room, bob: User) -> None:
    actions.leave(room.member(bob))

    assert names(said) == []


def test_who_has_not_come_so_far_does_not_follow(room: Room, bob: User, alice: User) -> None:
    ahead = room.say(alice, 4, "Ahead.")
    follow(bob, ahead, thread=True)
    assert names(ahead) == []

    Mark.objects.create(
        reading=room.reading, membership=room.member(bob), paragraph=ahead.paragraph
    )
    assert names(ahead) == ["Bob"]


def test_who_has_read_everything_follows(room: Room, said: Comment, bob: User) -> None:
    room.read(bob, 5)

    assert names(said) == ["Bob"]


def test_who_blocked_the_speaker_is_not_told(said: Comment, bob: User, alice: User) -> None:
    Block.objects.create(blocker=bob, blocked=alice)

    assert names(said) == []


def test_private_thread_is_followed_by_its_two(
    room: Room, said: Comment, alice: User, bob: User, heidi: User
) -> None:
    private = open_thread(
        room.reading,
        room.paragraphs[1],
        author=alice,
        source="Between us.",
        key=uuid.uuid4(),
        kind=Kind.PAIR,
        partner=bob,
    )
    follow(bob, private, thread=False)
    follow(heidi, private, thread=False)

    assert names(private) == ["Bob"]
