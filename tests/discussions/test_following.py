"""Following and muting: what somebody chooses for a thread or for all on a paragraph."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment, Following, followers_of, unheard_by
from tests.conftest import Room, SignIn
from tests.page import HTMX, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def of_thread(comment: Comment) -> str:
    return reverse("discussions:thread_following", args=[comment.thread_id])


@pytest.fixture
def of_paragraph(room: Room) -> str:
    return reverse("discussions:paragraph_following", args=[room.reading.pk, room.keys(2)[0]])


@pytest.fixture(params=["thread", "paragraph"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"of_{request.param}")
    return found


def offered(client: Client, room: Room, url: str) -> list[str]:
    """What the discussion offers there."""
    form = page_of(client.get(room.discussion_url(2))).one("form", action=url)
    return [button.text for button in form.all("button")]


def test_choice_is_made_and_taken_back(
    url: str, room: Room, comment: Comment, alice: User, bob: User, alices: Client
) -> None:
    found = [offered(alices, room, url)]
    for choice in ("follow", "mute", "default"):
        alices.post(url, {"choice": choice})
        found.append(offered(alices, room, url))

    assert found == [
        ["Follow", "Mute"],
        ["Unfollow", "Mute"],
        ["Unmute", "Follow"],
        ["Follow", "Mute"],
    ]
    assert not Following.objects.exists()


def test_choosing_twice_is_choosing_once(
    url: str, room: Room, comment: Comment, alice: User, bob: User, alices: Client
) -> None:
    for _time in range(2):
        alices.post(url, {"choice": "follow"})

    assert Following.objects.count() == 1
    assert list(followers_of(room.answer(comment, bob, "More."))) == [alice]


def test_what_is_muted_is_not_new(
    url: str, room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    alices.post(url, {"choice": "mute"})
    page = page_of(alices.get(room.discussion_url(2)))

    assert not unheard_by(alice)
    assert not page.all("article", of_class="is-new")
    # Heard is heard: it does not become new again.
    alices.post(url, {"choice": "default"})
    assert not unheard_by(alice)


def test_thread_that_is_followed_is_heard_on_a_muted_paragraph(
    room: Room,
    comment: Comment,
    alice: User,
    bob: User,
    alices: Client,
    of_thread: str,
    of_paragraph: str,
) -> None:
    alices.post(of_paragraph, {"choice": "mute"})
    alices.post(of_thread, {"choice": "follow"})
    room.say(bob, 2, "Another thread.")

    assert list(unheard_by(alice)) == [comment]
    assert offered(alices, room, of_thread) == ["Unfollow", "Mute"]


def test_who_takes_part_follows_without_a_choice(
    room: Room, comment: Comment, alice: User, alices: Client, of_thread: str
) -> None:
    room.answer(comment, alice, "An answer.")

    assert offered(alices, room, of_thread) == ["Mute"]


def test_choosing_through_htmx_shows_it_everywhere(
    room: Room, comment: Comment, alices: Client, of_paragraph: str
) -> None:
    page = page_of(alices.post(of_paragraph, {"choice": "mute"}, headers=HTMX))

    key = room.keys(2)[0]
    for menu in (f"following-paragraph-{key}", f"following-thread-{comment.thread_id}"):
        assert "is-muted" in page.at(menu).classes
    assert page.at("news").text == ""
    assert page.at(f"voices-{key}").attributes["aria-label"] == "Discussion of ¶ 2, 1 voice"


def test_nonsense_is_refused(url: str, comment: Comment, alices: Client) -> None:
    assert alices.post(url, {"choice": "shout"}).status_code == 400


def test_thread_ahead_cannot_be_followed(
    room: Room, alice: User, sign_in: SignIn, bob: User
) -> None:
    ahead = room.say(alice, 4, "Ahead.")
    url = reverse("discussions:thread_following", args=[ahead.thread_id])

    assert sign_in(bob).post(url, {"choice": "follow"}).status_code == 404
    assert not Following.objects.exists()
