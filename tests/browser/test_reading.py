"""Reading a text in the browser: long ones, by keyboard, aloud, on paper, and where one left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from articles.actions import publish, publish_book
from articles.blocks import Block, Kind
from articles.models import Article, Paragraph, Visibility
from groups import actions
from tests.browser.axe import faults_of
from tests.browser.conftest import PHONE, Browse
from tests.browser.room import RoomPage
from tests.conftest import Room

LENGTH = 340
WORDS = "What struck me here is how plainly it is put. I had to read it twice. "
# A browser that has a voice for English, and says at once what it is given.
VOICE = """
window.said = [];
const voices = [{ lang: "en-GB", name: "Ann" }];
const speech = {
  getVoices: () => voices,
  addEventListener: () => {},
  cancel() {},
  speak(spoken) {
    said.push([spoken.lang, spoken.text]);
    speech.next = () => spoken.onend();
  },
};
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class {
  constructor(text) {
    this.text = text;
  }
};
"""
COLLECT_COPIED = """
Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async (text) => { window.copied = text; } },
});
"""
TOP = "element => element.getBoundingClientRect().top"


def public(*blocks: Block, title: str = "A Walk", **facts: Any) -> Article:
    return publish(title=title, blocks=blocks, visibility=Visibility.PUBLIC, **facts)


@pytest.fixture
def long(transactional_db: None) -> Article:
    """A text of 340 paragraphs on two pages; the last is the note that the second mentions."""
    blocks = [
        Block(f"Part {number}", Kind.HEADING, 2) if number % 50 == 1 else Block(WORDS * 3)
        for number in range(1, LENGTH)
    ]
    blocks[1] = Block(f"{WORDS}[^n]")
    return public(*blocks, Block("What is to be noted.", Kind.FOOTNOTE, label="n"))


def paragraph(page: Page, number: int) -> Locator:
    link = page.get_by_role("link", name=f"Paragraph {number}", exact=True)
    return page.locator("section.paragraph").filter(has=link)


def at(article: Article, position: int) -> Paragraph:
    return article.text.get(position=position)


def lasting(asked: Paragraph) -> str:
    return reverse("articles:paragraph", args=[asked.article_id, asked.pk])


def scroll_to_end(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


# --- Long texts ----------------------------------------------------------------------------------


def test_next_page_comes_as_one_nears_the_end(long: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(long.get_absolute_url())
    expect(page.locator(".paragraph")).to_have_count(150)

    scroll_to_end(page)

    expect(page.locator(".paragraph")).to_have_count(LENGTH)
    expect(page.locator(".turn")).to_have_count(0)


def test_page_before_comes_without_moving_what_is_read(
    long: Article, bob: User, browse: Browse
) -> None:
    page = browse(bob)
    page.goto(lasting(at(long, 152)))
    place = paragraph(page, 152)
    expect(place).to_be_in_viewport()

    page.evaluate("scrollBy(0, -600)")
    before = place.evaluate(TOP)

    expect(page.locator(".paragraph")).to_have_count(LENGTH)
    assert place.evaluate(TOP) == pytest.approx(before, abs=3)


def test_pages_without_scripts(long: Article, bob: User, browse: Browse) -> None:
    page = browse(bob, scripts=False)
    page.goto(long.get_absolute_url())
    expect(page.locator(".paragraph")).to_have_count(150)

    page.get_by_role("link", name="Further in the text").click()

    expect(paragraph(page, 151)).to_be_visible()
    expect(page.locator(".paragraph")).to_have_count(LENGTH - 150)
    page.get_by_role("link", name="Earlier in the text").click()
    expect(paragraph(page, 1)).to_be_visible()


def test_note_and_mention_lead_to_each_other_over_pages_without_scripts(
    long: Article, bob: User, browse: Browse
) -> None:
    page = browse(bob, scripts=False)
    page.goto(f"{long.get_absolute_url()}?page=2")

    page.locator("[role=doc-backlink]").click()
    expect(paragraph(page, 2)).to_be_in_viewport()
    page.locator("[role=doc-noteref]").click()

    expect(page.locator(".notes")).to_be_in_viewport()
    expect(page.locator(".notes")).to_contain_text("What is to be noted.")


def test_contents_lead_to_another_page(long: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(long.get_absolute_url())

    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Part 301").click()

    expect(paragraph(page, 301)).to_be_in_viewport()


def test_contents_are_folded_on_a_phone(long: Article, bob: User, browse: Browse) -> None:
    page = browse(bob, screen=PHONE)
    page.goto(long.get_absolute_url())
    link = page.get_by_role("link", name="Part 51", exact=True)
    expect(link).to_be_hidden()

    page.get_by_text("Contents").tap()

    expect(link).to_be_visible()


def test_address_of_a_paragraph_that_is_elsewhere_in_the_text_leads_there(
    long: Article, bob: User, browse: Browse
) -> None:
    page = browse(bob)
    page.goto(f"{long.get_absolute_url()}#paragraph-{at(long, 300).pk}")

    expect(paragraph(page, 300)).to_be_in_viewport()


# --- The long text in its room -------------------------------------------------------------------


@pytest.fixture
def bobs_long(room: Room, long: Article, alice: User, bob: User, browse: Browse) -> RoomPage:
    """The room of the long text before bob, who stands at its 149th paragraph."""
    reading = actions.start_reading(long, by=room.member(alice))
    there = Room(reading, room.group, list(long.text))
    there.read(bob, 148)
    there.say(bob, 10, "Bob's thought.")
    return RoomPage(browse(bob)).visit(reading)


def test_reading_goes_on_over_the_border_of_pages(bobs_long: RoomPage) -> None:
    page = bobs_long.page
    bobs_long.mark(149).scroll_into_view_if_needed()
    expect(bobs_long.paragraph(152)).to_have_count(1)

    bobs_long.mark(152).click()

    for number in (149, 150, 151, 152):
        expect(bobs_long.unmark(number)).to_have_count(1)
    expect(bobs_long.paragraph(153).locator("#place")).to_have_count(1)
    page.goto(f"{page.url}#place")
    page.reload()
    expect(bobs_long.paragraph(153)).to_be_in_viewport()


def test_discussion_stays_open_while_pages_come(bobs_long: RoomPage) -> None:
    page = bobs_long.page
    bobs_long.open(10)
    bobs_long.field.fill("Half a thought")

    scroll_to_end(page)

    expect(bobs_long.paragraph(200)).to_have_count(1)
    expect(bobs_long.field).to_have_value("Half a thought")
    expect(bobs_long.field).to_be_focused()
    bobs_long.send.click()
    expect(bobs_long.voice("Half a thought")).to_be_visible()


def test_keys_go_over_the_border_of_pages(bobs_long: RoomPage) -> None:
    page = bobs_long.page
    bobs_long.paragraph(149).focus()
    bobs_long.paragraph(149).scroll_into_view_if_needed()
    expect(bobs_long.paragraph(152)).to_have_count(1)

    for _press in range(3):
        page.keyboard.press("j")

    expect(bobs_long.paragraph(152)).to_be_focused()
    page.keyboard.press("m")
    expect(bobs_long.unmark(152)).to_have_count(1)


def test_marking_to_the_end_shows_who_has_arrived(bobs_long: RoomPage) -> None:
    page = bobs_long.page
    scroll_to_end(page)
    expect(bobs_long.paragraph(LENGTH)).to_have_count(1)

    bobs_long.mark(LENGTH).click()

    expect(page.locator("#end")).to_contain_text("have read it all")


# --- Keys, and where one left --------------------------------------------------------------------


@pytest.fixture
def walk(transactional_db: None) -> Article:
    return public(*(Block(WORDS * 6) for _number in range(30)))


def test_j_and_k_move_and_the_question_mark_helps(walk: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(walk.get_absolute_url())

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(paragraph(page, 2)).to_be_focused()
    page.keyboard.press("k")
    expect(paragraph(page, 1)).to_be_focused()
    for key in "cm":
        page.keyboard.press(key)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_slash_searches_in_the_library(walk: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(reverse("articles:library"))

    page.keyboard.press("/")

    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#search")).to_have_value("")


def until_kept(page: Page, place: Paragraph) -> None:
    """Wait until the browser remembers that the reader is at this paragraph."""
    for _try in range(50):
        if page.evaluate(f"localStorage.getItem('article-{place.article_id}')") == place_id(place):
            return
        page.wait_for_timeout(100)
    pytest.fail("It is not remembered")


def place_id(place: Paragraph) -> str:
    return f"paragraph-{place.pk}"


def test_reader_comes_back_to_where_they_left(walk: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(walk.get_absolute_url())
    paragraph(page, 20).evaluate("element => element.scrollIntoView()")
    until_kept(page, at(walk, 20))

    page.goto("/")
    page.goto(walk.get_absolute_url())

    expect(paragraph(page, 20)).to_be_in_viewport()


def test_reader_comes_back_to_another_page(long: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(lasting(at(long, 320)))
    until_kept(page, at(long, 320))

    page.goto("/")
    page.goto(long.get_absolute_url())

    expect(paragraph(page, 320)).to_be_in_viewport()


def test_link_to_a_paragraph_can_be_copied(walk: Article, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.add_init_script(COLLECT_COPIED)
    page.goto(walk.get_absolute_url())

    page.get_by_role("button", name="Copy the link to ¶ 2", exact=True).click()

    expect(page.locator("#toasts")).to_contain_text("The link has been copied.")
    assert page.evaluate("copied").endswith(lasting(at(walk, 2)))


# --- Aloud ---------------------------------------------------------------------------------------


@pytest.fixture
def spoken(bob: User, browse: Browse) -> Callable[[Article], Page]:
    def open_text(article: Article) -> Page:
        page = browse(bob)
        page.add_init_script(VOICE)
        page.goto(article.get_absolute_url())
        return page

    return open_text


@pytest.fixture
def mixed(transactional_db: None) -> Article:
    return public(
        Block("One.[^1] Two."),
        Block("x = 1", Kind.CODE),
        Block("שלום.", language="he"),
        Block("A note.", Kind.FOOTNOTE, label="1"),
    )


def go_on(page: Page) -> None:
    page.evaluate("speechSynthesis.next()")


def test_text_is_read_aloud_each_paragraph_in_its_language(
    mixed: Article, spoken: Callable[[Article], Page]
) -> None:
    page = spoken(mixed)

    page.get_by_role("button", name="Read aloud").click()
    expect(paragraph(page, 1)).to_have_class("paragraph is-text is-spoken")
    go_on(page)
    go_on(page)
    expect(paragraph(page, 3)).to_have_class("paragraph is-text is-spoken")
    go_on(page)

    expect(page.locator(".is-spoken")).to_have_count(0)
    assert page.evaluate("said") == [["en", "One."], ["en", "Two."], ["he", "שלום."]]
    expect(page.get_by_role("button", name="Read aloud", exact=True)).to_be_visible()


def test_reading_aloud_pauses_and_stops(mixed: Article, spoken: Callable[[Article], Page]) -> None:
    page = spoken(mixed)
    page.get_by_role("button", name="Read aloud").click()
    go_on(page)

    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".is-spoken")).to_have_count(0)
    page.get_by_role("button", name="Go on reading aloud").click()
    expect(paragraph(page, 1)).to_have_class("paragraph is-text is-spoken")
    assert page.evaluate("said.at(-1)") == ["en", "Two."]

    page.get_by_role("button", name="Stop reading aloud").click()
    expect(page.locator(".is-spoken")).to_have_count(0)
    page.get_by_role("button", name="Read aloud", exact=True).click()
    assert page.evaluate("said.at(-1)") == ["en", "One."]


def test_reading_aloud_begins_at_the_paragraph_in_view(
    walk: Article, spoken: Callable[[Article], Page]
) -> None:
    page = spoken(walk)
    paragraph(page, 20).evaluate("element => element.scrollIntoView()")

    page.get_by_role("button", name="Read aloud").evaluate("button => button.click()")

    expect(paragraph(page, 20)).to_have_class("paragraph is-text is-spoken")


def test_no_button_where_there_is_no_voice_for_the_text(
    bob: User, browse: Browse, spoken: Callable[[Article], Page]
) -> None:
    hebrew = public(Block("שלום."), title="שלום", language="he")

    page = spoken(hebrew)

    expect(paragraph(page, 1)).to_be_visible()
    expect(page.locator("[data-aloud]")).to_be_hidden()


# --- On paper ------------------------------------------------------------------------------------


def test_on_paper_there_is_the_text_alone(bobs_room: RoomPage) -> None:
    page = bobs_room.page
    bobs_room.open(2)

    page.emulate_media(media="print", color_scheme="dark")

    shown = page.locator("body").inner_text()
    assert shown.split("\n\n") == [
        "On Lamps",
        "The first paragraph.",
        "The second paragraph, with stress.",
        "A heading",
        "The fourth paragraph.",
        "The fifth and last paragraph.",
    ]
    ink = page.locator("#main").evaluate("element => getComputedStyle(element).color")
    assert ink == "rgb(0, 0, 0)"


@pytest.fixture
def bobs_room(room: Room, bob: User, browse: Browse) -> RoomPage:
    return RoomPage(browse(bob)).visit(room.reading)


def test_on_paper_links_tell_their_addresses_and_headings_keep_with_the_text(
    bob: User, browse: Browse
) -> None:
    link = Block("See [there](https://example.org/a).")
    article = public(Block("A heading", Kind.HEADING, 2), link)
    page = browse(bob)
    page.goto(article.get_absolute_url())
    page.emulate_media(media="print")

    address = page.locator(".block a").evaluate("a => getComputedStyle(a, '::after').content")
    kept = page.locator("h2.block").evaluate("heading => getComputedStyle(heading).breakAfter")
    assert "https://example.org/a" in address
    assert kept == "avoid"
    assert page.get_by_text("Read it with my group").is_hidden()


# --- For everyone --------------------------------------------------------------------------------


def test_pages_of_texts_have_no_faults(
    long: Article, alice: User, browse: Browse, language: str
) -> None:
    blocks = [
        Block("A heading", Kind.HEADING, 2),
        Block("x^2^ and H~2~O.[^1]"),
        Block("| a | b |\n|---|---|\n| 1 | 2 |", Kind.TABLE),
        Block("x = 1", Kind.CODE),
        Block("Further", Kind.HEADING, 2),
        Block("פסקה בעברית.", language="he"),
        Block("A note.", Kind.FOOTNOTE, label="1"),
    ]
    every = public(*blocks, title="Of every kind", author="A. Gardener")
    chapters = [Block("One", Kind.HEADING, 1), Block("Words."), Block("Two", Kind.HEADING, 1)]
    book = publish_book(
        title="A Book", blocks=[*chapters, Block("More.")], visibility=Visibility.PUBLIC
    )
    page = browse(alice, language=language)
    found = []
    for url in (
        every.get_absolute_url(),
        long.get_absolute_url(),
        book.get_absolute_url(),
        book.articles.get(chapter=1).get_absolute_url(),
        reverse("articles:library"),
        f"{reverse('articles:library')}?language=en",
        reverse("groups:reading_begin", args=[every.pk]),
    ):
        page.goto(url)
        found += [f"{url}, {fault}" for fault in faults_of(page)]

    assert found == []
