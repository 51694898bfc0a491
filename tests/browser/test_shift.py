"""Nothing moves under the reader's eyes by itself, and no script holds a page back.

What moves is told by the browser (https://wicg.github.io/layout-instability/) and counts to two
decimals: a word that grows by a hair when its font comes is not noticed. What follows within half
a second of a key, a click or the answer to it is meant to move.
"""

import pytest
from playwright.sync_api import Page, Route, expect

from groups.models import Reading
from tests.browser.conftest import PHONE, Browse, sample_member
from tests.browser.room import RoomPage

# Longer than a first painting takes, and than the half second after a click.
LATE = 900
OBSERVE = """
  window.shifts = [];
  let answered = -Infinity;
  addEventListener("htmx:afterSwap", () => { answered = performance.now(); });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, startTime, sources } of list.getEntries()) {
      if (hadRecentInput || (startTime > answered - 100 && startTime < answered + 500)) continue;
      const at = ({ x, y, width, height }) => `${[x, y, width, height]}`;
      const ways = sources.map(({ node, previousRect, currentRect }) =>
        `${node?.textContent?.trim().slice(0, 30)}: ${at(previousRect)} → ${at(currentRect)}`);
      shifts.push({ value, ways });
    }
  }).observe({ type: "layout-shift", buffered: true });
"""


def observe(page: Page) -> None:
    page.add_init_script(OBSERVE)


def shifted(page: Page) -> tuple[float, list[str]]:
    """How much has moved since the page was loaded, once all is at rest; and what, from where."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(LATE)
    found = page.evaluate("shifts")
    return round(sum(shift["value"] for shift in found), 2), [shift["ways"] for shift in found]


@pytest.fixture
def page(sample_reading: Reading, browse: Browse) -> Page:
    """The browser of someone who stands at the fifth paragraph, watched for what moves."""
    watched = browse(sample_member("daniel"))
    observe(watched)
    return watched


def test_home_does_not_move(page: Page) -> None:
    page.goto("/")

    amount, what = shifted(page)
    assert amount == 0, what


def test_room_does_not_move(page: Page, sample_reading: Reading) -> None:
    RoomPage(page).visit(sample_reading)

    amount, what = shifted(page)
    assert amount == 0, what


def test_room_does_not_move_on_a_phone(sample_reading: Reading, browse: Browse) -> None:
    phone = browse(sample_member("daniel"), screen=PHONE)
    observe(phone)
    RoomPage(phone).visit(sample_reading)

    amount, what = shifted(phone)
    assert amount == 0, what


def test_opening_marking_and_speaking_move_nothing_afterwards(
    page: Page, sample_reading: Reading
) -> None:
    room = RoomPage(page).visit(sample_reading)
    room.open(3)
    page.wait_for_timeout(LATE)
    room.say("It stays where it is.")
    expect(room.voice("It stays where it is.")).to_be_visible()
    page.wait_for_timeout(LATE)
    room.mark(6).click()
    expect(room.unmark(6)).to_be_visible()

    amount, what = shifted(page)
    assert amount == 0, what


def test_shift_would_be_noticed(page: Page) -> None:
    page.goto("/")
    page.wait_for_timeout(LATE)
    page.evaluate("document.querySelector('h1').style.marginBlockStart = '200px'")

    amount, _what = shifted(page)
    assert amount > 0.05


@pytest.mark.parametrize("width", [1280, 390])
def test_late_fonts_leave_the_text_in_its_place(
    language: str, width: int, sample_reading: Reading, browse: Browse
) -> None:
    page = browse(sample_member("daniel"), screen={"viewport": {"width": width, "height": 900}})
    observe(page)
    came = []

    def later(route: Route) -> None:
        page.wait_for_timeout(LATE)
        came.append(route.request.url)
        route.continue_()

    page.route("**/*.woff2", later)
    reading = Reading.objects.get(article__language=language, finished_at=None)

    with page.expect_event("requestfinished", lambda request: request.url.endswith(".woff2")):
        page.goto(reading.get_absolute_url(), wait_until="commit")

    amount, what = shifted(page)
    assert amount <= 0.05, what
    assert came


def test_no_script_holds_a_page_back(page: Page, sample_reading: Reading, browse: Browse) -> None:
    """Every script is a module, deferred or asynchronous."""
    holding = "script:not([type=module], [defer], [async])"
    for url in ("/", sample_reading.get_absolute_url(), "/articles/", "/profile/"):
        page.goto(url)
        assert page.locator("script").count() > 0
        assert page.locator(holding).count() == 0
    stranger = browse()
    stranger.goto("/accounts/signup/")
    assert stranger.locator(holding).count() == 0
