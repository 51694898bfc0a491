"""How long a reader waits after a click: from the click to the changed page.

Run it with `uv run python -m benchmarks.felt`, on a machine that does nothing else.
A table in Markdown: the reading room of the sample group with 40 and with 400 comments, served as
it is deployed and read in Chromium; each act fifteen times, after three to warm up. `changed` is
when the answer stands in the page, `seen` when the next picture has been drawn. In milliseconds.
"""

import os
import socket
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Playwright has a loop of its own in the thread in which this talks to the database.
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}

import django

django.setup()

import uvicorn
from django.db import connection, connections
from playwright.sync_api import Page, sync_playwright

from accounts.models import User
from benchmarks.pages import speak
from groups.models import Reading
from studygroup.demo import sample
from tests.browser.conftest import DESK, SWITCHES, chromium
from tests.serving import session_of

TIMES = 15
WARM_UP = 3
# Answers [changed, seen]: when, after the click on `what`, the page first holds `sign`.
STOPWATCH = """
([what, sign]) => new Promise((resolve) => {
  let begun;
  const holds = () => document.querySelector(sign) !== null;
  const watch = new MutationObserver(() => {
    if (!holds()) return;
    watch.disconnect();
    const changed = performance.now() - begun;
    requestAnimationFrame(() => setTimeout(() => resolve([changed, performance.now() - begun])));
  });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  const button = document.querySelector(what);
  begun = performance.now();
  button.click();
})
"""

type Waits = list[tuple[float, float]]


@contextmanager
def serving() -> Iterator[str]:
    """The site as it is deployed, over the benchmark's own database; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        "studygroup.asgi:application", lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def wait(page: Page, what: str, sign: str) -> tuple[float, float]:
    changed, seen = page.evaluate(STOPWATCH, [what, sign])
    # The next act begins after htmx has tidied up.
    page.locator("[class*=htmx-]").first.wait_for(state="detached")
    return changed, seen


def opening(page: Page, keys: list[int]) -> Waits:
    """Open the discussions of all paragraphs in turn."""
    waits = []
    for number in range(WARM_UP + TIMES):
        key = keys[number % len(keys)]
        waits.append(wait(page, f"#voices-{key}", f"[data-paragraph='{key}'] #discussion-title"))
    return waits


def marking(page: Page, keys: list[int]) -> Waits:
    """Take the first paragraph's mark back and give it again."""
    waits = []
    for number in range(WARM_UP + TIMES):
        name = "read_to" if number % 2 else "unmark"
        waits.append(wait(page, f"#mark-{keys[0]}", f"#mark-{keys[0]}:not([name='{name}'])"))
    return waits


def speaking(page: Page, keys: list[int]) -> Waits:
    """Say something on the first paragraph."""
    wait(page, f"#voices-{keys[0]}", f"[data-paragraph='{keys[0]}'] #discussion-title")
    waits = []
    for _number in range(WARM_UP + TIMES):
        page.locator("#composer textarea").fill("A thought that came while reading.")
        said = page.locator("#threads > .voice").count()
        sign = f"#threads > .voice:nth-child({said + 1})"
        waits.append(wait(page, "#composer button", sign))
    return waits


ACTS: dict[str, Callable[[Page, list[int]], Waits]] = {
    "open a discussion": opening,
    "mark": marking,
    "post a comment": speaking,
}


def measure(page: Page, what: str, waits: Waits) -> None:
    changed, seen = zip(*waits[WARM_UP:], strict=True)
    figures = [statistics.median(changed), max(changed), statistics.median(seen), max(seen)]
    print(f"| {what} | {' | '.join(f'{figure:.0f}' for figure in figures)} |")


def main() -> None:
    connection.creation.create_test_db(verbosity=0)
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    sample.load(sample.Sample.read())
    user = User.objects.get(email="miriam@example.org")
    reading = Reading.objects.get(article__language="en", finished_at=None)
    keys = list(reading.article.text.values_list("pk", flat=True))
    with serving() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        context = browser.new_context(base_url=site, **DESK)
        context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site}])
        print(f"Load of the machine: {os.getloadavg()[0]:.1f}\n")
        print("| act | changed, median | worst | seen, median | worst |\n|---|---|---|---|---|")
        for number in (40, 400):
            speak(reading, user, until=number)
            for what, act in ACTS.items():
                page = context.new_page()
                page.goto(reading.get_absolute_url())
                measure(page, f"{what}, {number} comments", act(page, keys))
                page.close()
        print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f}")
        browser.close()
    connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
