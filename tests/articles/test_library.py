"""The library: whose texts and drafts stand in it, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.actions import publish, publish_book
from articles.blocks import Block, Kind
from articles.models import Article, Draft, Visibility
from articles.shelf import WORKS_A_PAGE
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
        visibility=Visibility.PUBLIC if is_public else Visibility.GROUPS,
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


def test_texts_in_languages_that_i_read_stand_before_others(
    url: str, bob: User, bobs: Client
) -> None:
    for title, language in (("Apples", "ru"), ("Gates", "he"), ("Lamps", "es"), ("Roofs", "en")):
        Article.objects.filter(pk=add(title, bob).pk).update(language=language)
    assert titles(page_of(bobs.get(url))) == ["Apples", "Gates", "Lamps", "Roofs"]
    before = queries(bobs, url)

    User.objects.filter(pk=bob.pk).update(languages=["es", "he"])

    page = page_of(bobs.get(url))
    assert titles(page) == ["Gates", "Lamps", "Apples", "Roofs"]
    offered = page.one("nav", **{"aria-labelledby": "languages-title"}).all("a")
    assert [link.attributes["href"] for link in offered] == [
        f"?language={code}" for code in ("es", "he", "en", "ru")
    ]
    assert queries(bobs, url) == before


def test_text_that_my_group_reads_is_in_my_library(url: str, room: Room, bobs: Client) -> None:
    row = page_of(bobs.get(url)).one("a", of_class="row")

    assert row.one(of_class="row-title").text == "On Lamps"
    assert row.one(of_class="row-facts").text.endswith("my group’s")


def test_text_that_one_must_be_told_of_is_not_in_the_library(
    url: str, alice: User, bobs: Client
) -> None:
    hidden = add("Whispers", alice)
    hidden.visibility = Visibility.UNLISTED
    hidden.save()

    assert titles(page_of(bobs.get(url))) == []
    assert bobs.get(hidden.get_absolute_url()).status_code == 200


# --- Narrowing it down ---------------------------------------------------------------------------


@pytest.fixture
def shelf(bob: User, alice: User, room: Room) -> None:
    """Two texts of bob's, one of everybody's, and the one that his group reads."""
    texts = (("Lamps", bob, "en", "Ann"), ("מנורות", bob, "he", "Ann"), ("Gates", alice, "en", ""))
    for title, by, language, author in texts:
        public(title, by=by, language=language, author=author)


def public(title: str, *, by: User, language: str, author: str) -> Article:
    return publish(
        title=title,
        blocks=[Block("One.")],
        added_by=by,
        language=language,
        author=author,
        visibility=Visibility.PUBLIC,
    )


def narrowings(page: Element, name: str) -> dict[str, str]:
    """What a facet offers, with the addresses."""
    facet = page.one("nav", **{"aria-labelledby": f"{name}-title"})
    return {link.text: link.attributes["href"] for link in facet.all("a")}


def test_whose_texts_are_counted_and_lead_to_them(shelf: None, url: str, bobs: Client) -> None:
    tabs = page_of(bobs.get(url)).one("nav", of_class="tabs").all("a")

    assert [tab.text for tab in tabs] == ["All texts · 4", "Mine · 2", "Read by my groups · 1"]
    mine, read = (page_of(bobs.get(url + tab.attributes["href"])) for tab in tabs[1:])
    assert titles(mine) == ["Lamps", "מנורות"]
    assert titles(read) == ["On Lamps"]


def test_languages_and_authors_are_counted_and_lead_to_their_texts(
    shelf: None, url: str, bobs: Client
) -> None:
    page = page_of(bobs.get(url))

    languages, authors = narrowings(page, "languages"), narrowings(page, "authors")
    assert list(languages) == ["English 3", "עברית 1"]
    assert list(authors) == ["Ann 2"]
    assert titles(page_of(bobs.get(url + languages["עברית 1"]))) == ["מנורות"]
    assert titles(page_of(bobs.get(url + authors["Ann 2"]))) == ["Lamps", "מנורות"]


def test_choices_narrow_each_other_and_can_be_let_go(shelf: None, url: str, bobs: Client) -> None:
    page = page_of(bobs.get(url, {"author": "Ann", "language": "he", "page": "7"}))

    assert titles(page) == ["מנורות"]
    assert narrowings(page, "languages") == {
        "English 1": "?language=en&author=Ann",
        "עברית 1": "?author=Ann",
    }
    assert narrowings(page, "authors") == {"Ann 1": "?language=he"}


@pytest.mark.parametrize("asked", ["language=xx", "author=Nobody", "of=mine"])
def test_narrowed_down_to_nothing_it_offers_everything(
    asked: str, url: str, alice: User, bobs: Client
) -> None:
    add("Gates", alice, is_public=True)

    page = page_of(bobs.get(f"{url}?{asked}"))

    assert titles(page) == []
    assert page.one(of_class="empty").one("a").attributes["href"] == url


def test_choice_that_is_none_shows_all(shelf: None, url: str, bobs: Client) -> None:
    assert len(titles(page_of(bobs.get(url, {"of": "nobody"})))) == 4
    assert len(titles(page_of(bobs.get(url, {"author": "\0"})))) == 4


def test_pages_keep_what_was_chosen(url: str, bob: User, bobs: Client) -> None:
    for number in range(WORKS_A_PAGE + 1):
        add(f"Text {number:02}", bob)

    page = page_of(bobs.get(url, {"language": "en"}))

    assert page.one("a", rel="next").attributes["href"] == "?language=en&page=2"


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
    for number in range(WORKS_A_PAGE + 1):
        add(f"Text {number:02}", bob)

    first, second = page_of(bobs.get(url)), page_of(bobs.get(f"{url}?page=2"))

    assert first.one("a", rel="next").attributes["href"] == "?page=2"
    assert len(titles(first)) == WORKS_A_PAGE
    assert titles(second) == [f"Text {WORKS_A_PAGE}"]


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

    assert queries(bobs, url) == few <= 10


def test_number_of_queries_does_not_grow_with_collections(url: str, bobs: Client) -> None:
    def grow(*numbers: int) -> int:
        for number in numbers:
            blocks = [Block("One", Kind.HEADING, 1), Block("Words.")]
            publish_book(title=f"Book {number}", blocks=blocks, visibility=Visibility.PUBLIC)
        return queries(bobs, url)

    assert grow(1, 2) == grow(*range(3, 20)) <= 10
