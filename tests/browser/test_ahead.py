"""The likely next page is fetched as soon as its link is pressed, and opens on release."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.browser.test_offline import wait_for_worker
from tests.conftest import Room

SIGN_OUT = "/accounts/logout/"


@contextmanager
def asked(path: str) -> Iterator[list[str]]:
    """The requests for this page that reach the site meanwhile, by their purpose."""
    purposes: list[str] = []

    def note(environ: dict[str, Any], **kwargs: Any) -> None:
        if environ["PATH_INFO"] == path:
            purposes.append(environ.get("HTTP_SEC_PURPOSE", ""))

    request_started.connect(note)
    yield purposes
    request_started.disconnect(note)


def press(link: Locator, room: Room) -> None:
    """Press a link to the room until the browser has the page."""
    page = link.page
    with page.context.expect_event(
        "requestfinished", lambda request: request.url == f"{page.url}{room.url.lstrip('/')}"
    ):
        link.hover()
        page.mouse.down()


def home(page: Page) -> Locator:
    """The link on the home page that leads on in the text."""
    page.goto("/")
    link = page.get_by_role("link", name="Go on at")
    # The rules come after the page.
    page.wait_for_load_state("networkidle")
    return link


@pytest.mark.parametrize("workers", ["block", "allow"])
def test_room_that_was_fetched_ahead_is_not_fetched_again(
    workers: str, room: Room, bob: User, browse: Browse
) -> None:
    page = browse(bob, service_workers=workers)
    link = home(page)
    if workers == "allow":
        wait_for_worker(page)
        page.wait_for_load_state("networkidle")

    with asked(room.url) as purposes:
        press(link, room)
        page.mouse.up()
        expect(RoomPage(page).paragraph(3)).to_contain_text("Here: Bob")

    assert purposes == ["prefetch"]


def test_other_links_are_fetched_only_when_they_are_followed(
    room: Room, bob: User, browse: Browse
) -> None:
    page = browse(bob)
    link = home(page)

    with asked("/groups/") as purposes:
        page.get_by_role("link", name="Groups", exact=True).hover()
        press(link, room)

    assert purposes == []


def test_room_is_fetched_anew_after_it_was_left(room: Room, bob: User, browse: Browse) -> None:
    page = browse(bob)
    link = home(page)
    press(link, room)
    page.mouse.up()
    view = RoomPage(page)
    view.mark(3).click()
    expect(view.paragraph(4)).to_contain_text("Here: Bob")

    page.goto("/")
    page.get_by_role("link", name="Go on at").click()

    expect(view.paragraph(4)).to_contain_text("Here: Bob")


def test_page_that_was_fetched_ahead_is_gone_after_signing_out(
    room: Room, bob: User, browse: Browse
) -> None:
    page = browse(bob)
    link = home(page)
    press(link, room)
    other = page.context.new_page()
    other.goto(SIGN_OUT)
    other.get_by_role("main").get_by_role("button", name="Sign Out").click()
    expect(other.get_by_role("link", name="Sign in").first).to_be_visible()

    page.mouse.up()

    expect(page.get_by_label("Password")).to_be_visible()
