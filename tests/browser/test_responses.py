"""Naming members while one writes, and answering with a sign."""

from playwright.sync_api import expect

from accounts.models import User
from discussions.models import Comment
from groups.actions import join
from tests.browser.conftest import PHONE, Browse
from tests.browser.room import RoomPage
from tests.conftest import Person, Room


def test_member_is_named_by_keyboard(room: Room, bob: User, person: Person, browse: Browse) -> None:
    join(room.group, user=person("alma"))
    view = RoomPage(browse(bob)).visit(room.reading)
    view.open(2)
    names = view.composer.get_by_role("listbox", name="Members").get_by_role("option")

    view.field.press_sequentially("Dear @Al")
    expect(names).to_have_text(["Alice", "Alma"])
    view.page.keyboard.press("Escape")
    expect(names).to_have_count(0)
    expect(view.title).to_be_visible()
    view.field.press_sequentially("m")
    expect(names).to_have_text(["Alma"])
    view.page.keyboard.press("Backspace")
    expect(names).to_have_count(2)
    view.page.keyboard.press("ArrowDown")
    expect(view.field).to_have_attribute("aria-activedescendant", "name-1")
    view.page.keyboard.press("Enter")
    expect(view.field).to_have_value("Dear @Alma ")
    expect(names).to_have_count(0)
    view.send.click()

    expect(view.voice("Dear").locator(".mention")).to_have_text("@Alma")


def test_sign_and_name_are_tapped_on_a_phone(
    room: Room, comment: Comment, alice: User, browse: Browse
) -> None:
    view = RoomPage(browse(alice, screen=PHONE)).visit(room.reading)
    view.open(2)
    voice = view.voice(comment.source)

    voice.get_by_text("Answer with a sign").locator("..").tap()
    voice.get_by_role("button", name="Thank you").tap()

    thanks = voice.get_by_role("button", name="Thank you 1 Alice")
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_be_focused()
    view.settle()
    view.field.tap()
    view.field.press_sequentially("@b")
    view.composer.get_by_role("option", name="Bob").tap()
    expect(view.field).to_have_value("@Bob ")
    expect(view.field).to_be_focused()
