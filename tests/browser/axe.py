"""What axe-core finds to mend on a page, in each look and at each width.

A page is loaded once for a person and a language, and then shown in its looks without a reload.
What is found comes all at once: for each look the rules and the places that break them. With
EXAMPLES=150 every page is shown in every look; otherwise each look in one language, for colours
differ in none, and the layout of English at a desk, of Hebrew on a phone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]  # has no types
    Axe,
)
from playwright.sync_api import Page

from tests.conftest import EXAMPLES

type Faults = list[str]

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ALL_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # What stands in a frame is a page of its own.
    "iframes": False,
}
# Light and dark differ in nothing but colours.
COLOURS = {
    "runOnly": ["color-contrast", "link-in-text-block"],
    "resultTypes": ["violations"],
    "iframes": False,
}
RUN = """async (options) => {
  const place = ({ target, any }) => `${target} ${any.map(({ message }) => message)}`;
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(place).join(" | ")}`);
}"""
SCRIPT = Axe().axe_script
DESK, PHONE = 1280, 320


@dataclass(frozen=True)
class Show:
    """One way of showing a page, and what is asked of it there."""

    theme: str
    width: int
    rules: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.theme} at {self.width} px"


SHOWS = (
    Show("light", DESK, ALL_RULES),
    Show("dark", DESK, COLOURS),
    Show("dark", PHONE, ALL_RULES),
    Show("light", PHONE, COLOURS),
)
SEPIA = (Show("sepia", DESK, COLOURS), Show("sepia", PHONE, COLOURS))
# Those of them that each language is shown in.
ENOUGH = {
    "en": (SHOWS[0], Show("dark", PHONE, COLOURS), SEPIA[0]),
    "he": (SHOWS[2],),
}


def faults_of(page: Page, shows: Iterable[Show] = SHOWS) -> Faults:
    page.evaluate(SCRIPT)
    if EXAMPLES < 150:
        enough = ENOUGH[page.evaluate("document.documentElement.lang")]
        shows = [show for show in enough if show.theme != "sepia" or show in shows]
    return [f"{show}: {fault}" for show in shows for fault in faults_in(page, show)]


def faults_in(page: Page, show: Show) -> Faults:
    page.set_viewport_size({"width": show.width, "height": 900})
    if show.theme == "sepia":
        page.evaluate("document.documentElement.dataset.theme = 'sepia'")
    else:
        page.emulate_media(color_scheme="dark" if show.theme == "dark" else "light")
    # Where the line of progress covers a paragraph's number, that has lost a part of its target.
    page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    found: Faults = page.evaluate(RUN, show.rules)
    return found


def faults_of_all(page: Page, urls: dict[str, str]) -> Faults:
    found = []
    for name, url in urls.items():
        page.goto(url)
        found += [f"{name}, {fault}" for fault in faults_of(page)]
    return found
