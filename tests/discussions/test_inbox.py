"""The inbox: who is told of what, and that it never tells what its reader may not see now.

Alice has read all and leads, bob stands at the third paragraph; on the second one bob has spoken.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import ALL_ARE_KEPT, READ_ARE_KEPT, forget_notices
from accounts.inbox import notices_of, told, unread_of
from accounts.models import Block, Notice, User
from discussions import notifications
from discussions.actions import (
    delete,
    edit,
    hide,
    mark_answer,
    open_thread,
    report_comment,
    take_back_answer,
)
from discussions.models import Comment, Following, Kind, Mention
from groups import actions
from groups.models import JoinRequest, Membership
from groups.notifications import tell_of_request
from tests.conftest import Person, Room, SignIn
from tests.page import cost, html_of, page_of

INBOX = reverse("accounts:inbox")


@pytest.fixture
def bobs(bob: User, sign_in: SignIn) -> Client:
    return sign_in(bob)


@pytest.fixture
def answer(comment: Comment, room: Room, alice: User) -> Comment:
    """What alice answers bob: bob is told."""
    return room.answer(comment, alice, "What **alice** answers.")


def sentences(user: User) -> list[str]:
    """What this person is told now, the newest first."""
    entries = [one.entry for one in told(user, notices_of(user))]
    return [entry.sentence.format(person=entry.name) for entry in entries]


def ask(room: Room, user: User, position: int) -> Comment:
    paragraph = room.paragraphs[position - 1]
    return open_thread(
        room.reading, paragraph, author=user, source="Why?", key=uuid.uuid4(), kind=Kind.QUESTION
    )


def name(comment: Comment, user: User) -> None:
    Mention.objects.create(comment=comment, user=user)


# --- Who is told of what -------------------------------------------------------------------------


def test_who_is_answered_is_told(answer: Comment, bob: User, alice: User) -> None:
    assert sentences(bob) == ["Alice answered you"]
    assert sentences(alice) == ["Bob joined"]


def test_each_is_told_of_a_comment_once_as_what_concerns_them_most(
    room: Room, bob: User, alice: User, heidi: User
) -> None:
    question = ask(room, heidi, 2)
    said = room.answer(question, bob, "I wonder, too.")
    assert sentences(heidi) == ["Bob answered you"]

    further = room.answer(said, alice, "So do I.")

    assert sentences(heidi)[0] == "Alice answered your question"
    assert sentences(bob) == ["Alice answered you"]
    for version, words in enumerate(("So do I, @Heidi.", "So do I, dear @Heidi."), start=1):
        edit(further, source=words, version=version)
    notifications.spread.enqueue(further.pk)
    assert sentences(heidi) == ["Alice named you", "Bob answered you"]


def test_who_is_named_no_more_is_not_told_of_it_any_more(
    room: Room, alice: User, bob: User
) -> None:
    said = room.say(alice, 2, "What does @Bob think?")
    assert sentences(bob) == ["Alice named you"]

    edit(said, source="What do you think?", version=1)

    assert sentences(bob) == []


def test_who_follows_is_told_of_new_voices(
    comment: Comment, room: Room, alice: User, heidi: User
) -> None:
    Following.objects.create(user=heidi, reading=room.reading, paragraph=comment.paragraph)

    room.answer(comment, alice, "And I say.")

    assert sentences(heidi) == ["Alice spoke"]


def test_who_began_to_speak_later_is_not_told_of_what_was_said_before(
    comment: Comment, room: Room, alice: User, heidi: User
) -> None:
    room.answer(comment, heidi, "Heidi, too.")

    # The worker is late.
    notifications.spread.enqueue(comment.pk)

    assert sentences(heidi) == []


def test_word_to_one_person_is_told_to_them_alone(
    comment: Comment, room: Room, alice: User, bob: User, heidi: User
) -> None:
    Following.objects.create(user=heidi, reading=room.reading, paragraph=comment.paragraph)
    word = open_thread(
        room.reading,
        comment.paragraph,
        author=alice,
        source="Between us.",
        key=uuid.uuid4(),
        kind=Kind.PAIR,
        partner=bob,
    )
    name(word, heidi)
    notifications.spread.enqueue(word.pk)

    assert sentences(bob) == ["Alice spoke to you alone"]
    assert sentences(heidi) == []
    assert not Notice.objects.filter(user=heidi).exists()


def test_note_to_oneself_is_told_to_nobody(room: Room, bob: User) -> None:
    paragraph = room.paragraphs[1]
    open_thread(
        room.reading, paragraph, author=bob, source="Mine.", key=uuid.uuid4(), kind=Kind.NOTE
    )

    assert not Notice.objects.exclude(kind="join").exists()


def test_who_asked_and_who_answered_are_told_what_was_marked(
    room: Room, alice: User, bob: User, heidi: User
) -> None:
    question = ask(room, bob, 2)
    said = room.answer(question, heidi, "Because.")

    mark_answer(said, by=alice)

    assert sentences(bob)[0] == "Words of Heidi were marked as the answer to your question"
    assert sentences(heidi) == ["Your words were marked as the answer to a question"]
    take_back_answer(said)
    assert sentences(heidi) == []


def test_leaders_are_told_who_asks_who_came_and_that_something_is_reported(
    comment: Comment, room: Room, alice: User, bob: User, carol: User, person: Person
) -> None:
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)
    request = JoinRequest.objects.create(group=room.group, user=carol, note="May I?")
    tell_of_request.enqueue(request.pk)
    report_comment(comment, by=alice, words="Too loud.")

    assert sentences(alice) == ["Carol would like to join", "Bob joined"]
    assert sentences(bob) == ["Carol would like to join"]
    actions.let_in(request, by=room.member(alice))
    assert sentences(alice) == ["Carol joined", "Bob joined"]


# --- What is not seen is not told ----------------------------------------------------------------


def left(room: Room, comment: Comment, bob: User, alice: User) -> None:
    actions.leave(room.member(bob))


def removed(room: Room, comment: Comment, bob: User, alice: User) -> None:
    actions.remove(room.member(bob), by=room.member(alice), reason="")


def closed(room: Room, comment: Comment, bob: User, alice: User) -> None:
    actions.close(room.group)


def blocked(room: Room, comment: Comment, bob: User, alice: User) -> None:
    Block.objects.create(blocker=bob, blocked=alice)


def deleted(room: Room, comment: Comment, bob: User, alice: User) -> None:
    delete(comment)


def hidden(room: Room, comment: Comment, bob: User, alice: User) -> None:
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)
    hide(comment, by=room.member(bob), reason="")


def muted_thread(room: Room, comment: Comment, bob: User, alice: User) -> None:
    Following.objects.create(user=bob, reading=room.reading, thread=comment.thread, is_muted=True)


def muted_paragraph(room: Room, comment: Comment, bob: User, alice: User) -> None:
    Following.objects.create(
        user=bob, reading=room.reading, paragraph=comment.paragraph, is_muted=True
    )


GONE = [left, removed, closed, blocked, deleted, hidden, muted_thread, muted_paragraph]


@pytest.mark.parametrize("go", GONE)
def test_what_one_sees_no_more_is_neither_told_nor_counted(
    go: Callable[[Room, Comment, User, User], None],
    answer: Comment,
    room: Room,
    bob: User,
    alice: User,
    bobs: Client,
) -> None:
    notice = Notice.objects.get(user=bob, kind="reply")
    assert unread_of(bob) == 1

    go(room, answer, bob, alice)

    assert unread_of(bob) == 0
    assert "alice" not in html_of(bobs.get(INBOX))
    assert bobs.get(reverse("accounts:notice", args=[notice.pk])).status_code == 404


def test_what_is_ahead_is_told_once_it_is_reached(room: Room, alice: User, bob: User) -> None:
    ahead = room.say(alice, 5, "Wait for it.")
    name(ahead, bob)
    notifications.spread.enqueue(ahead.pk)
    assert (sentences(bob), unread_of(bob)) == ([], 0)

    room.read(bob, 4)

    assert (sentences(bob), unread_of(bob)) == (["Alice named you"], 1)


# --- The page ------------------------------------------------------------------------------------


def test_page_gathers_what_was_said_on_a_paragraph(
    comment: Comment, room: Room, alice: User, bob: User, bobs: Client
) -> None:
    for number in range(5):
        room.answer(comment, alice, f"Thought {number}.")
    other = room.say(alice, 1, "Elsewhere.")
    Notice.objects.create(user=bob, kind="voice", about=other.pk, bundle="paragraph-x")

    page = page_of(bobs.get(INBOX))

    titles = [title.text.strip() for title in page.all("h2")]
    assert titles == ["¶ 1 · On Lamps", "¶ 2 · On Lamps"]
    first, second = page.all("section", of_class="bundle")
    assert len(first.all("li")) == 1
    assert len(second.all("li")) == 3
    assert "5 new" in second.text
    assert "Thought 4." in second.text
    assert "and 2 more" in second.text
    assert page.one(of_class="bell-count").text.startswith("6")


def test_following_a_notice_reads_it_and_leads_there(
    answer: Comment, bob: User, bobs: Client
) -> None:
    notice = Notice.objects.get(user=bob, kind="reply")

    gone = bobs.get(reverse("accounts:notice", args=[notice.pk]))

    assert gone.headers["Location"] == answer.place_url
    assert unread_of(bob) == 0
    assert "What alice answers." in html_of(bobs.get(INBOX))
    assert "What alice answers." not in html_of(bobs.get(INBOX, {"show": "unread"}))


def test_opening_the_discussion_reads_what_was_said_in_it(
    answer: Comment, room: Room, alice: User, bob: User, bobs: Client
) -> None:
    elsewhere = room.answer(room.say(bob, 1, "Here."), alice, "There.")

    opened = bobs.get(room.discussion_url(2), headers={"HX-Request": "true"})

    assert [notice.about for notice in notices_of(bob).unread()] == [elsewhere.pk]
    assert page_of(opened).one("a", of_class="bell").one(of_class="bell-count").text[0] == "1"
    again = bobs.get(room.discussion_url(2), headers={"HX-Request": "true"})
    assert not page_of(again).has("bell")


def test_everything_can_be_marked_as_read_by_who_it_is_for(
    answer: Comment, bob: User, alice: User, bobs: Client
) -> None:
    bobs.post(reverse("accounts:inbox_read"))

    assert (unread_of(bob), unread_of(alice)) == (0, 1)


def test_page_costs_the_same_however_much_there_is(
    answer: Comment, room: Room, alice: User, bob: User, bobs: Client
) -> None:
    before = cost(bobs, INBOX)
    for position in (1, 2, 2, 2):
        said = room.say(bob, position, "Mine.")
        for _time in range(8):
            room.answer(said, alice, "An answer.")

    assert cost(bobs, INBOX) == before <= 11


@pytest.mark.parametrize(
    ("age", "is_read", "is_kept"),
    [(READ_ARE_KEPT, False, True), (READ_ARE_KEPT, True, False), (ALL_ARE_KEPT, False, False)],
)
def test_old_notices_are_forgotten(
    age: timedelta, is_read: bool, is_kept: bool, answer: Comment, bob: User
) -> None:
    then = timezone.now() - age - timedelta(hours=1)
    Notice.objects.update(created_at=then, read_at=then if is_read else None)

    forget_notices()

    assert Notice.objects.filter(user=bob).exists() is is_kept
