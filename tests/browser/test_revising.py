"""Editing a text that a group reads: what was said stays where it belongs."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.models import Article
from tests.browser.conftest import DESK, PHONE, Browse
from tests.browser.room import RoomPage
from tests.conftest import Room

SECOND = "The second paragraph, with *stress*."
# Each is as near to the old one as the other.
TWINS = ["The second paragraph, with *weight*.", "The second paragraph, with *voice*."]


def edit(page: Page, article: Article) -> None:
    page.goto(f"{article.get_absolute_url()}edit/")
    field = page.get_by_label("Text", exact=True)
    field.fill(field.input_value().replace(SECOND, "\n\n".join(TWINS)))


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_thread_is_still_there_after_an_edit(
    room: Room, alice: User, bob: User, browse: Browse, scripts: bool, screen: dict[str, Any]
) -> None:
    article = room.reading.article
    room.say(bob, 2, "Bob's thought.")
    page = browse(alice, scripts=scripts, screen=screen)

    edit(page, article)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    expect(page.get_by_text("to be asked")).to_have_count(3)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Which paragraph is it?")).to_be_visible()
    first, second = page.locator("fieldset.question").all()
    first.get_by_label("It is a new paragraph.").check()
    second.get_by_label("It is ¶ 2").check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", name="On Lamps")).to_be_visible()
    rooms = RoomPage(page).visit(room.reading)
    expect(rooms.paragraph(2)).to_contain_text("with weight")
    expect(rooms.paragraph(2)).to_contain_text("added since you read this far")
    rooms.voices(3).click()
    expect(rooms.discussion).to_contain_text("Bob's thought.")
    expect(rooms.discussion).to_contain_text("with voice")


def test_discussion_of_a_removed_paragraph_opens_and_closes(
    room: Room, alice: User, bob: User, browse: Browse
) -> None:
    room.say(bob, 2, "Bob's thought.")
    page = browse(alice)
    page.goto(f"{room.reading.article.get_absolute_url()}edit/")
    field = page.get_by_label("Text", exact=True)
    field.fill(field.input_value().replace(f"{SECOND}\n\n", ""))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="On Lamps")).to_be_visible()

    rooms = RoomPage(page).visit(room.reading)
    link = page.get_by_role("link", name="Discussion of a paragraph that was removed: 1 voice")
    link.click()
    expect(rooms.title).to_have_text("On a removed paragraph")
    expect(rooms.title).to_be_focused()
    rooms.settle()
    form = rooms.begin(rooms.voice("Bob's thought."), "Reply")
    form.get_by_role("textbox").fill("It was a good one.")
    form.get_by_role("button").first.click()
    expect(rooms.discussion).to_contain_text("It was a good one.")
    renamed = page.get_by_role("link", name="Discussion of a paragraph that was removed: 2 voices")
    expect(renamed).to_be_visible()
    rooms.close.click()
    expect(renamed).to_be_focused()


def test_carried_mark_becomes_ones_own(room: Room, alice: User, bob: User, browse: Browse) -> None:
    page = browse(alice)
    page.goto(f"{room.reading.article.get_absolute_url()}edit/")
    field = page.get_by_label("Text", exact=True)
    field.fill(f"Something quite new.\n\n{field.input_value()}")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="On Lamps")).to_be_visible()

    rooms = RoomPage(browse(bob)).visit(room.reading)
    expect(rooms.paragraph(1)).to_contain_text("added since you read this far")
    rooms.page.get_by_role("button", name="I have read ¶ 1", exact=True).click()

    expect(rooms.unmark(1)).to_be_visible()
    expect(rooms.paragraph(1)).not_to_contain_text("added since")
    expect(rooms.paragraph(4)).to_contain_text("Here: Bob")
