"""Selected words of the text are quoted in its discussion, and underlined while that is open."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from articles.models import Article
from discussions.models import Quotation
from tests.browser.conftest import DESK, PHONE, Browse
from tests.browser.room import RoomPage
from tests.conftest import Room

BLOCKS = [
    Block("A *lamp* was lit🕯️,\nand the lamp[^1] burned."),
    Block("Line by line\nit is read", Kind.VERSE),
    Block("| a | b |\n|---|---|\n| the lamp | of **oil** |", Kind.TABLE),
    Block("Another lamp."),
    Block("The one of brass.", Kind.FOOTNOTE, label="1"),
]
# Selects characters of a paragraph's text nodes, as a mouse, a finger or a caret does.
SELECT = """(text, [from, to]) => {
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node, at = 0; (node = nodes.nextNode()); at += node.length) {
    if (from >= at && from <= at + node.length) range.setStart(node, from - at);
    if (to >= at && to <= at + node.length) range.setEnd(node, to - at);
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
UNDERLINED = "() => [...(CSS.highlights.get('quoted') ?? [])].map(String).filter(Boolean)"


@pytest.fixture
def article(alice: User) -> Article:
    return publish(title="On Lamps", blocks=BLOCKS, added_by=alice)


def select(view: RoomPage, number: int, words: str, occurrence: int = 1) -> None:
    text = view.paragraph(number).locator(".block")
    inside = text.evaluate("text => text.textContent")
    at = -1
    for _ in range(occurrence):
        at = inside.index(words, at + 1)
    # The page counts as UTF-16 does.
    start, end = (len(inside[:edge].encode("utf-16-le")) // 2 for edge in (at, at + len(words)))
    text.evaluate(SELECT, [start, end])


def button(view: RoomPage) -> Locator:
    return view.page.get_by_role("button", name="Quote", exact=True)


def underlined(view: RoomPage) -> list[str]:
    view.page.wait_for_timeout(200)
    found: list[str] = view.page.evaluate(UNDERLINED)
    return found


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_selected_words_are_quoted(
    screen: dict[str, Any], room: Room, bob: User, browse: Browse
) -> None:
    view = RoomPage(browse(bob, screen=screen)).visit(room.reading)
    view.open(1)
    view.field.fill("Which one")

    select(view, 1, "lamp", 2)
    expect(button(view)).to_be_in_viewport()
    button(view).click()

    expect(view.field).to_be_focused()
    expect(view.field).to_have_value("Which one")
    expect(view.composer.locator(".quotation")).to_have_text("lamp")
    view.say("Which one?")
    voice = view.voice("Which one?")
    expect(voice.locator(".quotation")).to_have_text("lamp")
    assert Quotation.objects.get().prefix == "A lamp was lit🕯️, and the "
    assert underlined(view) == ["lamp"]
    expect(view.composer.locator(".quotation")).to_be_hidden()
    voice.locator(".quotation a").click()
    expect(view.paragraph(1)).to_be_in_viewport()
    view.close.click()
    assert underlined(view) == []


def test_page_and_site_read_the_same_words(room: Room, alice: User, browse: Browse) -> None:
    view = RoomPage(browse(alice)).visit(room.reading)
    cases = [
        (1, "lit🕯️,\nand the lamp1 burned", "lit🕯️, and the lamp burned"),
        (2, "line\nit", "line it"),
        (3, "lamp\nof oil", "lamp of oil"),
    ]

    for number, words, quoted in cases:
        view.open(number)
        text = view.paragraph(number).locator(".block")
        inside = text.evaluate("text => text.textContent")
        start = inside.find(words.split()[0])
        end = inside.find(words.split()[-1]) + len(words.split()[-1])
        text.evaluate(SELECT, [start, end + (number == 1)])
        view.page.keyboard.press("q")
        expect(view.composer.locator(".quotation")).to_have_text(quoted)
        view.say(f"On {quoted}")
        expect(view.voice(f"On {quoted}")).to_be_visible()
        assert underlined(view)

    assert list(Quotation.objects.order_by("pk").values_list("exact", flat=True)) == [
        quoted for _number, _words, quoted in cases
    ]


def test_words_are_quoted_by_keyboard_and_taken_out_again(
    room: Room, bob: User, browse: Browse
) -> None:
    view = RoomPage(browse(bob)).visit(room.reading)
    view.paragraph(2).focus()

    view.page.keyboard.press("q")
    quote = view.composer.get_by_label("As they stand in the paragraph")
    expect(quote).to_be_focused()
    quote.press_sequentially("line by")
    view.page.keyboard.press("Enter")
    expect(view.field).to_be_focused()
    expect(view.composer.locator(".quotation")).to_have_text("line by")
    view.field.blur()
    select(view, 2, "by line")
    view.page.keyboard.press("q")
    expect(view.composer.locator(".quotation")).to_have_text("by line")
    view.composer.get_by_role("button", name="Without quotation").click()

    expect(view.field).to_be_focused()
    view.say("No quotation.")
    expect(view.voice("No quotation.")).to_be_visible()
    assert not Quotation.objects.exists()


def test_nothing_ahead_and_nothing_of_two_paragraphs_is_offered(
    room: Room, bob: User, browse: Browse
) -> None:
    view = RoomPage(browse(bob)).visit(room.reading)
    select(view, 2, "by line")
    expect(button(view)).to_be_visible()

    select(view, 4, "Another")
    expect(button(view)).to_be_hidden()
    view.page.evaluate(
        """() => getSelection().setBaseAndExtent(
          document.querySelectorAll(".block")[0].firstChild, 0,
          document.querySelectorAll(".block")[1].firstChild, 4)"""
    )
    view.page.wait_for_timeout(400)
    expect(button(view)).to_be_hidden()


def test_too_many_words_are_told_and_not_quoted(room: Room, alice: User, browse: Browse) -> None:
    view = RoomPage(browse(alice)).visit(room.reading)
    text = view.paragraph(4).locator(".block")
    text.evaluate("text => text.textContent = 'lamps '.repeat(200)")

    text.evaluate(SELECT, [0, 1100])
    told = view.page.get_by_role("button", name="Too long to quote: choose fewer words")
    expect(told).to_be_visible()
    expect(told).to_be_disabled()
    text.evaluate(SELECT, [0, 900])
    expect(button(view)).to_be_enabled()
