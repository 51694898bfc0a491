"""Naming members in what one says."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions import actions
from discussions.models import Comment, Kind, Mention
from groups.actions import join, leave
from tests.accounts.leaving import leave_for_good
from tests.conftest import Person, Room, SignIn
from tests.page import page_of


def named(comment: Comment) -> set[str]:
    return {mention.user.display_name for mention in comment.mentions.all()}


def highlighted(comment: Comment, client: Client, room: Room) -> list[str]:
    """The names that stand out in the comment as it is read in the room."""
    page = page_of(client.get(room.discussion_url(2)))
    return [name.text for name in page.at(f"body-{comment.pk}").all("span", of_class="mention")]


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def test_member_who_is_named_stands_out(room: Room, bob: User, heidi: User, alices: Client) -> None:
    comment = room.say(bob, 2, "@alice and @HEIDI, but not `@alice`.")

    assert named(comment) == {"Alice", "Heidi"}
    assert highlighted(comment, alices, room) == ["@alice", "@HEIDI"]


@pytest.mark.parametrize("name", ["Carol", "Dave", "Bob", "Nobody"])
def test_only_others_in_the_group_are_named(
    name: str, room: Room, bob: User, carol: User, alices: Client
) -> None:
    comment = room.say(bob, 2, f"Dear @{name}")

    assert named(comment) == set()
    assert highlighted(comment, alices, room) == []


def test_answer_names_too(room: Room, comment: Comment, alice: User) -> None:
    assert named(room.answer(comment, alice, "Yes, @Bob.")) == {"Bob"}


@pytest.mark.parametrize(
    ("kind", "partner", "expected"),
    [
        (Kind.QUESTION, None, {"Alice", "Heidi"}),
        (Kind.NOTE, None, set()),
        (Kind.PAIR, "alice", {"Alice"}),
    ],
)
def test_only_whom_it_is_for_is_named(
    kind: Kind,
    partner: str | None,
    expected: set[str],
    room: Room,
    alice: User,
    bob: User,
    heidi: User,
) -> None:
    comment = actions.open_thread(
        room.reading,
        room.paragraphs[1],
        author=bob,
        source="@Alice @Heidi",
        key=uuid.uuid4(),
        kind=kind,
        partner=alice if partner else None,
    )

    assert named(comment) == expected


def test_edit_names_others(room: Room, bob: User, heidi: User, alices: Client) -> None:
    comment = room.say(bob, 2, "Dear @Alice")

    changed = actions.edit(comment, source="Dear @Heidi", version=1)
    assert named(comment) == {"Heidi"}
    assert highlighted(comment, alices, room) == ["@Heidi"]

    actions.edit(changed, source="Dear all", version=2)
    assert named(comment) == set()
    assert highlighted(comment, alices, room) == []


def test_same_words_posted_twice_name_once(room: Room, bob: User, alice: User) -> None:
    key = uuid.uuid4()
    for _twice in range(2):
        actions.open_thread(
            room.reading, room.paragraphs[1], author=bob, source="@Alice @alice", key=key
        )

    assert Mention.objects.get().user == alice


def test_who_is_erased_is_named_no_more(room: Room, bob: User, alice: User, heidi: User) -> None:
    comment = room.say(alice, 2, "@Bob, dear @Bob and @Heidi")
    actions.edit(comment, source="Dear @bob and @Heidi", version=1)

    leave_for_good(bob)

    assert named(comment) == {"Heidi"}
    comment.refresh_from_db()
    assert comment.source == "Dear @… and @Heidi"
    assert comment.html.count("mention") == 1
    assert comment.versions.get().source == "@…, dear @… and @Heidi"


def test_name_of_somebody_else_stays(room: Room, bob: User, alice: User, person: Person) -> None:
    namesake = person("robert")
    User.objects.filter(pk=namesake.pk).update(display_name="Bob")
    join(room.group, user=namesake)
    comment = room.say(alice, 2, "Dear @Bob")

    leave_for_good(bob)

    assert comment.mentions.get().user == namesake
    assert Comment.objects.get(pk=comment.pk).html == comment.html


def test_who_has_left_is_named_no_more(room: Room, bob: User, alice: User) -> None:
    leave(room.member(bob))

    assert named(room.say(alice, 2, "Dear @Bob")) == set()


def test_others_are_offered_without_those_i_blocked(
    room: Room, bob: User, heidi: User, carol: User, alice: User, alices: Client
) -> None:
    url = reverse("discussions:names", args=[room.reading.pk])
    assert alices.get(url).json() == {"names": ["Bob", "Heidi"]}

    Block.objects.create(blocker=alice, blocked=bob)
    assert alices.get(url).json() == {"names": ["Heidi"]}
