"""The library: whose texts and drafts stand in it, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article, Draft
from articles.views.articles import ARTICLES_A_PAGE
from tests.conftest import Room, SignIn
from tests.page import Element, page_of


@pytest.fixture
def url() -> str:
    return reverse("articles:library")


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def add(title: str, by: User | None = None, *, is_public: bool = False) -> Article:
    return publish(
        title=title,
        author="A. Gardener",
        blocks=[Block("One."), Block("Two.")],
        added_by=by,
        is_public=is_public,
    )


def titles(page: Element) -> list[str]:
    return [title.text for title in page.all(of_class="row-title")]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_own_and_public_texts_stand_by_their_titles(
    url: str, bob: User, alice: User, bobs: Client
) -> None:
    add("Lamps", bob)
    add("Apples", alice, is_public=True)
    add("Gates", is_public=True)
    add("Secrets", alice)
    add("Nobody's")

    assert titles(page_of(bobs.get(url))) == ["Apples", "Gates", "Lamps"]


def test_text_that_my_group_reads_is_not_in_my_library(url: str, room: Room, bobs: Client) -> None:
    assert titles(page_of(bobs.get(url))) == []


def test_row_tells_author_language_and_length(url: str, bob: User, bobs: Client) -> None:
    add("Lamps", bob)

    row = page_of(bobs.get(url)).one("a", of_class="row")

    assert row.one(of_class="row-by").text == "A. Gardener"
    assert row.one(of_class="row-facts").text == "English · 2 paragraphs · only mine"


def test_public_text_is_not_called_mine(url: str, bob: User, bobs: Client) -> None:
    add("Lamps", bob, is_public=True)

    assert "only mine" not in page_of(bobs.get(url)).at("main").text


def test_row_leads_to_the_text(url: str, bob: User, bobs: Client) -> None:
    article = add("Lamps", bob)

    row = page_of(bobs.get(url)).one("a", of_class="row")

    assert row.attributes["href"] == article.get_absolute_url()
    page = page_of(bobs.get(article.get_absolute_url()))
    assert [block.text for block in page.all(of_class="block")] == ["One.", "Two."]


def test_text_has_the_direction_of_its_language(bob: User, bobs: Client) -> None:
    article = publish(title="חומה", blocks=[Block("אבן.")], language="he", added_by=bob)

    text = page_of(bobs.get(article.get_absolute_url())).one("article")

    assert (text.attributes["lang"], text.attributes["dir"]) == ("he", "rtl")


@pytest.mark.parametrize("is_public", [True, False])
def test_text_of_somebody_else_is_there_only_if_it_is_public(
    is_public: bool, alice: User, bobs: Client
) -> None:
    article = add("Lamps", alice, is_public=is_public)

    status = bobs.get(article.get_absolute_url()).status_code

    assert status == (200 if is_public else 404)


def test_only_my_drafts_are_shown(url: str, bob: User, alice: User, bobs: Client) -> None:
    for title, owner in (("Mine", bob), ("", bob), ("Theirs", alice)):
        Draft.objects.create(title=title, added_by=owner)

    section = page_of(bobs.get(url)).one("section", **{"aria-labelledby": "drafts-title"})

    assert sorted(bdi.text for bdi in section.all("bdi")) == ["Mine", "Without a title"]


def test_empty_library_says_how_to_begin(url: str, bobs: Client) -> None:
    page = page_of(bobs.get(url))

    assert page.one(of_class="empty").text.startswith("No texts yet.")
    assert page.at("main").all("a", href=reverse("articles:article_new"))


def test_library_has_pages(url: str, bob: User, bobs: Client) -> None:
    for number in range(ARTICLES_A_PAGE + 1):
        add(f"Text {number:02}", bob)

    first, second = page_of(bobs.get(url)), page_of(bobs.get(f"{url}?page=2"))

    assert first.one("a", rel="next").attributes["href"] == "?page=2"
    assert len(titles(first)) == ARTICLES_A_PAGE
    assert titles(second) == [f"Text {ARTICLES_A_PAGE}"]


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "", "1" * 400, "٣"])
def test_page_that_is_not_there_shows_another(
    number: str, url: str, bob: User, bobs: Client
) -> None:
    add("Lamps", bob)

    assert titles(page_of(bobs.get(url, {"page": number}))) == ["Lamps"]


def test_number_of_queries_does_not_grow(url: str, bob: User, bobs: Client) -> None:
    for number in range(3):
        add(f"Text {number}", bob)
        Draft.objects.create(title=f"Draft {number}", added_by=bob)
    few = queries(bobs, url)
    for number in range(3, 40):
        add(f"Text {number}", bob)
        Draft.objects.create(title=f"Draft {number}", added_by=bob)

    assert queries(bobs, url) == few <= 6


def test_number_of_queries_for_a_text_does_not_grow(bob: User, bobs: Client) -> None:
    short = add("Short", bob)
    long = publish(title="Long", blocks=[Block("Stone.")] * 200, added_by=bob)

    assert queries(bobs, long.get_absolute_url()) == queries(bobs, short.get_absolute_url()) <= 4
