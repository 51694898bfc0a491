"""Words that are typed are kept as one types, and shown as they would read."""

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import User
from discussions.models import Comment, CommentDraft
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.browser.test_discussion import second_paragraph
from tests.conftest import Room

WORDS = "Half a *thought*"


@pytest.fixture
def bobs(room: Room, comment: Comment, bob: User, browse: Browse) -> RoomPage:
    return second_paragraph(room, browse(bob))


def kept(form: Locator) -> Locator:
    return form.get_by_text("Kept as a draft")


def test_words_begun_are_there_on_another_device(
    room: Room, bob: User, bobs: RoomPage, browse: Browse
) -> None:
    expect(kept(bobs.composer)).to_be_hidden()
    bobs.field.fill(WORDS)
    expect(kept(bobs.composer)).to_be_visible()
    answer = bobs.begin(bobs.voice("Bob's thought."), "Reply")
    answer.get_by_role("textbox").fill("I answer.")
    expect(kept(answer)).to_be_visible()

    other = second_paragraph(room, browse(bob))

    expect(other.voices(2)).to_have_accessible_description("You have begun to write here")
    expect(other.field).to_have_value(WORDS)
    other.discussion.get_by_role("link", name="Go on with the reply you have begun").click()
    expect(other.discussion.locator(".reply-slot textarea")).to_have_value("I answer.")

    other.composer.get_by_role("button", name="Discard").click()
    expect(other.field).to_have_value("")
    expect(other.field).to_be_focused()
    assert CommentDraft.objects.get().text == "I answer."


def test_reply_that_is_given_up_is_no_draft_any_more(bobs: RoomPage) -> None:
    form = bobs.begin(bobs.voice("Bob's thought."), "Reply")
    form.get_by_role("textbox").fill(WORDS)
    expect(kept(form)).to_be_visible()

    with bobs.page.expect_response("**/reply/draft/"):
        form.get_by_role("link", name="Cancel").click()

    assert not CommentDraft.objects.exists()
    assert bobs.voices(2).get_attribute("aria-describedby") is None


def test_leaving_the_page_keeps_what_was_typed_last(bobs: RoomPage) -> None:
    bobs.field.fill(WORDS)

    bobs.page.goto("/")

    # The page that sends it is gone: nobody tells when it has come.
    for _time in range(100):
        if CommentDraft.objects.exists():
            break
        bobs.page.wait_for_timeout(100)
    assert CommentDraft.objects.get().text == WORDS


def test_open_preview_follows_what_is_typed(bobs: RoomPage) -> None:
    bobs.composer.get_by_text("Preview", exact=True).click()
    preview = bobs.composer.locator(".preview-words")
    expect(preview).to_have_text("Write something first.")

    bobs.field.fill(WORDS)

    expect(preview.locator("em")).to_have_text("thought")
    expect(preview).not_to_have_attribute("aria-busy", "true")
    expect(bobs.field).to_be_focused()


MIXED = """מילים ו-words

Words ומילים

> ציטוט

- one
- שתיים

| א | b |
|---|---|
"""
BLOCKS = "nodes => nodes.map(node => [node.localName, getComputedStyle(node).direction].join(' '))"


def test_each_block_reads_in_the_direction_of_its_first_letter(
    room: Room, comment: Comment, bob: User, browse: Browse
) -> None:
    page = browse(bob)
    page.goto(room.discussion_url(2))
    composer = page.locator("#composer")
    composer.get_by_role("textbox", name="Your words").fill(MIXED)

    composer.get_by_text("Preview", exact=True).click()

    blocks = composer.locator(".preview-words :is(p, blockquote, li, th)")
    expect(blocks).to_have_count(8)
    assert blocks.evaluate_all(BLOCKS) == [
        "p rtl",
        "p ltr",
        "blockquote rtl",
        "p rtl",
        "li ltr",
        "li rtl",
        "th rtl",
        "th ltr",
    ]
