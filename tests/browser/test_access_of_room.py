"""axe-core finds nothing to mend in any state of the reading room, nor in the styleguide."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from groups.models import Reading
from studygroup.styleguide.views import SCENES
from tests.browser.axe import DESK, SEPIA, SHOWS, faults_of
from tests.browser.conftest import Browse, Trouble, Words, sample_member
from tests.browser.room import RoomPage
from tests.conftest import Room

type Act = Callable[[RoomPage], object]

# --- In the styleguide ---------------------------------------------------------------------------


def test_styleguide(erin: User, browse: Browse, language: str) -> None:
    page = browse(erin, language=language)
    page.goto(reverse("styleguide"))

    assert faults_of(page, (*SHOWS, *SEPIA)) == []


@pytest.mark.parametrize("scene", SCENES)
def test_room_in_the_styleguide(scene: str, erin: User, browse: Browse, language: str) -> None:
    page = browse(erin)
    page.goto(f"{reverse('styleguide_room')}?scene={scene}&language={language}")

    expect(page.locator(".paragraph")).to_have_count(12)
    assert faults_of(page, (*SHOWS, *SEPIA)) == []


def test_styleguide_frames_the_room(erin: User, browse: Browse) -> None:
    page = browse(erin)
    page.goto(reverse("styleguide"))
    scenes = page.locator("iframe")
    expect(scenes).to_have_count(6 * len(SCENES))

    scenes.first.scroll_into_view_if_needed()

    expect(scenes.first.content_frame.get_by_role("heading", level=1)).to_be_visible()


# --- In its states -------------------------------------------------------------------------------


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


def open_more(room: RoomPage) -> None:
    room.open(9)
    room.discussion.locator(".voice-more > summary").first.click()


def begin_report(room: RoomPage) -> None:
    open_more(room)
    room.begin(room.discussion.get_by_role("article").first, "Report")


def report_comment(room: RoomPage) -> None:
    begin_report(room)
    form = room.discussion.locator(".reply-slot form")
    form.get_by_role("textbox").fill("Too loud.")
    form.get_by_role("button").click()
    expect(room.discussion.locator(".reported")).to_be_visible()


def hide_comment(room: RoomPage) -> None:
    open_more(room)
    form = room.begin(room.discussion.get_by_role("article").first, "Hide")
    form.get_by_role("textbox").fill("Too loud.")
    form.get_by_role("button").click()
    expect(room.discussion.locator(".voice-hidden")).to_be_visible()
    room.discussion.locator(".voice-hidden-words > summary").click()


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
    room.page.locator(".menu-button").click()


STATES: tuple[Act, ...] = (
    open_first_paragraph,
    open_discussion,
    begin_reply,
    begin_edit,
    begin_deletion,
    begin_report,
    report_comment,
    hide_comment,
    send_nothing,
    open_look,
    open_keys,
    open_menu,
)


@pytest.mark.parametrize("states", [STATES[:3], STATES[3:6], STATES[6:8], STATES[8:]], ids="abcd")
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
