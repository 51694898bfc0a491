"""The language of the pages: a browser's, a visitor's choice, a person's own."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.conftest import SignIn
from tests.page import Element, page_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def url() -> str:
    return reverse("accounts:language")


def head(client: Client, **headers: str) -> tuple[str, str]:
    """The language and direction that the home page says it has."""
    page = page_of(client.get("/", headers=headers)).one("html")
    return page.attributes["lang"], page.attributes["dir"]


def switch(page: Element) -> Element:
    return page.one("form", of_class="languages")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("he", ("he", "rtl")),
        ("he-IL,he;q=0.9,en;q=0.5", ("he", "rtl")),
        ("fr-CH, fr;q=0.9, ru;q=0.8, en;q=0.7", ("ru", "ltr")),
        ("es-419", ("es", "ltr")),
        ("fr", ("en", "ltr")),
        ("*", ("en", "ltr")),
        ("", ("en", "ltr")),
        (";;q=,,he;q=x", ("en", "ltr")),
    ],
)
@pytest.mark.django_db
def test_stranger_gets_the_language_of_the_browser(asked: str, given: tuple[str, str]) -> None:
    assert head(Client(), **{"Accept-Language": asked}) == given


def test_person_without_a_choice_gets_the_language_of_the_browser(
    bob: User, sign_in: SignIn
) -> None:
    assert head(sign_in(bob), **{"Accept-Language": "he"}) == ("he", "rtl")


def test_chosen_language_is_stronger_than_the_browsers(bob: User, sign_in: SignIn) -> None:
    bob.language = "he"
    bob.save()

    assert head(sign_in(bob), **{"Accept-Language": "en"}) == ("he", "rtl")


@pytest.mark.django_db
def test_page_offers_all_languages_and_marks_its_own() -> None:
    buttons = switch(page_of(Client().get("/", headers={"Accept-Language": "es"}))).all("button")

    assert [button.attributes["value"] for button in buttons] == LANGUAGES
    assert [b.attributes["value"] for b in buttons if "aria-current" in b.attributes] == ["es"]


@pytest.mark.django_db
def test_choice_of_a_stranger_stays_in_the_browser(url: str) -> None:
    client = Client()

    client.post(url, {"language": "he"})

    assert head(client, **{"Accept-Language": "en"}) == ("he", "rtl")
    assert head(Client(), **{"Accept-Language": "en"}) == ("en", "ltr")


def test_choice_of_a_person_is_saved(url: str, bob: User, sign_in: SignIn) -> None:
    sign_in(bob).post(url, {"language": "he"})

    bob.refresh_from_db()
    assert bob.language == "he"
    assert head(sign_in(bob)) == ("he", "rtl")


def test_choice_of_a_person_leaves_others_as_they_are(
    url: str, bob: User, alice: User, sign_in: SignIn
) -> None:
    sign_in(bob).post(url, {"language": "he"})

    assert head(sign_in(alice)) == ("en", "ltr")


def test_choice_leads_back_to_the_page_it_was_made_on(url: str, bob: User, sign_in: SignIn) -> None:
    bobs = sign_in(bob)
    form = switch(page_of(bobs.get("/articles/?page=1")))
    back = form.one("input", name="next").attributes["value"]

    answer = bobs.post(form.attributes["action"], {"language": "he", "next": back})

    assert answer.headers["Location"] == "/articles/?page=1"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:go()"])
def test_choice_leads_to_no_other_site(address: str, url: str, bob: User, sign_in: SignIn) -> None:
    answer = sign_in(bob).post(url, {"language": "he", "next": address})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("code", ["", "xx", "en-GB", "x" * 1000, "../he"])
def test_language_that_is_not_offered_is_not_saved(
    code: str, url: str, bob: User, sign_in: SignIn
) -> None:
    bob.language = "ru"
    bob.save()

    sign_in(bob).post(url, {"language": code})

    bob.refresh_from_db()
    assert bob.language == "ru"


@pytest.mark.django_db
def test_page_names_its_language_in_its_headers() -> None:
    answer = Client().get("/", headers={"Accept-Language": "he"})

    assert answer.headers["Content-Language"] == "he"
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
