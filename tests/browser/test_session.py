"""A study session in the browser: two people at once, and what each of them is spared."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from groups import actions
from groups.models import Attendance, Membership, Reading, StudySession
from tests.browser.axe import SEPIA, SHOWS, faults_of
from tests.browser.conftest import DESK, PHONE, Browse, Trouble, Words, sample_member
from tests.browser.room import RoomPage


class SessionPage(RoomPage):
    """A room in which a session goes on, or may."""

    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("region", name=self.words("Study session"))

    def press(self, text: str, **values: object) -> None:
        """Press a button of the bar, and wait for what comes of it."""
        self.bar.get_by_role("button", name=self.words(text, **values), exact=True).click()
        self.settle()

    def begin(self, number: int, minutes: str = "") -> None:  # type: ignore[override]  # a session
        self.page.get_by_role("button", name=self.words("Read together")).click()
        panel = self.page.locator("#session-begin")
        panel.get_by_label(self.words("Paragraph"), exact=True).fill(str(number))
        panel.get_by_label(self.words("Minutes for each paragraph")).fill(minutes)
        panel.get_by_role("button", name=self.words("Begin a session")).click()

    def everyone_to(self, number: int) -> None:
        self.press("Lead the session")
        self.bar.get_by_label(self.words("Paragraph"), exact=True).fill(str(number))
        self.press("Everyone here")

    def is_at(self, number: int) -> None:
        """Wait until the session is at this paragraph, and that stands out."""
        expect(self.page.locator(".paragraph[aria-current]")).to_have_count(1)
        expect(self.paragraph(number)).to_have_attribute("aria-current", "location")
        expect(self.bar.locator(".session-paragraph")).to_have_text(f"¶ {number}")


def leader_of(reading: Reading) -> Membership:
    return Membership.objects.get(group=reading.group_id, user=sample_member("miriam"))


def member_of(reading: Reading) -> Membership:
    return Membership.objects.get(group=reading.group_id, user=sample_member("daniel"))


def begun(reading: Reading, number: int, minutes: int | None = None) -> StudySession:
    """A session that Miriam leads, at the paragraph with this number."""
    paragraph = reading.article.text.get(position=number)
    leader = leader_of(reading)
    return actions.begin_session(reading, by=leader, paragraph=paragraph, minutes=minutes)


def lead(session: StudySession, number: int) -> None:
    reading = session.reading
    paragraph = reading.article.text.get(position=number)
    actions.lead_to(session, by=leader_of(reading), paragraph=paragraph)


def following(session: StudySession) -> StudySession:
    """The session, in which Daniel takes part."""
    actions.take_part(session, member=member_of(session.reading))
    return session


@pytest.fixture
def daniels(sample_reading: Reading, browse: Browse) -> SessionPage:
    return SessionPage(browse(sample_member("daniel")))


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_two_people_read_together(motion: str, sample_reading: Reading, browse: Browse) -> None:
    miriams, daniels = (
        SessionPage(browse(sample_member(name), reduced_motion=motion))
        for name in ("miriam", "daniel")
    )
    for view in (miriams, daniels):
        view.visit(sample_reading)

    miriams.begin(5, "3")
    expect(daniels.bar).to_contain_text("Miriam Adler leads")
    daniels.press("Take part")
    daniels.is_at(5)
    expect(daniels.paragraph(5)).to_be_in_viewport()
    expect(miriams.bar.locator(".faces")).to_contain_text("Daniel Brook")

    miriams.everyone_to(12)
    daniels.is_at(12)
    expect(daniels.paragraph(12)).to_be_in_viewport()
    expect(miriams.paragraph(12)).to_be_in_viewport()

    daniels.press("Let go")
    miriams.everyone_to(2)
    daniels.is_at(2)
    expect(miriams.paragraph(2)).to_be_in_viewport()
    expect(daniels.paragraph(2)).not_to_be_in_viewport()

    daniels.press("Follow again")
    expect(daniels.paragraph(2)).to_be_in_viewport()

    daniels.press("Hand up")
    expect(miriams.bar.get_by_role("list", name="Hands up")).to_have_text("Daniel Brook×")
    miriams.press("Lower the hand of %(name)s", name="Daniel Brook")
    expect(daniels.bar.get_by_role("button", name="Hand up")).to_be_visible()

    miriams.press("Lead the session")
    miriams.press("End the session")
    expect(daniels.bar).to_be_hidden()
    expect(daniels.page.locator(".paragraph[aria-current]")).to_have_count(0)


def test_acts_in_the_bar_move_no_text(sample_reading: Reading, browse: Browse) -> None:
    miriams = SessionPage(browse(sample_member("miriam")))
    begun(sample_reading, 5)
    miriams.visit(sample_reading)
    miriams.is_at(5)
    before = miriams.paragraph(5).bounding_box()

    miriams.press("Lead the session")
    miriams.press("Hand up")
    miriams.bar.get_by_role("button", name="Lower the hand of Miriam Adler").wait_for()
    miriams.press("Lead the session")

    assert miriams.paragraph(5).bounding_box() == before


def test_double_click_is_one_step_and_the_focus_stays(
    sample_reading: Reading, browse: Browse
) -> None:
    miriams = SessionPage(browse(sample_member("miriam")))
    begun(sample_reading, 5)
    miriams.visit(sample_reading)

    on = miriams.page.locator("#session-on")

    on.click()
    miriams.is_at(6)
    # The second click finds the button for the paragraph after that.
    on.dispatch_event("click", {"detail": 2})
    miriams.settle()
    miriams.is_at(6)
    on.press("Enter")

    miriams.is_at(7)
    miriams.settle()
    expect(on).to_be_focused()
    assert StudySession.objects.get().paragraph.position == 7


def test_letting_go_holds_in_my_other_tabs(sample_reading: Reading, daniels: SessionPage) -> None:
    session = following(begun(sample_reading, 5))
    daniels.visit(sample_reading)
    other = SessionPage(daniels.page.context.new_page())
    other.visit(sample_reading)
    expect(other.paragraph(5)).to_be_in_viewport()

    daniels.press("Let go")
    expect(other.bar.get_by_role("button", name="Follow again")).to_be_visible()
    lead(session, 12)

    other.is_at(12)
    expect(other.paragraph(12)).not_to_be_in_viewport()


def test_whoever_writes_is_taken_along_when_they_have_said_it(
    sample_reading: Reading, daniels: SessionPage
) -> None:
    session = following(begun(sample_reading, 2))
    daniels.visit(sample_reading)
    daniels.open(2)
    daniels.field.press_sequentially("I was about to")
    before = daniels.page.evaluate("scrollY")

    lead(session, 12)
    daniels.is_at(12)
    daniels.page.keyboard.type(" say")

    expect(daniels.field).to_be_focused()
    expect(daniels.field).to_have_value("I was about to say")
    assert daniels.page.evaluate("scrollY") == before
    daniels.send.click()
    daniels.voice("I was about to say").wait_for()
    daniels.page.keyboard.press("Shift+Tab")
    daniels.title.focus()
    expect(daniels.paragraph(12)).to_be_in_viewport()


def test_place_on_another_page_of_a_long_text_is_gone_to(
    sample_reading: Reading, daniels: SessionPage
) -> None:
    blocks = [Block(f"Paragraph {number} of many.") for number in range(1, 401)]
    text = publish(title="Of many", blocks=blocks)
    reading = actions.start_reading(text, by=leader_of(sample_reading))
    session = following(begun(reading, 3))
    daniels.visit(reading)
    daniels.is_at(3)

    lead(session, 350)

    daniels.is_at(350)
    expect(daniels.paragraph(350)).to_be_in_viewport()


def test_place_is_said_once_and_so_is_the_end_of_the_time(
    sample_reading: Reading, daniels: SessionPage
) -> None:
    session = following(begun(sample_reading, 5, minutes=1))
    StudySession.objects.update(paragraph_since=timezone.now() - timedelta(seconds=50))
    daniels.visit(sample_reading)
    said = daniels.page.locator("#said-now")
    clock = daniels.bar.get_by_role("timer")

    expect(clock).to_have_text(re.compile(r"^0:0\d$"))
    expect(said).to_be_empty()
    expect(clock).to_have_text("Time is up", timeout=15_000)
    expect(said).to_have_text("Time is up")
    lead(session, 6)
    expect(said).to_have_text("The session is at ¶ 6")
    expect(clock).to_have_text(re.compile(r"^(1:00|0:5\d)$"))


def test_clock_of_the_reader_may_be_wrong(sample_reading: Reading, daniels: SessionPage) -> None:
    daniels.page.clock.install(time="2001-01-01")
    following(begun(sample_reading, 5, minutes=10))

    daniels.visit(sample_reading)

    expect(daniels.bar.get_by_role("timer")).to_have_text(re.compile(r"^(10:00|9:5\d)$"))


def test_without_a_stream_the_page_goes_along_too(
    sample_reading: Reading, daniels: SessionPage, trouble: Trouble
) -> None:
    trouble.expect("net::ERR_FAILED")

    def only_answers(route: Route) -> None:
        if "text/event-stream" in route.request.headers.get("accept", ""):
            route.abort()
        else:
            route.continue_()

    daniels.page.route("**/events/*", only_answers)
    session = following(begun(sample_reading, 2))
    daniels.visit(sample_reading)

    lead(session, 12)

    expect(daniels.paragraph(12)).to_be_in_viewport(timeout=15_000)


def test_everything_works_without_scripts(sample_reading: Reading, browse: Browse) -> None:
    miriams, daniels = (
        SessionPage(browse(sample_member(name), scripts=False)) for name in ("miriam", "daniel")
    )
    miriams.visit(sample_reading)
    miriams.begin(5, "3")
    expect(miriams.bar.get_by_role("timer")).to_have_text(re.compile(r"^until \d\d:\d\d$"))

    daniels.visit(sample_reading)
    daniels.press("Take part")
    expect(daniels.paragraph(5)).to_be_in_viewport()
    daniels.press("Hand up")

    miriams.press("On to ¶ %(number)s", number=6)
    expect(miriams.paragraph(6)).to_be_in_viewport()
    miriams.press("Lower the hand of %(name)s", name="Daniel Brook")
    daniels.bar.get_by_role("link").click()
    daniels.press("Let go")
    expect(daniels.paragraph(6)).to_be_in_viewport()
    part = Attendance.objects.get(membership=member_of(sample_reading))
    assert (part.follows, part.hand_up_at) == (False, None)
    daniels.press("Leave")
    expect(daniels.bar.get_by_role("button", name="Take part")).to_be_visible()
    miriams.press("Lead the session")
    miriams.press("End the session")
    expect(miriams.bar).to_be_hidden()


# --- How it looks


def reader(name: str, language: str) -> User:
    member = sample_member(name)
    member.language = language
    member.save()
    return member


@pytest.mark.parametrize("name", ["miriam", "daniel"])
def test_axe_finds_nothing_to_mend(
    name: str, sample_reading: Reading, browse: Browse, words: Words
) -> None:
    view = SessionPage(browse(reader(name, words.language)), words)
    view.visit(sample_reading)
    if name == "miriam":
        view.page.get_by_role("button", name=words("Read together")).click()
    found = faults_of(view.page, (*SHOWS, *SEPIA))
    session = begun(sample_reading, 5, minutes=3)
    view.page.set_viewport_size({"width": 1280, "height": 900})
    view.visit(sample_reading)
    found += faults_of(view.page, (*SHOWS, *SEPIA))
    actions.raise_hand(following(session), member=member_of(sample_reading))
    view.page.set_viewport_size({"width": 1280, "height": 900})
    view.visit(sample_reading)
    if name == "miriam":
        view.press("Lead the session")

    assert found + faults_of(view.page, (*SHOWS, *SEPIA)) == []


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", ["miriam", "daniel"])
def test_bar_lies_in_the_window_and_hides_nothing(
    name: str, screen: dict[str, object], sample_reading: Reading, browse: Browse, words: Words
) -> None:
    User.objects.filter(pk=sample_member("daniel").pk).update(display_name="Daniel" * 12)
    session = following(begun(sample_reading, 5, minutes=3))
    actions.raise_hand(session, member=member_of(sample_reading))
    view = SessionPage(browse(reader(name, words.language), screen=screen), words)
    view.visit(sample_reading)
    view.is_at(5)

    parts = "#session-bar, #session-bar form, #session-bar li, #session-bar button:visible"
    assert is_inside(view.page, parts)
    assert foot_of(view.bar) == pytest.approx(view.page.evaluate("innerHeight"), abs=1)
    view.page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    assert foot_of(view.page.locator(".site-footer")) <= head_of(view.bar) + 1
    view.open(5)
    if screen is DESK:
        assert foot_of(view.discussion) <= head_of(view.bar) + 1


def head_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def foot_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def is_inside(page: Page, selector: str) -> bool:
    """Whether nothing of this sticks out of the window."""
    boxes = [one.bounding_box() for one in page.locator(selector).all() if one.is_visible()]
    width = page.evaluate("document.documentElement.clientWidth")
    return all(box and box["x"] >= -1 and box["x"] + box["width"] <= width + 1 for box in boxes)
