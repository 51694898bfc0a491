"""Going from one new voice to the next, and choosing what to hear of, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.conftest import Room


@pytest.fixture
def said(room: Room, bob: User) -> None:
    """Let bob say something on the first paragraph and on the second."""
    room.say(bob, 1, "On the first.")
    room.say(bob, 2, "On the second.")


def test_key_leads_from_one_new_voice_to_the_next(
    room: Room, said: None, alice: User, browse: Browse
) -> None:
    view = RoomPage(browse(alice)).visit(room.reading)
    view.page.evaluate("window.stayed = true")
    news = view.page.locator("#news")

    for number, left in ((1, "1 new"), (2, "")):
        view.page.keyboard.press("n")
        expect(view.title).to_have_text(f"On ¶ {number}")
        expect(view.title).to_be_focused()
        expect(view.page).to_have_url(re.compile(re.escape(room.discussion_url(number))))
        expect(view.discussion.locator(".voice.is-new")).to_have_count(1)
        expect(news).to_contain_text(left)
        view.settle()

    expect(news).to_be_hidden()
    assert view.page.evaluate("window.stayed")


def test_next_new_voice_is_a_link(
    room: Room, said: None, alice: User, browse: Browse, scripts: bool
) -> None:
    view = RoomPage(browse(alice, scripts=scripts)).visit(room.reading)

    view.page.get_by_role("link", name="2 new go to the next new voice").click()

    expect(view.title).to_have_text("On ¶ 1")
    expect(view.discussion).to_contain_text("New to you")


def test_thread_is_muted_and_the_focus_stays(
    room: Room, said: None, alice: User, browse: Browse, scripts: bool
) -> None:
    view = RoomPage(browse(alice, scripts=scripts)).visit(room.reading)
    view.open(1)
    menu = view.discussion.locator(".thread > .following")

    menu.locator("summary").click()
    menu.get_by_role("button", name="Mute").click()

    expect(menu).to_contain_text("You have muted this thread")
    if scripts:
        expect(menu.locator("summary")).to_be_focused()
