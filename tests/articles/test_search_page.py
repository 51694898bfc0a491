"""The page of the search: what stands in it, with and without htmx."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Visibility
from tests.conftest import SignIn
from tests.page import HTMX, Element, cost, page_of

URL = reverse("articles:search")


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def add(*texts: str, title: str = "Untold", language: str = "en", is_public: bool = True) -> None:
    publish(
        title=title,
        blocks=[Block(text) for text in texts],
        language=language,
        visibility=Visibility.PUBLIC if is_public else Visibility.GROUPS,
    )


def found(client: Client, words: str, **chosen: str) -> Element:
    return page_of(client.get(URL, {"q": words, **chosen})).at("main")


def said(page: Element) -> str:
    """What is announced."""
    return page.at("search-count").text


def titles(page: Element) -> list[str]:
    return [title.text for title in page.all("h2")]


def test_texts_are_shown_with_their_paragraphs_and_counted(bobs: Client) -> None:
    add("A lamp burns.", "Oil.", "The lamp is out.", title="Light")
    add("A candle.", title="Lamps")

    page = found(bobs, "lamp")

    assert titles(page) == ["Lamps", "Light"]
    assert said(page) == "2 paragraphs · 2 texts"
    assert [mark.text for mark in page.all("mark")] == ["Lamps", "lamp", "lamp"]


def test_passage_leads_to_its_paragraph(bobs: Client) -> None:
    add("Oil.", "A lamp burns.")

    link = found(bobs, "lamp").one("a", of_class="passage")

    assert link.text == "¶ 2 A lamp burns."
    answer = bobs.get(link.attributes["href"])
    assert answer.status_code == 302


def test_text_in_hebrew_is_shown_from_right_to_left(bobs: Client) -> None:
    add("הַכֶּלֶב נוֹבֵחַ.", title="כלבים", language="he")

    words = found(bobs, "כלב").one(of_class="passage-words")

    assert (words.attributes["lang"], words.attributes["dir"]) == ("he", "rtl")


def test_nothing_found_says_what_to_do(bobs: Client) -> None:
    add("A lamp.")
    add("Una lámpara.", language="es")

    page = found(bobs, "lamp oil", language="es")

    assert said(page) == "Nothing found for “ lamp oil ”."
    assert "Try fewer words" in page.one(of_class="empty").text
    assert page.one("a", href="?q=lamp%20oil").text == "Search in all languages"


def test_page_without_words_explains(bobs: Client) -> None:
    assert "in a row" in found(bobs, "").one(of_class="empty").text


def test_what_was_typed_stays_and_is_escaped(bobs: Client) -> None:
    typed = "\"><b>'\0" + "x" * 600

    page = found(bobs, typed)

    assert page.at("search").attributes["value"] == typed.replace("\0", "")[:500]
    assert page.all("b") == []


def test_languages_are_those_of_the_texts_one_finds(bobs: Client) -> None:
    add("A lamp.")
    add("Una lámpara.", language="es")
    add("Лампа.", language="ru", is_public=False)

    page = found(bobs, "lamp", language="es")

    options = page.at("search-language").all("option")
    assert [option.attributes["value"] for option in options] == ["", "en", "es"]
    assert "selected" in options[2].attributes
    assert [passage.text for passage in page.all(of_class="passage-words")] == ["Una lámpara ."]


def test_unknown_language_is_none(bobs: Client) -> None:
    add("A lamp.")

    assert said(found(bobs, "lamp", language="tlh")) == "1 paragraph · 1 text"


def test_pages_keep_the_words(bobs: Client) -> None:
    for number in range(11):
        add("A lamp.", title=f"Text {number}")

    page = found(bobs, "lamp & co lamp".replace(" & co", ""))

    assert len(titles(page)) == 10
    link = page.one("a", rel="next")
    assert link.attributes["href"] == "?q=lamp+lamp&page=2"
    assert titles(page_of(bobs.get(URL + link.attributes["href"]))) == ["Text 10"]


def test_htmx_gets_what_was_found_and_its_count(bobs: Client) -> None:
    add("A lamp.")

    answer = bobs.get(URL, {"q": "lamp"}, headers=HTMX)
    page = page_of(answer)

    assert page.all("main") == page.all("form") == []
    assert page.at("search-count").attributes["hx-swap-oob"] == "innerHTML"
    assert len(page.all(of_class="passage")) == 1
    assert answer.headers["HX-Push-Url"] == f"{URL}?q=lamp"


def test_typing_on_adds_no_steps_to_go_back(bobs: Client) -> None:
    here = HTMX | {"HX-Current-URL": f"http://testserver{URL}?q=la"}

    answer = bobs.get(URL, {"q": "lamp"}, headers=here)

    assert answer.headers["HX-Replace-Url"] == f"{URL}?q=lamp"
    assert "HX-Push-Url" not in answer.headers


def test_library_has_the_box(bobs: Client) -> None:
    page = page_of(bobs.get(reverse("articles:library")))

    form = page.one("form", role="search")
    assert form.attributes["action"] == URL
    assert "data-search" in form.at("search").attributes
    assert page.has("found")


def test_cost_is_constant(bobs: Client) -> None:
    add("A lamp.")
    few = cost(bobs, f"{URL}?q=lamp")
    for _text in range(12):
        add("A lamp.", "A lamp.")

    assert cost(bobs, f"{URL}?q=lamp") == few <= 15
