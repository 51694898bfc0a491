"""How the text looks is chosen in the room and shows at once."""

from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import Browse, Trouble
from tests.browser.room import RoomPage
from tests.conftest import Room


def test_look_chosen_without_connection_shows_and_is_kept_later(
    room: Room, bob: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("ERR_INTERNET_DISCONNECTED")
    page = RoomPage(browse(bob)).visit(room.reading).page
    page.get_by_role("button", name="How the text looks").click()
    page.context.set_offline(True)

    page.get_by_label("Sepia").check()

    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
    with page.expect_response("**/look/"):
        page.context.set_offline(False)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "sepia")
