"""Marking how far one has read: the margins change, and nothing else."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.browser.test_discussion import has_stayed, stay
from tests.conftest import Room


@pytest.fixture
def bobs(room: Room, bob: User, browse: Browse) -> RoomPage:
    """The cast's room before bob, who stands at the third of five paragraphs."""
    return RoomPage(browse(bob)).visit(room.reading)


def test_mark_moves_the_face_and_the_line(bobs: RoomPage) -> None:
    expect(bobs.everyone).to_contain_text("Everyone has reached ¶ 3 of 5")
    expect(bobs.paragraph(3)).to_contain_text("Here: Bob")
    stay(bobs.page)

    bobs.mark(4).click()

    expect(bobs.everyone).to_contain_text("Everyone has reached ¶ 5 of 5")
    expect(bobs.paragraph(5)).to_contain_text("Here: Bob")
    expect(bobs.paragraph(3)).not_to_contain_text("Bob")
    expect(bobs.unmark(3)).to_be_visible()
    assert has_stayed(bobs.page)


def test_mark_can_be_taken_back(bobs: RoomPage) -> None:
    bobs.unmark(1).click()

    expect(bobs.mark(1)).to_be_visible()
    expect(bobs.everyone).to_contain_text("Everyone has reached ¶ 1 of 5")
    expect(bobs.paragraph(1)).to_contain_text("Here: Bob")
    expect(bobs.unmark(2)).to_be_visible()


def test_last_mark_brings_everyone_to_the_end(bobs: RoomPage) -> None:
    bobs.mark(5).click()

    expect(bobs.everyone).to_contain_text("Everyone has read all 5 paragraphs")
    expect(bobs.page.locator("#end")).to_contain_text("Everyone has arrived.")


def test_mark_leaves_what_is_being_typed(bobs: RoomPage) -> None:
    bobs.open(1)
    bobs.field.fill("A thought begun")
    stay(bobs.page)

    bobs.mark(3).click()

    expect(bobs.paragraph(4)).to_contain_text("Here: Bob")
    expect(bobs.field).to_have_value("A thought begun")
    assert has_stayed(bobs.page)


def test_arriving_makes_the_voices_of_the_open_discussion_appear(
    room: Room, alice: User, bobs: RoomPage
) -> None:
    room.say(alice, 5, "Wait for the end.")
    bobs.open(5)
    expect(bobs.discussion).to_contain_text("What others said here is for when you get here.")
    expect(bobs.composer).to_have_count(0)
    stay(bobs.page)

    bobs.mark(4).click()

    expect(bobs.voice("Wait for the end.")).to_have_accessible_name("Alice")
    expect(bobs.composer).to_be_visible()
    expect(bobs.voices(5)).to_have_accessible_name("Discussion of ¶ 5, 1 voice")
    assert has_stayed(bobs.page)


def test_mark_works_without_scripts(room: Room, bob: User, browse: Browse) -> None:
    view = RoomPage(browse(bob, scripts=False)).visit(room.reading)

    view.mark(4).click()
    expect(view.paragraph(5)).to_contain_text("Here: Bob")
    view.open(4)
    view.discussion.get_by_role("button", name="Take back my mark").click()

    expect(view.title).to_have_text("On ¶ 4")
    expect(view.paragraph(4)).to_contain_text("Here: Bob")


def test_others_see_where_one_stands(
    room: Room, alice: User, bobs: RoomPage, browse: Browse
) -> None:
    bobs.mark(4).click()
    expect(bobs.paragraph(5)).to_contain_text("Here: Bob")

    hers = RoomPage(browse(alice)).visit(room.reading)

    expect(hers.paragraph(5)).to_contain_text("Here: Bob")
    expect(hers.page.locator("#end")).to_contain_text("1 member is still on the way.")
