"""The discussion beside the text: it opens, closes and takes words in without losing any."""

import re
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from discussions.actions import reply
from discussions.models import Comment
from groups.models import Reading
from tests.browser.conftest import DESK, PHONE, Browse, Trouble, sample_member
from tests.browser.room import RoomPage
from tests.conftest import Room

NARROW_DESK = {"viewport": {"width": 1180, "height": 800}}
LONGEST = 10_000
# In pixels: less than a line, more than what the robot scrolls to see its target well.
STEADY = 10


@pytest.fixture
def miriams(sample_reading: Reading, browse: Browse) -> RoomPage:
    """The sample's reading before someone who has read it all, at a desk."""
    return RoomPage(browse(sample_member("miriam"))).visit(sample_reading)


@pytest.fixture
def bobs(room: Room, bob: User, browse: Browse) -> RoomPage:
    """The cast's room before bob, with the discussion of the second paragraph open."""
    return second_paragraph(room, browse(bob))


def second_paragraph(room: Room, page: Page) -> RoomPage:
    view = RoomPage(page).visit(room.reading)
    view.open(2)
    return view


def stay(page: Page) -> None:
    """Leave a trace on the page that a reload would wipe out."""
    page.evaluate("window.stayed = true")


def has_stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def top_of(view: RoomPage, number: int) -> float:
    """Where the paragraph stands in the window, in pixels from its upper edge."""
    box = view.paragraph(number).bounding_box()
    assert box
    return box["y"]


# --- Opening and closing -------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [DESK, NARROW_DESK, PHONE], ids=["desk", "narrow", "phone"])
def test_discussion_opens_beside_the_text_that_stays(
    screen: dict[str, Any], sample_reading: Reading, browse: Browse
) -> None:
    view = RoomPage(browse(sample_member("miriam"), screen=screen)).visit(sample_reading)
    view.voices(9).scroll_into_view_if_needed()
    before = top_of(view, 9)
    stay(view.page)

    view.open(9)

    expect(view.title).to_be_focused()
    expect(view.voices(9)).to_have_attribute("aria-expanded", "true")
    expect(view.page).to_have_url(re.compile(r"/readings/\d+/paragraphs/\d+/$"))
    assert has_stayed(view.page)
    assert top_of(view, 9) == pytest.approx(before, abs=STEADY)


def test_discussion_stays_open_over_a_reload(miriams: RoomPage) -> None:
    miriams.open(9)

    miriams.page.reload()

    expect(miriams.title).to_have_text("On ¶ 9")
    expect(miriams.discussion).to_contain_text("He came back with a list.")
    expect(miriams.voices(9)).to_have_attribute("aria-expanded", "true")


def test_back_leads_through_what_was_open(miriams: RoomPage) -> None:
    miriams.voices(9).scroll_into_view_if_needed()
    before = top_of(miriams, 9)
    miriams.open(9)
    miriams.open(8)

    miriams.page.go_back()
    expect(miriams.title).to_have_text("On ¶ 9")
    miriams.page.go_back()
    expect(miriams.discussion).to_be_hidden()
    expect(miriams.page).to_have_url(re.compile(r"/readings/\d+/$"))
    # The browser scrolls back once the page is there.
    for _try in range(50):
        if top_of(miriams, 9) == pytest.approx(before, abs=STEADY):
            break
        miriams.page.wait_for_timeout(100)
    assert top_of(miriams, 9) == pytest.approx(before, abs=STEADY)
    miriams.page.go_forward()
    expect(miriams.title).to_have_text("On ¶ 9")


def test_back_while_the_page_comes_leads_back_too(miriams: RoomPage) -> None:
    miriams.open(9)
    scripts: list[Route] = []
    is_slow = True

    def hold(route: Route) -> None:
        if is_slow:
            scripts.append(route)
        else:
            route.continue_()

    miriams.page.route("**/*.js", hold)
    miriams.page.reload(wait_until="commit")
    expect(miriams.title).to_have_text("On ¶ 9")

    miriams.page.evaluate("history.back()")
    expect(miriams.page).to_have_url(re.compile(r"/readings/\d+/$"))
    is_slow = False
    for script in scripts:
        script.continue_()

    expect(miriams.discussion).to_be_hidden()


def test_back_after_closing_opens_again(miriams: RoomPage) -> None:
    miriams.open(2)
    miriams.close.click()
    expect(miriams.discussion).to_be_hidden()

    miriams.page.go_back()

    expect(miriams.title).to_have_text("On ¶ 2")


@pytest.mark.parametrize("how", ["link", "escape"])
@pytest.mark.parametrize("screen", [NARROW_DESK, PHONE], ids=["narrow", "phone"])
def test_closing_gives_the_focus_back(
    how: str, screen: dict[str, Any], sample_reading: Reading, browse: Browse
) -> None:
    view = RoomPage(browse(sample_member("miriam"), screen=screen)).visit(sample_reading)
    view.open(9)
    before = top_of(view, 9)
    stay(view.page)

    if how == "link":
        view.close.click()
    else:
        view.page.keyboard.press("Escape")

    expect(view.discussion).to_be_hidden()
    expect(view.voices(9)).to_be_focused()
    expect(view.voices(9)).not_to_have_attribute("aria-expanded", "true")
    expect(view.page).to_have_url(re.compile(r"/readings/\d+/#paragraph-\d+$"))
    assert has_stayed(view.page)
    assert top_of(view, 9) == pytest.approx(before, abs=STEADY)


def test_discussion_opens_and_closes_without_scripts(
    sample_reading: Reading, browse: Browse
) -> None:
    view = RoomPage(browse(sample_member("miriam"), scripts=False)).visit(sample_reading)

    view.open(9)
    expect(view.discussion).to_contain_text("He came back with a list.")
    expect(view.paragraph(9)).to_be_in_viewport()
    view.close.click()

    expect(view.discussion).to_be_hidden()
    expect(view.paragraph(9)).to_be_in_viewport()


def test_discussion_that_is_long_in_coming_moves_no_text(
    sample_reading: Reading, browse: Browse
) -> None:
    view = RoomPage(browse(sample_member("miriam"), screen=NARROW_DESK)).visit(sample_reading)

    def hold_up(route: Route) -> None:
        view.page.wait_for_timeout(600)
        route.continue_()

    view.page.route("**/paragraphs/**", hold_up)
    view.voices(9).scroll_into_view_if_needed()
    before = top_of(view, 9)

    view.open(9)

    assert top_of(view, 9) == pytest.approx(before, abs=STEADY)
    view.page.unroute_all(behavior="wait")


@pytest.mark.parametrize("wait", [0, 600], ids=["at once", "late"])
def test_discussion_that_cannot_come_leaves_the_room_as_it_was(
    wait: int, room: Room, bob: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("ERR_FAILED", "htmx:")
    view = RoomPage(browse(bob)).visit(room.reading)

    def fail(route: Route) -> None:
        view.page.wait_for_timeout(wait)
        route.abort()

    view.page.route("**/paragraphs/**", fail)

    view.voices(2).click()

    expect(view.page.locator("#connection")).to_be_visible()
    expect(view.discussion).to_be_hidden()
    view.page.unroute_all(behavior="wait")
    view.open(2)


# --- Speaking ------------------------------------------------------------------------------------


def test_new_comment_appears_at_once(bobs: RoomPage) -> None:
    nobody = bobs.discussion.get_by_text("Nobody has spoken here yet.")
    expect(nobody).to_be_visible()
    stay(bobs.page)

    bobs.say("The first word.")

    expect(bobs.voice("The first word.")).to_have_accessible_name("Bob")
    expect(bobs.field).to_have_value("")
    expect(bobs.field).to_be_focused()
    expect(bobs.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice")
    expect(nobody).to_be_hidden()
    assert has_stayed(bobs.page)


def test_reply_begun_outlives_another_comment(comment: Comment, bobs: RoomPage) -> None:
    reply = bobs.begin(bobs.voice("Bob's thought."), "Reply").get_by_role("textbox")
    expect(reply).to_be_focused()
    reply.fill("A reply begun")

    bobs.say("Another thread.")

    expect(bobs.voice("Another thread.")).to_be_visible()
    expect(reply).to_have_value("A reply begun")


def test_comment_begun_outlives_a_reply(comment: Comment, bobs: RoomPage) -> None:
    bobs.field.fill("A comment begun")
    voice = bobs.voice("Bob's thought.")

    bobs.answer(voice, "A reply.")

    expect(voice.get_by_role("article")).to_contain_text("A reply.")
    expect(voice.locator("form")).to_have_count(0)
    expect(bobs.field).to_have_value("A comment begun")


def test_every_field_has_an_id_of_its_own(comment: Comment, room: Room, bobs: RoomPage) -> None:
    bobs.say("Another thought.")
    for words, act in (("Bob's thought.", "Reply"), ("Another thought.", "Reply")):
        bobs.begin(bobs.voice(words), act)
    bobs.begin(bobs.voice("Another thought."), "Edit")
    expect(bobs.discussion.get_by_label("Your words")).to_have_count(4)

    ids = bobs.page.locator("[id]").evaluate_all("all => all.map(one => one.id)")

    assert sorted(ids) == sorted(set(ids))


def test_dismissed_reply_gives_the_focus_back(comment: Comment, bobs: RoomPage) -> None:
    voice = bobs.voice("Bob's thought.")

    bobs.begin(voice, "Reply").get_by_role("link", name="Cancel").click()

    expect(voice.locator("form")).to_have_count(0)
    expect(bobs.act(voice, "Reply")).to_be_focused()


def test_refused_words_stay_in_the_form(
    room: Room, bob: User, scripts: bool, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("422")
    view = second_paragraph(room, browse(bob, scripts=scripts))
    # More than the field lets one type.
    view.field.evaluate("field => field.removeAttribute('maxlength')")
    view.field.fill("x" * (LONGEST + 1))

    view.send.click()

    expect(view.composer.locator(".errorlist")).to_contain_text("at most 10000")
    expect(view.field).to_have_value("x" * (LONGEST + 1))
    assert not Comment.objects.exists()


def test_refused_reply_stays_at_its_comment(
    room: Room, comment: Comment, bob: User, scripts: bool, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("422")
    view = second_paragraph(room, browse(bob, scripts=scripts))
    form = view.begin(view.voice("Bob's thought."), "Reply")
    form.get_by_role("textbox").fill(" ")

    form.get_by_role("button").first.click()

    expect(form.locator(".errorlist")).to_have_text("Write something first.")


def test_double_click_makes_one_comment(
    room: Room, bob: User, scripts: bool, browse: Browse
) -> None:
    view = second_paragraph(room, browse(bob, scripts=scripts))
    view.field.fill("Said once.")

    view.send.dblclick()

    expect(view.voice("Said once.")).to_be_visible()
    view.page.reload()
    expect(view.discussion.get_by_role("article")).to_have_count(1)
    assert Comment.objects.count() == 1


def test_words_sent_after_the_session_ended_come_back(
    room: Room, bob: User, scripts: bool, browse: Browse
) -> None:
    EmailAddress.objects.create(user=bob, email=bob.email, primary=True, verified=True)
    view = second_paragraph(room, browse(bob, scripts=scripts))
    view.field.fill("A thought that took an hour.")
    view.page.context.clear_cookies(name="sessionid")

    view.send.click()
    view.page.get_by_label("Email").fill("bob@example.org")
    view.page.get_by_label("Password").fill("bob knows this")
    view.page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(view.field).to_have_value("A thought that took an hour.")
    view.send.click()
    expect(view.voice("A thought that took an hour.")).to_be_visible()


# --- Changing one's words ------------------------------------------------------------------------


def test_edit_shows_what_was_said_meanwhile(
    room: Room, comment: Comment, bob: User, scripts: bool, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("409")
    here = second_paragraph(room, browse(bob, scripts=scripts))
    there = second_paragraph(room, here.page.context.new_page())
    mine = here.begin(here.voice("Bob's thought."), "Edit")
    mine.get_by_role("textbox").fill("Words from here.")
    other = there.begin(there.voice("Bob's thought."), "Edit")
    other.get_by_role("textbox").fill("Words from there.")
    other.get_by_role("button", name="Save").click()
    expect(there.voice("Words from there.")).to_be_visible()

    mine.get_by_role("button", name="Save").click()

    expect(here.discussion.get_by_role("alert")).to_contain_text("Words from there.")
    expect(mine.get_by_role("textbox")).to_have_value("Words from here.")
    comment.refresh_from_db()
    assert comment.source == "Words from there."
    here.settle()
    mine.get_by_role("button", name="Save").click()
    expect(here.voice("Words from here.")).to_contain_text("edited")


def test_edit_can_be_given_up(comment: Comment, bobs: RoomPage) -> None:
    form = bobs.begin(bobs.voice("Bob's thought."), "Edit")
    form.get_by_role("textbox").fill("Something else.")

    form.get_by_role("link", name="Cancel").click()

    expect(form).to_have_count(0)
    expect(bobs.voice("Bob's thought.")).not_to_contain_text("edited")


@pytest.mark.parametrize(("act", "button"), [("Edit", "Save"), ("Delete", "Delete")])
def test_focus_stays_where_a_comment_was_changed(
    act: str, button: str, comment: Comment, bobs: RoomPage
) -> None:
    form = bobs.begin(bobs.voice("Bob's thought."), act)

    form.get_by_role("button", name=button).press("Enter")

    expect(form).to_have_count(0)
    expect(bobs.discussion.locator(":focus")).to_have_count(1)


def test_deleted_comment_holds_the_place_of_its_replies(
    room: Room, comment: Comment, alice: User, bob: User, scripts: bool, browse: Browse
) -> None:
    reply(comment, author=alice, source="An answer to it.", key=uuid.uuid4())
    view = second_paragraph(room, browse(bob, scripts=scripts))

    form = view.begin(view.voice("Bob's thought."), "Delete")
    form.get_by_role("button", name="Delete").click()

    expect(view.discussion).to_contain_text("This comment has been deleted.")
    expect(view.discussion).not_to_contain_text("Bob's thought.")
    expect(view.voice("An answer to it.")).to_be_visible()
    expect(view.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice")


def test_only_the_author_finds_edit_and_delete(
    room: Room, comment: Comment, alice: User, browse: Browse
) -> None:
    view = second_paragraph(room, browse(alice))
    voice = view.voice("Bob's thought.")

    expect(view.act(voice, "Reply")).to_be_visible()
    expect(voice.get_by_role("link", name="Edit")).to_have_count(0)
    expect(voice.get_by_role("link", name="Delete")).to_have_count(0)
