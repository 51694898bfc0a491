"""Without a connection there is a page that says so, and it tells nobody's name."""

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import Browse, Trouble, Words
from tests.conftest import Room

# A script may go on for ever; no worker takes so many milliseconds to come.
READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((_, fail) => setTimeout(fail, 10_000, new Error("No service worker came."))),
])"""


def wait_for_worker(page: Page) -> None:
    page.evaluate(READY)
    # It takes over with the next page.
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller")


def test_page_without_connection_says_so(
    room: Room, bob: User, language: str, words: Words, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("ERR_INTERNET_DISCONNECTED")
    page = browse(bob, language=language, service_workers="allow")
    page.goto("/")
    wait_for_worker(page)
    page.context.set_offline(True)

    page.goto(room.group.get_absolute_url())

    expect(page.get_by_role("heading", level=1)).to_have_text(words("No connection"))
    # Whoever has the device next reads it too.
    expect(page.get_by_text("Bob")).to_have_count(0)
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(room.group.name)
