"""Bringing a book as a file and mending it, with scripts and without."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import FilePayload, Page, Route, expect

from accounts.models import User
from articles.models import Article, Collection, Draft
from tests.articles.formats.corpus import english_book, long_book
from tests.browser.conftest import DESK, PHONE, Browse, Trouble

EPUB = FilePayload(name="wall.epub", mimeType="application/epub+zip", buffer=english_book())


def bring(page: Page, file: FilePayload) -> None:
    page.goto("/articles/new/")
    page.get_by_label("or choose a file").set_input_files(file)
    page.get_by_role("button", name="Look it over").click()
    page.wait_for_url("**/articles/drafts/**")


def number_of(page: Page, words: str) -> int:
    """The number of the first paragraph with these words."""
    shown = page.locator(".draft-block").filter(has_text=words).first
    return int(str(shown.get_attribute("id")).removeprefix("block-"))


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_book_is_brought_and_mended(
    alice: User, browse: Browse, scripts: bool, screen: dict[str, object]
) -> None:
    page = browse(alice, scripts=scripts, screen=screen)

    bring(page, EPUB)

    draft = Draft.objects.get()
    picture = page.locator(".draft-text img")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    first, last = draft.blocks[0].source, len(draft.blocks)
    mended = page.get_by_role("group", name=f"Paragraph {last}", exact=True)
    mended.get_by_text("Edit").click()
    mended.get_by_role("textbox").fill("A part of it.\n\n## And a heading")
    page.get_by_role("group", name="Paragraph 1", exact=True).get_by_text("Leave out").click()
    page.get_by_role("button", name="Show me the changes").click()

    expect(page.locator(".draft-block")).to_have_count(last)
    expect(page.locator(".draft-text").last.get_by_role("heading")).to_have_text("And a heading")
    assert first not in [block.source for block in Draft.objects.get().blocks]
    page.get_by_role("button", name="Save the").click()
    page.wait_for_url(lambda url: "drafts" not in url)
    assert not Draft.objects.exists()
    assert Article.objects.exists()


def test_keyboard_leaves_out_one_paragraph_after_another(alice: User, browse: Browse) -> None:
    page = browse(alice)
    bring(page, EPUB)
    before = page.locator(".draft-block").count()

    page.locator("[name=drop-0]").focus()
    for _ in range(2):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        while not page.locator("[name^=drop-]:focus").count():
            page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Title").press("Enter")

    expect(page.locator(".draft-block")).to_have_count(before - 2)
    assert not Article.objects.exists()


def test_long_book_becomes_a_collection(alice: User, browse: Browse, scripts: bool) -> None:
    page = browse(alice, scripts=scripts)
    book = long_book(chapters=8, paragraphs=60)
    bring(page, FilePayload(name="long.epub", mimeType="application/epub+zip", buffer=book))

    expect(page.get_by_label("Make it a collection of its chapters")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(re.compile("^Page 2 of"))).to_be_visible()
    page.locator("summary").filter(has_text="8 chapters").click()
    last = page.locator(".draft-chapters button").last.inner_text()
    page.get_by_role("button", name=last).click()
    page.locator("summary").filter(has_text="8 chapters").click()
    expect(page.locator(".draft-chapters [aria-current]").last).to_have_text(last)
    page.get_by_role("button", name="Save the collection").click()

    expect(page).to_have_url(re.compile("/collections/"))
    assert Collection.objects.get().articles.count() == 8


def test_reader_sees_how_far_the_file_is(alice: User, browse: Browse) -> None:
    page = browse(alice)
    seen: list[str] = []

    def delayed(route: Route) -> None:
        # All has been sent by the browser, and the site has not yet answered.
        page.wait_for_timeout(300)
        seen.append(page.locator(".upload").inner_text())
        route.continue_()

    page.goto("/articles/new/")
    expect(page.locator(".upload")).to_be_hidden()
    page.route("**/articles/new/", delayed)
    page.get_by_label("or choose a file").set_input_files(EPUB)
    page.get_by_role("button", name="Look it over").click()
    page.wait_for_url("**/articles/drafts/**")

    assert seen
    assert seen[0] in {"Sending…", "Reading the text…"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_file_beyond_all_bounds_is_refused_while_it_is_sent(
    alice: User, browse: Browse, trouble: Trouble, scripts: bool, tmp_path: Path
) -> None:
    trouble.expect("413")
    page = browse(alice, scripts=scripts)
    page.goto("/articles/new/")
    page.get_by_label("Paste the text").fill("Pasted words.")
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"x" * (settings.MAX_UPLOAD_BYTES + 1))
    page.get_by_label("or choose a file").set_input_files(huge)

    page.get_by_role("button", name="Look it over").click()

    expect(page.get_by_text("That is too much at once")).to_be_visible()
    if scripts:
        expect(page.get_by_label("Paste the text")).to_have_value("Pasted words.")
    assert not Draft.objects.exists()
