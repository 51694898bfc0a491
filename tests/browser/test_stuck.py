"""Being stuck in the browser: a tap, the key, an answer, and that it is clear now."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from discussions.models import Stuck
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.browser.test_discussion import has_stayed, stay
from tests.conftest import Room


@pytest.fixture
def bobs(room: Room, bob: User, browse: Browse) -> RoomPage:
    """The cast's room before bob, who stands at the third of five paragraphs."""
    return RoomPage(browse(bob)).visit(room.reading)


def test_tap_answer_and_clear_now(room: Room, alice: User, bobs: RoomPage, browse: Browse) -> None:
    stay(bobs.page)
    bobs.paragraph(3).get_by_role("button", name="I’m stuck here").click()
    expect(bobs.title).to_have_text("On ¶ 3")
    expect(bobs.discussion).to_contain_text("You are stuck here")
    bobs.settle()
    box = bobs.discussion.locator("details.thread")
    box.get_by_role("textbox").fill("What is it a heading of?")
    box.get_by_role("button", name="Keep").click()
    expect(box).to_contain_text("What is it a heading of?")
    expect(bobs.paragraph(3).get_by_role("link", name="You are stuck here")).to_be_visible()

    alices = RoomPage(browse(alice)).visit(room.reading)
    expect(alices.paragraph(3)).to_contain_text("Stuck here 1 time")
    alices.open(3)
    alices.discussion.get_by_role("link", name="Help with this").click()
    form = alices.discussion.locator(".reply-slot form")
    form.get_by_role("textbox").fill("Of what comes below it.")
    form.get_by_role("button", name="Help with this").click()
    expect(alices.voice("Of what comes below it.")).to_be_visible()

    bobs.voices(3).click()
    answer = bobs.voice("Of what comes below it.")
    answer.get_by_role("button", name="Clear now").click()
    expect(answer).to_contain_text("This cleared it")
    expect(answer.get_by_role("button", name="Clear now")).to_have_count(0)
    expect(bobs.discussion).to_contain_text("You were stuck here")
    assert has_stayed(bobs.page)
    assert Stuck.objects.get().is_cleared


def test_key_is_a_tap_where_the_reader_stands_and_asks_elsewhere(bobs: RoomPage) -> None:
    bobs.paragraph(1).focus()
    bobs.page.keyboard.press("s")
    expect(bobs.title).to_have_text("On ¶ 1")
    expect(bobs.discussion.get_by_role("button", name="I’m stuck here")).to_be_focused()
    assert not Stuck.objects.exists()

    bobs.paragraph(3).focus()
    bobs.page.keyboard.press("s")
    expect(bobs.title).to_have_text("On ¶ 3")
    expect(bobs.discussion).to_contain_text("You are stuck here")


def test_tap_in_the_discussion_leaves_what_is_being_typed(bobs: RoomPage) -> None:
    bobs.open(3)
    bobs.field.fill("A thought begun")

    bobs.discussion.get_by_role("button", name="I’m stuck here").click()

    expect(bobs.discussion).to_contain_text("You are stuck here")
    expect(bobs.field).to_have_value("A thought begun")
    bobs.discussion.get_by_role("button", name="Take it back").click()
    expect(bobs.discussion.get_by_role("button", name="I’m stuck here")).to_be_visible()
    expect(bobs.field).to_have_value("A thought begun")
    assert not Stuck.objects.exists()


def test_it_works_without_scripts(room: Room, alice: User, bob: User, browse: Browse) -> None:
    view = RoomPage(browse(bob, scripts=False)).visit(room.reading)
    view.paragraph(3).get_by_role("button", name="I’m stuck here").click()
    expect(view.discussion).to_contain_text("You are stuck here")
    room.help(Stuck.objects.get(), alice, "Read on.")

    view.visit(room.reading).voices(3).click()
    view.voice("Read on.").get_by_role("button", name="Clear now").click()

    expect(view.discussion).to_contain_text("You were stuck here")
