"""What people may type who mean harm does nothing in a page, even where no policy would stop it."""

import re
from random import randrange

import pytest
from playwright.sync_api import Page

from accounts.models import User
from articles.markdown import Names, render
from tests.articles.hostile import hostile_texts
from tests.articles.test_markdown import TAGS
from tests.browser.conftest import Browse, Trouble
from tests.browser.room import RoomPage
from tests.conftest import EXAMPLES, Room

COUNT = max(500, min(EXAMPLES, 10_000))
ALLOWED = TAGS | {"span"}
ATTRIBUTES = {"class", "dir", "href", "rel", "start", "title"}
# Put into the discussion as htmx puts what it brings, written anew by the browser, and touched.
PUT_IN = """async (texts) => {
  const seen = { tags: new Set(), attributes: new Set(), classes: new Set(), protocols: new Set() };
  for (const text of texts) {
    const place = document.createElement("div");
    document.getElementById("discussion").append(place);
    place.addEventListener("click", (event) => event.preventDefault());
    place.innerHTML = text;
    place.innerHTML = place.innerHTML;
    htmx.process(place);
    for (const one of place.querySelectorAll("*")) {
      seen.tags.add(one.localName);
      one.getAttributeNames().forEach((name) => seen.attributes.add(name));
      if (one.hasAttribute("class")) seen.classes.add(one.getAttribute("class"));
      if (one.hasAttribute("href")) seen.protocols.add(one.protocol);
      for (const type of ["load", "click", "mouseover", "focus", "toggle", "begin"])
        one.dispatchEvent(new Event(type, { cancelable: true }));
    }
    place.querySelectorAll("a").forEach((link) => link.click());
  }
  await new Promise((done) => setTimeout(done, 300));
  return Object.fromEntries(Object.entries(seen).map(([name, found]) => [name, [...found]]));
}"""
# Where the hostile texts would have the browser ask.
LED_ASTRAY = re.compile(r"/[xyz]$|/groups/|logout|example|alert")
COUNT_ALERTS = "window.fired = 0; window.alert = () => { window.fired += 1; };"


@pytest.fixture
def page(room: Room, bob: User, browse: Browse) -> Page:
    """The room with all its scripts and without its policy for content; alerts are counted."""
    view = RoomPage(browse(bob, bypass_csp=True))
    view.page.add_init_script(COUNT_ALERTS)
    view.visit(room.reading).open(2)
    return view.page


def test_rendered_comments_do_nothing(page: Page) -> None:
    seed = randrange(10**9)
    names = Names(["Bob", '" onmouseover="alert(1)'])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    seen = page.evaluate(PUT_IN, [render(text, names) for text in hostile_texts(COUNT, seed=seed)])

    found = f"with {seed=}: {seen}"
    assert set(seen["tags"]) <= ALLOWED, found
    assert set(seen["attributes"]) <= ATTRIBUTES, found
    assert set(seen["classes"]) <= {"mention"}, found
    assert set(seen["protocols"]) <= {"http:", "https:", "mailto:"}, found
    assert page.evaluate("fired") == 0, found
    assert not [url for url in asked if LED_ASTRAY.search(url)], found


def test_what_was_typed_would_do_much(page: Page, trouble: Trouble) -> None:
    trouble.expect("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    raw = ["<img src=data:, onerror=alert(1)>", "<i hx-get='/groups/' hx-trigger='load'>x</i>"]
    page.evaluate(PUT_IN, raw)

    assert page.evaluate("fired") > 0
    assert any(LED_ASTRAY.search(url) for url in asked)
