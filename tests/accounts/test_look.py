"""How the pages look: theme, size of the text, length of the lines, alignment."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.look import Align, Look, Measure, Size, Theme
from accounts.models import User
from tests.conftest import SignIn
from tests.page import HTMX, page_of

CHOICE = {"theme": "sepia", "size": "large", "measure": "wide", "align": "justify"}
CHOSEN = Look(Theme.SEPIA, Size.LARGE, Measure.WIDE, Align.JUSTIFY)


@pytest.fixture
def url() -> str:
    return reverse("accounts:look")


def look_of_page(client: Client) -> dict[str, str]:
    """What the pages' style sheets go by."""
    html = page_of(client.get("/")).one("html")
    return {name: html.attributes[f"data-{name}"] for name in CHOICE}


# --- Four words ----------------------------------------------------------------------------------


def test_every_look_is_read_as_it_was_written() -> None:
    for choices in itertools.product(Theme, Size, Measure, Align):
        assert Look.parse(str(Look(*choices))) == Look(*choices)


@given(st.text() | st.lists(st.sampled_from([*Theme, *Size, *Measure, *Align])).map(" ".join))
def test_any_words_are_read_as_some_look(words: str) -> None:
    look = Look.parse(words)

    assert look == Look() or str(look) == " ".join(words.split())


@pytest.mark.parametrize(
    "words", ["", "dark", "dark large wide", "dark large wide start more", "large dark wide start"]
)
def test_words_that_are_no_look_are_read_as_the_sites_own(words: str) -> None:
    assert Look.parse(words) == Look()


def test_longest_look_finds_room_with_its_user() -> None:
    longest = max(map(str, itertools.starmap(Look, itertools.product(Theme, Size, Measure, Align))))

    assert len(longest) <= (User.look.field.max_length or 0)


# --- Choosing ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_stranger_sees_the_sites_own_look() -> None:
    assert look_of_page(Client()) == {
        "theme": "system",
        "size": "medium",
        "measure": "normal",
        "align": "start",
    }


@pytest.mark.django_db
def test_choice_of_a_stranger_stays_in_the_browser(url: str) -> None:
    client = Client()

    client.post(url, CHOICE)

    assert look_of_page(client) == CHOICE
    assert look_of_page(Client()) != CHOICE


@pytest.mark.parametrize("cookie", ["", "x", "dark large", "<b> <b> <b> <b>", 'a" onload="x'])
@pytest.mark.django_db
def test_cookie_that_is_no_look_does_no_harm(cookie: str) -> None:
    client = Client()
    client.cookies["look"] = cookie

    assert " ".join(look_of_page(client).values()) == str(Look())


def test_choice_of_a_person_is_saved(url: str, bob: User, sign_in: SignIn) -> None:
    answer = sign_in(bob).post(url, CHOICE)

    bob.refresh_from_db()
    assert bob.look == "sepia large wide justify" == str(CHOSEN)
    assert not answer.cookies
    assert look_of_page(sign_in(bob)) == CHOICE


def test_choice_of_a_person_leaves_others_as_they_are(
    url: str, bob: User, alice: User, sign_in: SignIn
) -> None:
    sign_in(bob).post(url, CHOICE)

    assert look_of_page(sign_in(alice)) != CHOICE


def test_own_choice_is_stronger_than_the_browsers(url: str, bob: User, sign_in: SignIn) -> None:
    bobs = Client()
    bobs.post(url, CHOICE | {"theme": "dark"})
    bobs.force_login(bob)

    bobs.post(url, CHOICE)

    assert look_of_page(bobs) == CHOICE


@pytest.mark.parametrize("name", CHOICE)
@pytest.mark.parametrize("value", [None, "", "pink", "SEPIA", "sepia large"])
def test_look_that_is_not_offered_is_refused(
    name: str, value: str | None, url: str, bob: User, sign_in: SignIn
) -> None:
    fields = {key: word for key, word in (CHOICE | {name: value}).items() if word is not None}

    answer = sign_in(bob).post(url, fields)

    assert answer.status_code == 400
    bob.refresh_from_db()
    assert Look.parse(bob.look) == Look()


@pytest.mark.django_db
def test_choice_leads_back_to_the_page_it_was_made_on(url: str) -> None:
    answer = Client().post(url, CHOICE | {"next": "/readings/7/?page=2"})

    assert answer.headers["Location"] == "/readings/7/?page=2"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
@pytest.mark.django_db
def test_choice_leads_to_no_other_site(address: str, url: str) -> None:
    answer = Client().post(url, CHOICE | {"next": address})

    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_script_gets_no_page_to_go_to(url: str) -> None:
    client = Client()

    answer = client.post(url, CHOICE, headers=HTMX)

    assert (answer.status_code, answer.content) == (204, b"")
    assert look_of_page(client) == CHOICE
