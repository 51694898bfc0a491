"""Small signs at what others have said."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions import actions
from discussions.models import Comment, Reaction, Sign, Thread
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, cost, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def url(comment: Comment) -> str:
    return reverse("discussions:reactions", args=[comment.pk])


@pytest.fixture
def signs(room: Room, comment: Comment, alices: Client) -> Callable[[], Element]:
    """The signs at bob's comment, as alice sees them in the room."""
    return lambda: page_of(alices.get(room.discussion_url(2))).at(f"signs-{comment.pk}")


def given() -> list[tuple[str, str]]:
    reactions = Reaction.objects.order_by("pk")
    return [(reaction.user.display_name, reaction.sign) for reaction in reactions]


def test_sign_is_given_once_and_taken_back_once(url: str, comment: Comment, alices: Client) -> None:
    for _twice in range(2):
        answer = alices.post(url, {"react": "heart"})
        assert answer.headers["Location"] == comment.place_url
        assert given() == [("Alice", "heart")]

    for _twice in range(2):
        alices.post(url, {"unreact": "heart"})
        assert given() == []


def test_thanks_are_said_in_words(
    comment: Comment, alice: User, signs: Callable[[], Element]
) -> None:
    actions.react(comment, user=alice, sign=Sign.THANKS)

    (button,) = signs().all("button", **{"aria-pressed": "true"})
    assert button.text == "Thank you 1 Alice"
    assert (button.attributes["name"], button.attributes["value"]) == ("unreact", "thanks")


def test_signs_of_others_are_counted_and_named(
    comment: Comment, room: Room, person: Person, signs: Callable[[], Element]
) -> None:
    for name in ("ruth", "tom"):
        actions.react(comment, user=person(name), sign=Sign.LIGHT)

    button = signs().at(f"sign-{comment.pk}-light")
    assert button.text == "I see it now 2 Ruth, Tom"
    assert button.attributes["title"] == "Ruth, Tom"
    assert button.attributes["aria-pressed"] == "false"


def test_signs_come_alone_through_htmx(url: str, comment: Comment, alices: Client) -> None:
    answer = page_of(alices.post(url, {"react": "smile"}, headers=HTMX))

    assert answer.at(f"sign-{comment.pk}-smile").attributes["aria-pressed"] == "true"
    assert not answer.all(of_class="voice-words")


def test_signs_of_whom_i_blocked_are_not_there(
    comment: Comment, alice: User, room: Room, person: Person, signs: Callable[[], Element]
) -> None:
    ruth = person("ruth")
    actions.react(comment, user=ruth, sign=Sign.HEART)
    Block.objects.create(blocker=alice, blocked=ruth)

    assert "Ruth" not in signs().text
    assert signs().at(f"sign-{comment.pk}-heart").text == "Close to my heart"


def test_author_sees_the_signs_and_gives_none(
    room: Room, comment: Comment, alice: User, bob: User, sign_in: SignIn, url: str
) -> None:
    actions.react(comment, user=alice, sign=Sign.WONDER)

    shown = page_of(sign_in(bob).get(room.discussion_url(2))).at(f"signs-{comment.pk}")

    assert shown.one(of_class="sign").text == "I wonder 1 Alice"
    assert not shown.all("button")
    assert sign_in(bob).post(url, {"react": "heart"}).status_code == 403


@pytest.mark.parametrize("data", [{}, {"react": "frown"}, {"react": "heart", "unreact": "heart"}])
def test_anything_else_is_refused(data: dict[str, str], url: str, alices: Client) -> None:
    assert alices.post(url, data).status_code == 400
    assert given() == []


def test_nobody_reacts_to_what_is_deleted(url: str, comment: Comment, alices: Client) -> None:
    actions.react(comment, user=User.objects.get(email="alice@example.org"), sign=Sign.HEART)
    actions.delete(comment)

    assert alices.post(url, {"react": "heart"}).status_code == 403
    assert given() == []


def test_sign_that_comes_while_words_are_deleted_is_none(comment: Comment, alice: User) -> None:
    seen = Comment.objects.get(pk=comment.pk)
    actions.delete(comment)

    actions.react(seen, user=alice, sign=Sign.HEART)

    assert given() == []


def test_thread_knows_that_it_has_changed(comment: Comment, alice: User) -> None:
    def version() -> int:
        return Thread.objects.get(pk=comment.thread_id).version

    before = version()
    for _twice in range(2):
        actions.react(comment, user=alice, sign=Sign.HEART)
    assert version() == before + 1
    for _twice in range(2):
        actions.unreact(comment, user=alice, sign=Sign.HEART)
    assert version() == before + 2


def test_many_signs_cost_as_little_as_one(
    room: Room, comment: Comment, alice: User, alices: Client, person: Person
) -> None:
    actions.react(comment, user=alice, sign=Sign.HEART)
    one = cost(alices, room.discussion_url(2))
    for number in range(6):
        answer = room.answer(comment, alice, f"Answer {number}.")
        for sign in Sign:
            actions.react(answer, user=person(f"guest{number}{sign}"), sign=sign)

    assert cost(alices, room.discussion_url(2)) == one
