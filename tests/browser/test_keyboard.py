"""The site without a mouse, for those who listen, and for those who need it large or plain."""

import re
from io import BytesIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from groups.models import Reading
from tests.browser.conftest import Browse, sample_member
from tests.browser.room import RoomPage
from tests.conftest import Room
from tests.test_matrix import MATRIX

type Fault = str

FOCUSED = "document.activeElement"
# What has the focus is seen by an outline or a bar of its own, or by its label's.
HOW_FOCUS_SHOWS = """() => {
  const focused = document.activeElement;
  const shown = focused.matches(".choice > input") ? focused.nextElementSibling : focused;
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(shown);
  const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return (isOutlined && outlineColor !== "rgba(0, 0, 0, 0)") || boxShadow !== "none";
}"""
IS_ON_TOP = """() => {
  const focused = document.activeElement;
  const shown = focused.matches(".choice > input") ? focused.nextElementSibling : focused;
  return [...shown.getClientRects()].some(({ left, top, width, height }) => {
    const met = document.elementFromPoint(left + width / 2, top + height / 2);
    return met && (shown.contains(met) || met.contains(shown));
  });
}"""
NAME = """() => {
  const focused = document.activeElement;
  const name = focused.ariaLabel ?? (focused.labels?.[0] ?? focused).textContent;
  return name.trim().replace(/\\s+/g, " ") || focused.localName;
}"""


@pytest.fixture
def bobs(room: Room, bob: User, browse: Browse) -> RoomPage:
    """The cast's room before bob, who stands at the third of five paragraphs."""
    room.say(bob, 2, "Bob's thought.")
    return RoomPage(browse(bob)).visit(room.reading)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, target: Locator, *, at_most: int = 80) -> None:
    """Press Tab until this has the focus; on the way it is always seen where the focus is."""
    page.wait_for_load_state()  # an address that names a place takes the focus when it comes there
    for _press in range(at_most):
        press(page, "Tab")
        if page.evaluate(f"{FOCUSED} === document.body"):
            continue  # behind the last place it is the browser's own
        assert page.evaluate(HOW_FOCUS_SHOWS), f"no mark of the focus at {page.evaluate(NAME)}"
        if target.evaluate(f"element => element === {FOCUSED}"):
            return
    pytest.fail("Tab does not lead there")


def round_of(page: Page, length: int) -> list[str]:
    """The names of the next places where Tab leads."""
    names = []
    for _press in range(length):
        press(page, "Tab")
        names.append(str(page.evaluate(NAME)))
    return names


# --- The way of a reader -------------------------------------------------------------------------


def test_from_signing_in_to_speaking_by_keyboard_alone(
    room: Room, bob: User, browse: Browse
) -> None:
    EmailAddress.objects.create(user=bob, email=bob.email, primary=True, verified=True)
    page = browse()
    view = RoomPage(page)
    page.goto("/accounts/login/")

    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type(bob.email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type("bob knows this")
    press(page, "Enter")
    page.wait_for_url("/")
    tab_to(page, page.get_by_role("link", name="On Lamps", exact=True))
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1, name="On Lamps")).to_be_visible()

    tab_to(page, view.voices(2))
    press(page, "Enter")
    expect(view.title).to_be_focused()
    tab_to(page, view.field)
    page.keyboard.type("By keyboard alone.")
    tab_to(page, view.send)
    press(page, "Enter")

    expect(view.voice("By keyboard alone.")).to_be_visible()
    expect(view.field).to_be_focused()
    press(page, "Escape")
    expect(view.discussion).to_be_hidden()
    expect(view.voices(2)).to_be_focused()


def test_j_and_k_move_between_paragraphs(bobs: RoomPage) -> None:
    press(bobs.page, "j")
    expect(bobs.paragraph(1)).to_be_focused()
    press(bobs.page, "j", "j")
    expect(bobs.paragraph(3)).to_be_focused()
    press(bobs.page, "k")
    expect(bobs.paragraph(2)).to_be_focused()
    assert bobs.page.evaluate(HOW_FOCUS_SHOWS)


def test_keys_are_where_they_are_on_a_hebrew_keyboard_too(bobs: RoomPage) -> None:
    bobs.page.evaluate(
        """document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ח", code: "KeyJ", bubbles: true }))"""
    )

    expect(bobs.paragraph(1)).to_be_focused()


def test_m_marks_and_the_reader_goes_on_from_there(bobs: RoomPage) -> None:
    press(bobs.page, "j", "j", "j")
    expect(bobs.paragraph(3)).to_be_focused()

    press(bobs.page, "m")

    expect(bobs.unmark(3)).to_be_visible()
    expect(bobs.paragraph(3)).to_be_focused()
    bobs.settle()
    press(bobs.page, "j")
    expect(bobs.paragraph(4)).to_be_focused()


def test_marking_by_its_button_keeps_the_focus(bobs: RoomPage) -> None:
    bobs.mark(3).focus()

    press(bobs.page, "Enter")

    expect(bobs.unmark(3)).to_be_focused()


@pytest.mark.parametrize("button", ["I have read to here", "Only this paragraph"])
def test_marking_in_the_discussion_keeps_the_focus_there(bobs: RoomPage, button: str) -> None:
    bobs.open(4)
    bobs.discussion.get_by_role("button", name=button).focus()

    press(bobs.page, "Enter")

    expect(bobs.discussion.get_by_role("button", name="Take back my mark")).to_be_visible()
    bobs.settle()
    assert bobs.discussion.evaluate(f"place => place.contains({FOCUSED})")


def test_c_speaks(bobs: RoomPage) -> None:
    press(bobs.page, "j", "j", "c")

    expect(bobs.field).to_be_focused()
    bobs.page.keyboard.type("jkmc?")
    expect(bobs.field).to_have_value("jkmc?")
    tab_to(bobs.page, bobs.send)
    press(bobs.page, "Enter")
    expect(bobs.voice("jkmc?")).to_be_visible()


def test_keys_do_nothing_while_typing(bobs: RoomPage) -> None:
    bobs.open(2)
    bobs.field.focus()

    bobs.page.keyboard.type("j k m c ?")

    expect(bobs.field).to_have_value("j k m c ?")
    expect(bobs.field).to_be_focused()
    expect(bobs.page.locator("#keys")).to_be_hidden()
    expect(bobs.mark(3)).to_be_visible()


def test_keys_do_nothing_with_control(bobs: RoomPage) -> None:
    press(bobs.page, "Control+j")

    expect(bobs.paragraph(1)).not_to_be_focused()


def test_slash_leads_to_the_search(bobs: RoomPage) -> None:
    press(bobs.page, "/")

    expect(bobs.page).to_have_url(reverse("articles:search"))
    expect(bobs.page.get_by_role("searchbox")).to_be_focused()


def test_question_mark_shows_the_keys_and_escape_hides_them(bobs: RoomPage) -> None:
    keys = bobs.page.locator("#keys")
    press(bobs.page, "?")
    expect(keys).to_be_visible()

    press(bobs.page, "Escape")

    expect(keys).to_be_hidden()


def test_escape_hides_the_keys_before_the_discussion(bobs: RoomPage) -> None:
    bobs.open(2)
    press(bobs.page, "?")
    expect(bobs.page.locator("#keys")).to_be_visible()

    press(bobs.page, "Escape")
    expect(bobs.page.locator("#keys")).to_be_hidden()
    expect(bobs.discussion).to_be_visible()
    press(bobs.page, "Escape")
    expect(bobs.discussion).to_be_hidden()


def test_escape_closes_the_menu_and_returns_to_its_button(bobs: RoomPage) -> None:
    button, menu = menu_of(bobs.page)
    bobs.open(2)
    button.focus()
    press(bobs.page, "Enter")
    expect(menu).to_be_visible()
    press(bobs.page, "Tab")
    expect(menu.get_by_role("link", name="My settings")).to_be_focused()

    press(bobs.page, "Escape")

    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    expect(bobs.discussion).to_be_visible()


def test_click_elsewhere_closes_the_menu(bobs: RoomPage) -> None:
    button, menu = menu_of(bobs.page)
    button.click()
    expect(menu).to_be_visible()

    bobs.page.get_by_role("heading", level=1).click()

    expect(menu).to_be_hidden()


def test_menu_opens_without_scripts(room: Room, bob: User, browse: Browse) -> None:
    page = browse(bob, scripts=False)
    page.goto("/")
    button, menu = menu_of(page)

    button.click()

    expect(menu.get_by_role("button", name="Sign out")).to_be_visible()


def menu_of(page: Page) -> tuple[Locator, Locator]:
    """The button in the header that bob's face is on, and what it opens."""
    return page.get_by_role("button", name="Menu of Bob"), page.locator("#menu")


def test_skip_link_leads_to_the_text(bobs: RoomPage) -> None:
    press(bobs.page, "Tab")
    expect(bobs.page.get_by_role("link", name="Skip to the text")).to_be_focused()
    expect(bobs.page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()

    press(bobs.page, "Enter")

    assert round_of(bobs.page, 1) == ["The Cellar"]


def test_focus_goes_through_the_room_in_the_order_of_reading(bobs: RoomPage) -> None:
    assert round_of(bobs.page, 18) == [
        "Skip to the text",
        "Study Group",
        "Groups",
        "Library",
        "Inbox",
        "Menu of Bob",
        "The Cellar",
        "All discussions",
        "Keys",
        "How the text looks",
        "Everyone has reached ¶ 3 of 5 BobAlice",
        "Paragraph 1",
        "Discussion of ¶ 1",
        "¶ 1 is read. Take the mark back",
        "Paragraph 2",
        "Discussion of ¶ 2, 1 voice",
        "¶ 2 is read. Take the mark back",
        "Paragraph 3",
    ]


def test_focus_enters_the_look_from_its_button(bobs: RoomPage) -> None:
    bobs.page.get_by_role("button", name="How the text looks").focus()
    press(bobs.page, "Enter", "Tab")

    expect(bobs.page.get_by_label("As my device", exact=True)).to_be_focused()
    assert bobs.page.evaluate(HOW_FOCUS_SHOWS)
    press(bobs.page, "Escape")
    expect(bobs.page.get_by_role("button", name="How the text looks")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_is_seen_everywhere_in_the_room(
    width: int, sample_reading: Reading, browse: Browse
) -> None:
    screen = {"viewport": {"width": width, "height": 800}}
    room = RoomPage(browse(sample_member("miriam"), screen=screen)).visit(sample_reading)
    room.open(9)
    room.page.reload()
    expect(room.title).to_be_visible()
    places, unseen = 0, []

    while True:
        press(room.page, "Tab")
        if room.page.evaluate(f"{FOCUSED} === document.body"):
            break
        places += 1
        name = room.page.evaluate(NAME)
        if not room.page.evaluate(HOW_FOCUS_SHOWS):
            unseen.append(f"{name}: no mark")
        if not room.page.evaluate(IS_ON_TOP):
            unseen.append(f"{name}: covered")

    assert unseen == []
    assert places > 40


# --- The pages of people -------------------------------------------------------------------------

TABS = ["Reading", "Members", "Requests 1", "Invitations", "Reports 1", "Record", "Settings"]
HEAD = ["Skip to the text", "Study Group", "Groups", "Library", "Inbox unread", "Menu of Alice"]
FOOT = ["English", "Español", "עברית", "Русский"]
SETTINGS = ["Profile", "Reading", "Mail", "Privacy", "Security"]
ORDERS = {
    "groups:directory": [
        *["Found a group", "Search for a group", "Search"],
        "TC The Cellar English · 2 members you are in it",
    ],
    "groups:group": [
        *[*TABS, "Start a reading"],
        *["On Lamps", "Begin: On Lamps", "Discussions: On Lamps", "Steps: On Lamps"],
        *["On Lamps", "Look back: On Lamps", "Discussions: On Lamps", "Steps: On Lamps"],
        *["On Lamps 2 new voices", "3 preparations"],
        "A Alice · On Lamps, ¶ 3 · just now Of what comes below it.",
        "Bob · On Lamps, ¶ 2 · just now For balance.",
        "A Alice · On Lamps, ¶ 5 · just now Preparation A lamp for those who come.",
        "A Alice · On Lamps, ¶ 2 · just now Preparation A lamp for those who come.",
        "A Alice · On Lamps, ¶ 2 · just now Preparation It burns oil.",
        *["Invite people", "All members", "Leave this group"],
    ],
    "groups:members": [
        *["The Cellar", *TABS, "What you can do: Alice", "What you can do: Bob"],
        *["I am glad to accompany newcomers", "Save", "Allow again Frank"],
    ],
    "groups:requests": ["The Cellar", *TABS, "A word in answer", "Let in Zoe", "Decline Zoe"],
    "groups:invitations": [
        *["The Cellar", *TABS, "By link", "By e-mail"],
        *["The link: A link", "Copy", "QR code", "End it", "Make another link"],
    ],
    "discussions:reports": [
        *["The Cellar", *TABS, "On Lamps"],
        *["Hide the comment", "Remove the person", "Nothing to do"],
    ],
    "accounts:profile": [
        *[*SETTINGS, "Your name", "A new picture"],
        *[f"Language {number}" for number in range(1, 6)],
        *["Language of the pages", "Time zone", "Save"],
    ],
    "accounts:privacy": [
        *[*SETTINGS, "Where I stand, with my name", "Others see when I am in the reading room"],
        *["Save", "People I do not want to see"],
        *["Take everything that is mine with me", "Erase my account"],
    ],
    "accounts:security": [
        *[*SETTINGS, "E-mail addresses", "Password Change", "Passkeys none"],
        *["Codes from an app off", "Browsers and devices one place"],
    ],
}


@pytest.mark.parametrize("name", ORDERS)
def test_focus_goes_through_pages_of_people_in_the_order_of_reading(
    name: str, things: dict[str, str], alice: User, browse: Browse
) -> None:
    page = browse(alice)
    page.goto(reverse(name, args=[things[arg] for arg in MATRIX[name].args]))
    names, unseen = [], []

    for _press in range(80):
        press(page, "Tab")
        if page.evaluate(f"{FOCUSED} === document.body"):
            break
        names.append(re.sub(r"\d+ unread", "unread", page.evaluate(NAME)))
        if not (page.evaluate(HOW_FOCUS_SHOWS) and page.evaluate(IS_ON_TOP)):
            unseen.append(names[-1])

    assert unseen == []
    assert names == [*HEAD, *ORDERS[name], *FOOT]


# --- What is read aloud --------------------------------------------------------------------------


OUTLINE = """
- link "Skip to the text":
- banner:
  - link "Study Group":
  - navigation "Main":
    - link "Groups":
    - link "Library":
    - link "Inbox":
    - button "Menu of Bob"
- status
- main:
  - paragraph:
    - link "‹ The Cellar":
  - link "All discussions":
  - button "Keys": "?"
  - button "How the text looks"
  - link "Everyone has reached ¶ 3 of 5 Where each member stands":
    - text: Everyone has reached
    - strong: ¶ 3
    - text: of 5
    - img "Where each member stands"
  - status
  - article:
    - heading "On Lamps" [level=1]
    - link "Paragraph 1":
      - text: "1"
    - paragraph: The first paragraph.
    - link "Discussion of ¶ 1":
    - button "¶ 1 is read. Take the mark back"
    - link "Paragraph 2":
      - text: "2"
    - paragraph:
      - text: The second paragraph, with
      - emphasis: stress
      - text: .
    - link "Discussion of ¶ 2, 1 voice" [expanded]:
      - text: "1"
    - button "¶ 2 is read. Take the mark back"
    - link "Paragraph 3":
      - text: "3"
    - text: "Here: Bob"
    - heading "A heading" [level=2]
    - link "Discussion of ¶ 3":
    - button "I have read to ¶ 3": Read to here
    - button "I’m stuck here"
    - link "Paragraph 4":
      - text: "4"
    - paragraph: The fourth paragraph.
    - link "Discussion of ¶ 4":
    - button "I have read to ¶ 4"
    - link "Paragraph 5":
      - text: "5"
    - paragraph: The fifth and last paragraph.
    - link "Discussion of ¶ 5":
    - button "I have read to ¶ 5"
    - paragraph: Alice have read it all
    - paragraph:
      - link "What I have prepared":
      - link "Who has spoken with whom":
      - link "How far apart we were":
      - link "Take the discussion along":
  - complementary "Discussion":
    - heading "On ¶ 2" [level=2]
    - group: Follow or mute this paragraph
    - link "Close the discussion":
      - text: ×
    - text: The second paragraph, with
    - emphasis: stress
    - text: .
    - button "Take back my mark"
    - button "I’m stuck here"
    - group: In words, or without my name
    - group:
      - group: You follow this thread
      - article "Bob":
        - text: Bob
        - link "just now":
          - time: just now
        - paragraph: Bob's thought.
        - link "Reply":
        - link "Edit":
        - link "Delete":
    - group "What it is":
      - text: What it is
      - radio "Comment" [checked]
      - text: Comment
      - radio "Question"
      - text: Question
      - radio "Note to myself"
      - text: Note to myself
      - radio "To one person"
      - text: To one person
      - radio "For those who come after"
      - text: For those who come after
    - group: Quote words of the paragraph
    - text: Your words
    - textbox "Your words"
    - button "Say it"
    - text: "Markdown works: *emphasis*, > quotation"
    - group: Preview
- contentinfo:
  - paragraph: No one rises alone.
  - form "Language of the pages":
    - button "English"
    - button "Español"
    - button "עברית"
    - button "Русский"
"""


def test_room_is_read_aloud_as_agreed(bobs: RoomPage) -> None:
    bobs.open(2)

    spoken = bobs.page.locator("body").aria_snapshot()

    assert re.sub(r"\n *- /url: .*", "", spoken) == OUTLINE.strip()


MEMBERS = """
- main:
  - paragraph:
    - link "‹ The Cellar":
  - heading "Members" [level=1]
  - navigation "This group":
    - link "Reading":
    - link "Members":
    - link "Requests 1":
    - link "Invitations":
    - link "Reports 1":
    - link "Record":
    - link "Settings":
  - region "2 members":
    - heading "2 members" [level=2]
    - list:
      - listitem:
        - text: Alice (you) leads
        - group: "What you can do: Alice"
      - listitem:
        - text: Bob
        - group: "What you can do: Bob"
  - region "Companions":
    - heading "Companions" [level=2]
    - paragraph: "Who joins later gets one of you as a companion: somebody to turn to who knows \
the group and its text."
    - text: I am glad to accompany newcomers
    - checkbox "I am glad to accompany newcomers"
    - button "Save"
  - region "Barred from joining again":
    - heading "Barred from joining again" [level=2]
    - list:
      - listitem:
        - text: Frank DAY · by Alice
        - button "Allow again Frank"
"""


def test_members_are_read_aloud_as_agreed(
    things: dict[str, str], alice: User, browse: Browse
) -> None:
    page = browse(alice)
    page.goto(reverse("groups:members", args=[things["group"]]))

    spoken = re.sub(r"\n *- /url: .*", "", page.get_by_role("main").aria_snapshot())

    assert re.sub(r"Frank .* ·", "Frank DAY ·", spoken) == MEMBERS.strip()


# --- Large ---------------------------------------------------------------------------------------

CUT_OFF = """() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const faults = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [];
  const controls = "a, button, summary, input:not([type=hidden]), select, textarea, h1, h2, label";
  for (const control of document.querySelectorAll(controls)) {
    const { clipPath, display } = getComputedStyle(control);
    // For screen readers alone, or until it has the focus.
    if (!control.checkVisibility() || clipPath !== "none") continue;
    if (control.matches(".skip, .choice > input")) continue;
    const { left, right, width, height } = control.getBoundingClientRect();
    const name = `${control.localName} ${control.ariaLabel ?? control.textContent.trim()}`;
    if (left < -1 || right > clientWidth + 1) faults.push(`${name} from ${left} to ${right}`);
    if (width < 1 || height < 1) faults.push(`${name} is nowhere`);
    const scrolls = display === "inline" || control.matches("input, select, textarea");
    if (!scrolls && control.scrollWidth > control.clientWidth + 1) faults.push(`${name} is cut`);
  }
  return faults;
}"""
ZOOMED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}


def urls(things: dict[str, str]) -> list[str]:
    return [
        reverse("home"),
        reverse("groups:directory"),
        reverse("groups:group", args=[things["group"]]),
        reverse("groups:group_edit", args=[things["group"]]),
        reverse("groups:members", args=[things["group"]]),
        reverse("groups:requests", args=[things["group"]]),
        reverse("groups:invitations", args=[things["group"]]),
        reverse("groups:letters", args=[things["group"]]),
        reverse("groups:progress", args=[things["reading"]]),
        reverse("articles:library"),
        reverse("articles:draft", args=[things["draft"]]),
        reverse("accounts:profile"),
        reverse("accounts:privacy"),
        reverse("accounts:security"),
        reverse("account_email"),
        reverse("discussions:reports", args=[things["group"]]),
        reverse("discussions:room", args=[things["reading"]]),
        reverse("discussions:discussion", args=[things["reading"], things["paragraph"]]),
        reverse("discussions:reply", args=[things["comment"]]),
    ]


def faults_of_all(page: Page, things: dict[str, str]) -> list[Fault]:
    found = []
    for url in urls(things):
        page.goto(url)
        found += [f"{url}: {fault}" for fault in page.evaluate(CUT_OFF)]
    return found


def double_text(page: Page) -> None:
    """As a reader does who sets the browser's text to twice its size."""
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


@pytest.mark.parametrize("width", [1280, 640])
def test_text_twice_as_large_loses_nothing(
    width: int, things: dict[str, str], alice: User, browse: Browse, language: str
) -> None:
    screen = {"viewport": {"width": width, "height": 900}}
    page = browse(alice, language=language, screen=screen)
    double_text(page)

    assert faults_of_all(page, things) == []
    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert size == "34px"


def test_page_four_times_as_large_loses_nothing(
    things: dict[str, str], alice: User, browse: Browse, language: str
) -> None:
    page = browse(alice, language=language, screen=ZOOMED)

    assert faults_of_all(page, things) == []


@pytest.mark.parametrize("panel", ["look", "keys"])
def test_panel_four_times_as_large_can_be_reached(
    panel: str, room: Room, alice: User, browse: Browse
) -> None:
    page = browse(alice, screen=ZOOMED)
    RoomPage(page).visit(room.reading)
    page.locator(f"#{panel}").evaluate("panel => panel.showPopover()")

    box = page.locator(f"#{panel}").bounding_box()

    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 256
    assert page.evaluate(CUT_OFF) == []


SMALL = """() => {
  const targets = `button, summary, .voices, .mark, .paragraph-number, .choice, nav a,
    .voice-acts a, .discussion-close`;
  return [...document.querySelectorAll(targets)]
    .filter((target) => target.checkVisibility() && getComputedStyle(target).clipPath === "none")
    .map((target) => [target, target.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([{ className, textContent }, { width, height }]) =>
      `${className} ${textContent.trim()} ${width} × ${height}`);
}"""


@pytest.mark.parametrize("width", [1280, 320])
def test_targets_are_large_enough(width: int, sample_reading: Reading, browse: Browse) -> None:
    screen = {"viewport": {"width": width, "height": 900}}
    room = RoomPage(browse(sample_member("miriam"), screen=screen)).visit(sample_reading)
    room.open(9)
    room.page.locator("#look").evaluate("panel => panel.showPopover()")

    assert room.page.evaluate(SMALL) == []


# --- Plain ---------------------------------------------------------------------------------------

STYLE = """(element, names) => {
  const style = getComputedStyle(element);
  return names.map((name) => style[name]);
}"""


def style_of(element: Locator, *names: str) -> list[str]:
    found: list[str] = element.evaluate(STYLE, names)
    return found


@pytest.fixture
def forced(sample_reading: Reading, browse: Browse) -> RoomPage:
    """The room with an open discussion, in the colours of the device alone."""
    page = browse(sample_member("miriam"), forced_colors="active")
    room = RoomPage(page).visit(sample_reading)
    room.open(9)
    return room


def test_buttons_have_edges_in_forced_colours(forced: RoomPage) -> None:
    style, width, edge, ground = style_of(
        forced.send, "borderTopStyle", "borderTopWidth", "borderTopColor", "backgroundColor"
    )

    assert (style, width) == ("solid", "1px")
    assert edge != ground


def test_choice_is_told_apart_in_forced_colours(forced: RoomPage) -> None:
    forced.page.locator("#look").evaluate("panel => panel.showPopover()")
    chosen = forced.page.locator(".choice > :checked + span").first
    other = forced.page.locator(".choice > :not(:checked) + span").first

    assert style_of(chosen, "fontWeight") != style_of(other, "fontWeight")
    assert style_of(chosen, "backgroundColor") != style_of(other, "backgroundColor")


def test_focus_shows_in_forced_colours(forced: RoomPage) -> None:
    press(forced.page, "Escape", "j")

    focused = forced.page.locator(".paragraph:focus")
    assert style_of(focused, "outlineStyle", "outlineWidth") == ["solid", "2px"]


def test_progress_shows_in_forced_colours(forced: RoomPage, sample_reading: Reading) -> None:
    forced.page.goto(reverse("groups:progress", args=[sample_reading.pk]))
    daniels = forced.page.locator("progress").first
    picture = Image.open(BytesIO(daniels.screenshot())).convert("RGB")
    width, middle = picture.width, picture.height // 2
    read, ahead = (picture.getpixel((int(width * part), middle)) for part in (0.1, 0.9))

    assert style_of(daniels, "borderTopStyle", "borderTopWidth") == ["solid", "1px"]
    assert read != ahead


MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
  const lasts = (durations) => durations.split(", ").some((duration) => parseFloat(duration) > 0);
  return lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
}).length"""


def test_nothing_moves_for_those_who_ask_for_that(bobs: RoomPage) -> None:
    bobs.open(2)
    bobs.page.emulate_media(reduced_motion="no-preference")
    assert bobs.page.evaluate(MOVING) > 0

    bobs.page.emulate_media(reduced_motion="reduce")

    assert bobs.page.evaluate(MOVING) == 0
