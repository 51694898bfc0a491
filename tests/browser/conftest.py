"""The site in Chromium: served as it is deployed, over the tests' own database.

Everybody in these tests looks at the pages through `browse`; whatever the browser complains of
meanwhile fails the test, unless the test says that it `expects` it.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

import pytest
import uvicorn
from django.db import connections
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError, expect
from pytest_playwright import CreateContextCallback

from accounts.models import User
from groups.models import Reading
from studygroup.demo import sample

HERE = Path(__file__).parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
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
def site(django_db_setup: None) -> Iterator[str]:
    """The address of the site, served in this process so that it has the tests' database."""
    # Its threads outlive a test: each request ends its own connection.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    config = uvicorn.Config(
        "studygroup.asgi:application",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


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


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


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
    sample.load(sample.Sample.read())
    return Reading.objects.get(article__language="en")


def sample_member(name: str) -> User:
    return User.objects.get(email=sample.email(name))
