"""The site in Chromium: served as it is deployed, over the tests' own database.

Everybody in these tests looks at the pages through `browse`; whatever the browser complains of
meanwhile fails the test, unless the test says that it `expects` it.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError, expect
from pytest_playwright import CreateContextCallback

from accounts.models import User
from groups.models import Reading
from studygroup.demo import sample
from tests.serving import session_of

HERE = Path(__file__).parent
# The first is the same without a window of its own, and takes a third less time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# It asks nobody but the site, and runs as root too.
SWITCHES = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
LOCALES = {"en": "en-GB", "he": "he-IL"}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}

expect.set_options(timeout=10_000)

# Databases to begin with, by their names.
COPIES: dict[str, sqlite3.Connection] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": [*SWITCHES]}


def chromium() -> str:
    """The Chromium to test in; where there is none, these tests are skipped or, in CI, fail."""
    candidates = filter(None, (os.environ.get("CHROMIUM"), *CHROMIUMS))
    found = next(filter(None, map(shutil.which, candidates)), None)
    if found:
        return found
    advice = "No Chromium: install it, or name it in CHROMIUM."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(advice, pytrace=False)
    pytest.skip(advice)


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """What Playwright's fixtures take paths relative to."""
    return site


class Trouble:
    """What browsers complain of during a test: errors of scripts, refused content, failed loads."""

    # Chromium's remark on a page that came before its styles: there is nothing to mend.
    IGNORED = ("Transition was aborted", "Transition was skipped")

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = [*self.IGNORED]

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)

    def expect(self, *words: str) -> None:
        """Let pass what holds any of these words."""
        self.expected.extend(words)

    def unexpected(self) -> list[str]:
        return [said for said in self.heard if not any(word in said for word in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} ({message.location['url']})")

    def _error(self, error: WebError) -> None:
        # Chromium reports a cross-fade cut short, as by a resized window, as an error.
        if "Transition was" not in str(error.error):
            self.heard.append(str(error.error))


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    heard = Trouble()
    yield heard
    assert heard.unexpected() == []


class Browse(Protocol):
    def __call__(
        self,
        user: User | None = None,
        *,
        language: str = "en",
        scripts: bool = True,
        screen: dict[str, Any] = DESK,
        **options: Any,
    ) -> Page: ...


@pytest.fixture
def browse(
    trouble: Trouble, transactional_db: None, site: str, new_context: CreateContextCallback
) -> Browse:
    """Open a browser of this person's own, signed in; without a user it is a stranger's.

    Nothing moves in it for show, and no service worker answers in the site's place, unless the
    `options`, those of a Playwright context, say otherwise. Another tab of the same browser is
    `page.context.new_page()`.
    """

    def open_browser(
        user: User | None = None,
        *,
        language: str = "en",
        scripts: bool = True,
        screen: dict[str, Any] = DESK,
        **options: Any,
    ) -> Page:
        context = new_context(
            locale=LOCALES[language],
            java_script_enabled=scripts,
            **{"reduced_motion": "reduce", "service_workers": "block", **screen, **options},
        )
        context.set_default_timeout(10_000)
        trouble.listen(context)
        if user:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site}])
        return context.new_page()

    return open_browser


class Words:
    """The site's words in one language: in English as long as they are not translated."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str, **values: object) -> str:
        with translation.override(self.language):
            return gettext(text) % values if values else gettext(text)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        with translation.override(self.language):
            return ngettext(one, many, number) % values


@pytest.fixture(params=["en", "he"])
def language(request: pytest.FixtureRequest) -> str:
    """The language that the browser asks for."""
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def words(language: str) -> Words:
    return Words(language)


@pytest.fixture
def sample_reading(transactional_db: None) -> Reading:
    """The demo's English reading: Miriam has read all 13 paragraphs, Daniel stands at the fifth."""
    load_sample()
    return Reading.objects.get(article__language="en", finished_at=None)


def load_sample() -> None:
    """Load the demo's sample; where the database is a file, from a copy made the first time."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        sample.load(sample.Sample.read())
    elif "sample" in COPIES:
        COPIES["sample"].backup(connection.connection)
    else:
        sample.load(sample.Sample.read())
        COPIES["sample"] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(COPIES["sample"])


def sample_member(name: str) -> User:
    return User.objects.get(email=sample.email(name))
