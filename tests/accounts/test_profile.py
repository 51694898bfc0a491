"""A person's own settings: name, language, time zone."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment
from tests.conftest import Room, SignIn
from tests.page import page_of


@pytest.fixture
def url() -> str:
    return reverse("accounts:profile")


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def settings(**changed: str) -> dict[str, str]:
    """What the form posts."""
    return {"display_name": "Bob", "language": "", "time_zone": "UTC"} | changed


def test_form_shows_what_is_so(url: str, bob: User, bobs: Client) -> None:
    bob.language, bob.time_zone = "es", "Europe/Madrid"
    bob.save()

    form = page_of(bobs.get(url)).at("main").one("form")

    assert form.one("input", name="display_name").attributes["value"] == "Bob"
    chosen = [option.attributes["value"] for option in form.all("option", selected="")]
    assert chosen == ["es", "Europe/Madrid"]


def test_settings_are_saved(url: str, bob: User, bobs: Client) -> None:
    answer = bobs.post(
        url, settings(display_name="Robert", language="ru", time_zone="Asia/Jerusalem")
    )

    assert answer.headers["Location"] == url
    bob.refresh_from_db()
    assert (bob.display_name, bob.language, bob.time_zone) == ("Robert", "ru", "Asia/Jerusalem")


def test_page_says_that_it_was_saved(url: str, bobs: Client) -> None:
    page = page_of(bobs.post(url, settings(), follow=True))

    assert page.at("toasts").text == "Saved."


def test_new_name_is_shown_at_what_was_said_before(
    url: str, comment: Comment, room: Room, bobs: Client
) -> None:
    bobs.post(url, settings(display_name="Robert"))

    voice = page_of(bobs.get(room.discussion_url(2))).at(f"comment-{comment.pk}")
    assert voice.one(of_class="voice-name").text == "Robert"


@pytest.mark.parametrize(
    "fault",
    [
        {"display_name": ""},
        {"display_name": "   "},
        {"display_name": "b" * 61},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": ""},
    ],
    ids=str,
)
def test_form_with_a_fault_comes_back_and_saves_nothing(
    fault: dict[str, str], url: str, bob: User, bobs: Client
) -> None:
    answer = bobs.post(url, settings(display_name="Robert") | fault)

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    bob.refresh_from_db()
    assert (bob.display_name, bob.language, bob.time_zone) == ("Bob", "", "UTC")


def test_refused_name_is_kept_in_the_form_but_not_in_the_head(url: str, bobs: Client) -> None:
    long = "Robert" * 11

    page = page_of(bobs.post(url, settings(display_name=long)))

    assert page.at("main").one("input", name="display_name").attributes["value"] == long
    assert page.one(of_class="menu-name").text == "Bob"


def test_name_from_a_form_with_another_fault_is_not_in_the_head_either(
    url: str, bobs: Client
) -> None:
    page = page_of(bobs.post(url, settings(display_name="Robert", time_zone="Mars/Olympus")))

    assert page.at("main").one("input", name="display_name").attributes["value"] == "Robert"
    assert page.one(of_class="menu-name").text == "Bob"


def test_extra_fields_change_nothing(url: str, bob: User, bobs: Client) -> None:
    more = {"is_staff": "on", "is_superuser": "on", "email": "x@example.org", "password": "x"}
    before = bob.password

    bobs.post(url, settings(**more))

    bob.refresh_from_db()
    assert (bob.is_staff, bob.is_superuser) == (False, False)
    assert (bob.email, bob.password) == ("bob@example.org", before)


def test_settings_of_others_stay(url: str, alice: User, bobs: Client) -> None:
    bobs.post(url, settings(display_name="Robert", language="he"))

    alice.refresh_from_db()
    assert (alice.display_name, alice.language) == ("Alice", "")


@pytest.mark.parametrize(
    ("zone", "told"),
    [("UTC", "11 p.m."), ("Asia/Jerusalem", "1 a.m."), ("America/New_York", "6 p.m.")],
)
def test_times_are_told_in_my_zone(
    zone: str, told: str, comment: Comment, bob: User, bobs: Client
) -> None:
    late = datetime.datetime(2026, 1, 31, 23, 0, tzinfo=datetime.UTC)
    Comment.objects.filter(pk=comment.pk).update(created_at=late)
    User.objects.filter(pk=bob.pk).update(time_zone=zone)

    voice = page_of(bobs.get(comment.place_url)).at(f"comment-{comment.pk}")

    assert told in voice.one("time").attributes["title"]
