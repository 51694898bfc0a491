"""Saying that a preparation helped, and what its author learns of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, Notice, User
from discussions import actions
from discussions.echoes import Echo, echoes_of
from discussions.models import Comment, Help
from groups.actions import join
from groups.models import Mark
from tests.conftest import Person, Room, SignIn
from tests.discussions.preparing import prepare, prepared
from tests.page import HTMX, cost, html_of, page_of

SAY, TAKE_BACK = {"act": "say"}, {"act": "take_back"}


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def left(room: Room, alice: User) -> Comment:
    """What alice has prepared where bob stands."""
    return prepare(room, alice, 3, "Who holds the lamp?")


@pytest.fixture
def url(left: Comment) -> str:
    return reverse("discussions:help", args=[left.pk])


def helped() -> list[str]:
    return [one.user.display_name for one in Help.objects.select_related("user")]


def echo(comment: Comment) -> Echo:
    return echoes_of(Comment.objects.filter(pk=comment.pk))[comment.pk]


def test_it_is_said_once_and_taken_back_once(url: str, left: Comment, bobs: Client) -> None:
    for _twice in range(2):
        assert bobs.post(url, SAY).headers["Location"] == left.place_url
        assert helped() == ["Bob"]

    for _twice in range(2):
        bobs.post(url, TAKE_BACK)
        assert helped() == []


def test_one_tap_changes_both_places_where_it_stands(
    room: Room, url: str, left: Comment, bobs: Client
) -> None:
    here = {"open": room.keys(3)[0]}

    answer = page_of(bobs.post(url, SAY | here, headers=HTMX))

    for place in ("help", "greeting-help"):
        button = answer.at(f"{place}-{left.pk}")
        assert button.attributes["aria-pressed"] == "true"
        assert button.attributes["value"] == "take_back"


def test_what_is_not_on_the_page_is_not_sent(
    room: Room, url: str, left: Comment, bobs: Client
) -> None:
    assert not page_of(bobs.post(url, SAY, headers=HTMX)).has(f"help-{left.pk}")

    bobs.post(room.marks_url, {"read_to": room.keys(3)[0]})
    answer = page_of(bobs.post(url, SAY | {"open": room.keys(3)[0]}, headers=HTMX))
    assert answer.has(f"help-{left.pk}")
    assert not answer.has(f"greeting-help-{left.pk}")


def test_form_works_as_it_stands(room: Room, left: Comment, bobs: Client) -> None:
    for page_url in (room.url, room.discussion_url(3)):
        form = page_of(bobs.get(page_url)).one(of_class="greeting").one("form", method="post")
        assert form.attributes["action"] == reverse("discussions:help", args=[left.pk])
        assert form.one("button").attributes["name"] == "act"


def test_nobody_helps_themselves(room: Room, url: str, left: Comment, alices: Client) -> None:
    assert alices.post(url, SAY).status_code == 403
    assert not prepared(alices, room, 3).all("form", action=url)


def test_other_words_are_thanked_otherwise(room: Room, alice: User, bobs: Client) -> None:
    said = room.say(alice, 2, "A thought.")

    assert bobs.post(reverse("discussions:help", args=[said.pk]), SAY).status_code == 403
    assert helped() == []


def test_answer_to_a_preparation_is_none_itself(left: Comment, room: Room, alice: User) -> None:
    assert not room.answer(left, alice, "I do.").is_preparation


@pytest.mark.parametrize("data", [{}, {"act": "shout"}])
def test_anything_else_is_refused(data: dict[str, str], url: str, bobs: Client) -> None:
    assert bobs.post(url, data).status_code == 400


def test_what_is_hidden_or_deleted_meanwhile_helps_nobody(
    url: str, left: Comment, bob: User, bobs: Client
) -> None:
    seen = Comment.objects.get(pk=left.pk)
    Comment.objects.filter(pk=left.pk).update(hidden_at=timezone.now())
    assert bobs.post(url, SAY).status_code == 403
    actions.say_helped(seen, user=bob)
    assert helped() == []


def test_delete_takes_its_helps_along(left: Comment, bob: User) -> None:
    actions.say_helped(left, user=bob)

    actions.delete(left)

    assert helped() == []


# --- What its author is told


def test_author_is_told_who_was_helped(
    left: Comment, url: str, bobs: Client, alices: Client, heidi: User, sign_in: SignIn
) -> None:
    bobs.post(url, SAY)
    sign_in(heidi).post(url, SAY)

    bundle = page_of(alices.get(reverse("accounts:inbox"))).all(of_class="bundle")[0]
    sentences = [one.text for one in bundle.all(of_class="bundle-sentence")]
    assert sentences == [
        "Your words have helped Heidi (unread)",
        "Your words have helped Bob (unread)",
    ]
    assert "Who holds the lamp?" in bundle.text


def test_what_is_taken_back_is_not_told(url: str, bobs: Client, alices: Client) -> None:
    bobs.post(url, SAY)
    bobs.post(url, TAKE_BACK)

    assert "helped" not in html_of(alices.get(reverse("accounts:inbox")))


def test_whom_the_author_has_blocked_is_not_told_of(
    url: str, alice: User, bob: User, bobs: Client, alices: Client
) -> None:
    Block.objects.create(blocker=alice, blocked=bob)
    bobs.post(url, SAY)

    assert "Bob" not in html_of(alices.get(reverse("accounts:inbox")))


def test_discussion_shows_it_and_the_inbox_knows(
    room: Room, url: str, bobs: Client, alices: Client
) -> None:
    bobs.post(url, SAY)

    alices.get(room.discussion_url(3))

    assert Notice.objects.get(kind="helped").read_at is not None


def test_author_sees_how_many_it_has_reached_and_helped(
    room: Room, left: Comment, url: str, person: Person, bobs: Client, alices: Client
) -> None:
    def told() -> str:
        return page_of(alices.get(room.discussion_url(3))).at(f"helping-{left.pk}").text

    assert told() == "It has reached 1 member"
    ruth = person("ruth")
    join(room.group, user=ruth)
    room.read(ruth, 4)
    bobs.post(url, SAY)
    assert told() == "It has reached 2 members · it helped 1"
    assert "It has reached" not in html_of(bobs.get(room.discussion_url(3)))


# --- Who counts as reached


def test_who_marked_before_or_has_yet_to_come_is_not_reached(
    room: Room, alice: User, bob: User, person: Person
) -> None:
    early = person("ruth")
    join(room.group, user=early)
    room.read(early, 5)
    before = timezone.now() - timedelta(days=1)
    Mark.objects.filter(membership__user=early).update(created_at=before)

    comment = prepare(room, alice, 4, "Why a lamp?")

    assert echo(comment) == Echo(0, 0)
    room.read(bob, 3)
    assert echo(comment) == Echo(1, 0)
    room.read(bob, 5)
    assert echo(comment) == Echo(1, 0)


def test_mark_that_an_edit_made_reaches_nobody(room: Room, bob: User, left: Comment) -> None:
    room.read(bob, 4)
    Mark.objects.filter(membership__user=bob).update(is_carried=True)

    assert echo(left) == Echo(0, 0)


def test_who_shows_no_place_is_counted_only_by_what_they_say(bob: User, left: Comment) -> None:
    User.objects.filter(pk=bob.pk).update(place_sharing=User.PlaceSharing.WHOLE)
    assert echo(left) == Echo(0, 0)

    actions.say_helped(left, user=bob)

    assert echo(left) == Echo(1, 1)


def test_who_has_read_before_may_still_be_helped(
    room: Room, bob: User, person: Person, alice: User
) -> None:
    room.read(bob, 5)
    Mark.objects.update(created_at=timezone.now() - timedelta(days=1))
    comment = prepare(room, alice, 4, "Why?")

    actions.say_helped(comment, user=bob)

    assert echo(comment) == Echo(1, 1)


# --- All that I have prepared


def test_my_preparations_stand_together(
    room: Room, left: Comment, alice: User, bob: User, alices: Client, bobs: Client
) -> None:
    prepare(room, alice, 1, "A lamp is a lamp.", sort="gloss")
    prepare(room, bob, 1, "Another's.")
    actions.say_helped(left, user=bob)

    page = page_of(alices.get(reverse("discussions:preparations")))

    rows = [row.text for row in page.all(of_class="own-preparation")]
    assert len(rows) == 2
    assert "¶ 1 On Lamps" in rows[0]
    assert "The Cellar · Gloss" in rows[0]
    assert rows[0].endswith("A lamp is a lamp. It waits for the next to get here")
    assert rows[1].endswith("Who holds the lamp? It has reached 1 member · it helped 1")
    assert page_of(bobs.get(reverse("discussions:preparations"))).all(of_class="own-preparation")


def test_nothing_prepared_is_said(bobs: Client) -> None:
    assert "Nothing yet." in html_of(bobs.get(reverse("discussions:preparations")))


def test_group_page_tells_what_has_come_of_it(
    room: Room, left: Comment, bob: User, alices: Client, bobs: Client
) -> None:
    actions.say_helped(left, user=bob)
    url = reverse("groups:group", args=[room.group.pk])

    assert "1 preparation · met a reader 1 time · helped 1 time" in page_of(alices.get(url)).text
    assert "prepared" not in html_of(bobs.get(url))


def test_pages_cost_the_same_for_three_members_and_for_three_hundred(
    room: Room, left: Comment, bob: User, alice: User, person: Person, alices: Client, bobs: Client
) -> None:
    urls = [
        (alices, room.discussion_url(3)),
        (alices, reverse("discussions:preparations")),
        (alices, reverse("groups:group", args=[room.group.pk])),
        (alices, room.url),
        (bobs, room.url),
        (bobs, room.discussion_url(3)),
    ]
    actions.say_helped(left, user=bob)
    few = [cost(client, url) for client, url in urls]

    for number in range(300):
        late = person(f"guest{number}")
        join(room.group, user=late)
        room.read(late, 3)
        actions.say_helped(left, user=late)
    for number in range(5):
        prepare(room, alice, 3, f"Question {number}?")

    assert [cost(client, url) for client, url in urls] == few
    assert echo(left) == Echo(301, 301)
