"""axe-core finds nothing to mend on any page, in any look, language and width.

A page is loaded once for a person and a language, and then shown in its looks without a reload.
What a test found comes all at once: for each page and look the rules and the places that break
them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]  # has no types
    Axe,
)
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.blocks import Block, Kind
from articles.models import Draft
from groups.models import Reading
from tests.browser.conftest import Browse, Trouble, Words, sample_member
from tests.browser.room import RoomPage
from tests.conftest import Room
from tests.test_matrix import MATRIX, ROLES

type Faults = list[str]
type Act = Callable[[RoomPage], object]

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
ALL_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Light and dark differ in nothing but colours.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
RUN = """async (options) => {
  const place = ({ target, any }) => `${target} ${any.map(({ message }) => message)}`;
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(place).join(" | ")}`);
}"""
SCRIPT = Axe().axe_script

EMPTY = """form => {
  form.noValidate = true;
  for (const field of form.querySelectorAll("input[type=text], textarea")) field.value = "";
}"""
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
# Not a page.
NO_PAGES = {"service_worker"}
OTHER_PEOPLES = "Failed to load resource: the server responded with a status of 40"


def faults_of(page: Page, shows: Iterable[Show] = SHOWS) -> Faults:
    page.evaluate(SCRIPT)
    return [f"{show}: {fault}" for show in shows for fault in faults_in(page, show)]


def faults_in(page: Page, show: Show) -> Faults:
    page.set_viewport_size({"width": show.width, "height": 900})
    if show.theme == "sepia":
        page.evaluate("document.documentElement.dataset.theme = 'sepia'")
    else:
        page.emulate_media(color_scheme="dark" if show.theme == "dark" else "light")
    found: Faults = page.evaluate(RUN, show.rules)
    return found


def faults_of_all(page: Page, urls: dict[str, str]) -> Faults:
    found = []
    for name, url in urls.items():
        page.goto(url)
        found += [f"{name}, {fault}" for fault in faults_of(page)]
    return found


def names_open_to(role: str) -> Iterator[str]:
    """The names in the matrix that show this role a page of their own."""
    for name in sorted(MATRIX.keys() - NO_PAGES):
        if MATRIX[name].expected("get")[ROLES.index(role)] == "200":
            yield name


def urls_of(names: Iterable[str], things: dict[str, str]) -> dict[str, str]:
    return {name: reverse(name, args=[things[arg] for arg in MATRIX[name].args]) for name in names}


@pytest.fixture
def full_things(things: dict[str, str]) -> dict[str, str]:
    """The things of the matrix, the draft with blocks to look over."""
    draft = Draft.objects.get(pk=things["draft"])
    draft.blocks = [Block("A title", Kind.HEADING, 2), Block("Words to *look* over.")]
    draft.save()
    return things


# --- Every page ----------------------------------------------------------------------------------


def test_strangers_pages(full_things: dict[str, str], browse: Browse, language: str) -> None:
    page = browse(language=language)

    assert faults_of_all(page, urls_of(names_open_to("anonymous"), full_things)) == []


ALICES = list(names_open_to("alice"))
HALVES = (ALICES[: len(ALICES) // 2], ALICES[len(ALICES) // 2 :])


@pytest.mark.parametrize("names", HALVES, ids=["first", "second"])
def test_members_pages(
    names: list[str], full_things: dict[str, str], alice: User, browse: Browse, language: str
) -> None:
    page = browse(alice, language=language)

    assert faults_of_all(page, urls_of(names, full_things)) == []


def test_staff_pages(erin: User, browse: Browse, language: str) -> None:
    page = browse(erin, language=language)

    assert faults_of_all(page, urls_of(["styleguide"], {})) == []


def test_pages_of_those_who_have_nothing_yet(carol: User, browse: Browse, language: str) -> None:
    page = browse(carol, language=language)
    names = ["home", "articles:library", "groups:directory"]

    assert faults_of_all(page, urls_of(names, {})) == []


def test_pages_that_refuse(
    full_things: dict[str, str], alice: User, browse: Browse, trouble: Trouble, language: str
) -> None:
    trouble.expect(OTHER_PEOPLES)
    page = browse(alice, language=language)
    urls = {"forbidden": urls_of(["discussions:edit"], full_things)["discussions:edit"]}
    urls["absent"] = "/no-such-page/"

    assert faults_of_all(page, urls) == []


@pytest.mark.parametrize("name", ["accounts:profile", "articles:article_new", "groups:group_new"])
def test_forms_with_errors(
    name: str, alice: User, browse: Browse, trouble: Trouble, words: Words
) -> None:
    trouble.expect("422")
    page = browse(alice, language=words.language)
    page.goto(reverse(name))
    form = page.get_by_role("main").locator("form").first
    form.evaluate(EMPTY)

    form.get_by_role("button").last.click()

    expect(page.locator(".errorlist").first).to_be_visible()
    assert faults_of(page) == []


# --- The reading room in its states --------------------------------------------------------------


def reader(name: str, language: str) -> User:
    """A member of the sample who reads the site in this language."""
    member = sample_member(name)
    member.language = language
    member.save()
    return member


def open_discussion(room: RoomPage) -> None:
    room.open(9)


def begin_reply(room: RoomPage) -> None:
    room.open(9)
    room.begin(room.discussion.get_by_role("article").first, "Reply")


def begin_edit(room: RoomPage) -> None:
    room.open(9)
    room.say("Mine to change")
    room.begin(room.voice("Mine to change"), "Edit")


def begin_deletion(room: RoomPage) -> None:
    room.open(9)
    room.say("Mine to delete")
    room.begin(room.voice("Mine to delete"), "Delete")


def send_nothing(room: RoomPage) -> None:
    room.open(9)
    room.composer.evaluate("form => { form.noValidate = true; }")
    room.say("")
    expect(room.discussion.locator(".errorlist")).to_be_visible()


def open_first_paragraph(room: RoomPage) -> None:
    room.open(1)


def open_look(room: RoomPage) -> None:
    room.page.get_by_role("button", name=room.words("How the text looks")).click()


def open_keys(room: RoomPage) -> None:
    room.page.get_by_role("button", name=room.words("Keys"), exact=True).click()


def open_menu(room: RoomPage) -> None:
    room.page.locator(".menu > summary").click()


STATES: tuple[Act, ...] = (
    open_first_paragraph,
    open_discussion,
    begin_reply,
    begin_edit,
    begin_deletion,
    send_nothing,
    open_look,
    open_keys,
    open_menu,
)


@pytest.mark.parametrize("states", [STATES[:3], STATES[3:6], STATES[6:]], ids=["a", "b", "c"])
def test_room_in_its_states(
    states: tuple[Act, ...],
    sample_reading: Reading,
    browse: Browse,
    trouble: Trouble,
    words: Words,
) -> None:
    trouble.expect("422")
    room = RoomPage(browse(reader("miriam", words.language)), words)
    found = []
    for act in states:
        room.page.set_viewport_size({"width": DESK, "height": 900})
        room.visit(sample_reading)
        act(room)
        name = getattr(act, "__name__", "")
        found += [f"{name}, {fault}" for fault in faults_of(room.page, (*SHOWS, *SEPIA))]

    assert found == []


def test_room_of_one_who_is_on_the_way(
    sample_reading: Reading, browse: Browse, words: Words
) -> None:
    room = RoomPage(browse(reader("daniel", words.language)), words)
    room.visit(sample_reading)
    room.open(9)

    assert faults_of(room.page, (*SHOWS, *SEPIA)) == []


# axe judges neither icons nor single characters.
FAINT = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => colour.slice(0, 3)
    .map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const paper = numbers(getComputedStyle(document.documentElement).backgroundColor);
  const opacity = (element) =>
    element ? getComputedStyle(element).opacity * opacity(element.parentElement) : 1;
  const contrast = (element) => {
    const part = opacity(element);
    const ink = numbers(getComputedStyle(element).color)
      .map((value, at) => value * part + paper[at] * (1 - part));
    const [dark, bright] = [light(ink), light(paper)].sort((one, other) => one - other);
    return (bright + 0.05) / (dark + 0.05);
  };
  const faint = (selector, least) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility() && contrast(element) < least)
    .map((element) => `${element.parentElement.className}: ${contrast(element).toFixed(2)}`);
  return [...faint(".paragraph:not(.is-place) .icon", 3), ...faint(".paragraph-number", 4.5)];
}"""


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_margins_can_be_seen(theme: str, room: Room, bob: User, browse: Browse) -> None:
    room.say(bob, 2, "Bob's thought.")
    page = browse(bob)
    RoomPage(page).visit(room.reading)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)

    assert page.locator(".paragraph .icon").count() > 5
    assert page.evaluate(FAINT) == []
