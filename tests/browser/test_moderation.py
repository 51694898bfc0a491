"""Reporting, blocking and hiding on a phone, with and without scripts."""

import pytest
from playwright.sync_api import expect

from accounts.models import Block, User
from discussions.models import Comment, Report
from tests.browser.conftest import PHONE, Browse
from tests.browser.room import RoomPage
from tests.conftest import Room

WORDS = "Bob's thought."


@pytest.fixture
def view(room: Room, comment: Comment, alice: User, scripts: bool, browse: Browse) -> RoomPage:
    """The room before alice on a phone, with the discussion open in which bob has spoken."""
    found = RoomPage(browse(alice, scripts=scripts, screen=PHONE)).visit(room.reading)
    found.open(2)
    return found


def more(view: RoomPage, act: str) -> None:
    """Choose an act from what stands behind the dots of bob's comment."""
    voice = view.voice(WORDS)
    voice.locator(".voice-more > summary").click()
    link = voice.get_by_role("link", name=act)
    expect(link).to_be_in_viewport()
    link.click()


def test_comment_is_reported(view: RoomPage, scripts: bool, comment: Comment) -> None:
    more(view, "Report")
    form = view.page.locator(f"#reply-{comment.pk} form")
    expect(form.get_by_role("textbox")).to_be_visible()
    if scripts:
        expect(form.get_by_role("textbox")).to_be_focused()
        expect(view.voice(WORDS).locator(".voice-more")).not_to_have_attribute("open", "")
    form.get_by_role("textbox").fill("This is unkind.")

    form.get_by_role("button", name="Report").dblclick()

    expect(view.page.get_by_text("The leaders of the group will look at it")).to_be_visible()
    expect(view.voice(WORDS)).to_be_visible()
    assert [report.words for report in Report.objects.all()] == ["This is unkind."]


def test_report_can_be_given_up(view: RoomPage, comment: Comment) -> None:
    more(view, "Report")
    form = view.page.locator(f"#reply-{comment.pk} form")

    form.get_by_role("link", name="Cancel").click()

    expect(form).to_have_count(0)
    expect(view.voice(WORDS)).to_be_visible()
    assert not Report.objects.exists()


def test_blocked_person_is_gone_from_the_discussion(view: RoomPage, bob: User) -> None:
    more(view, "Block Bob")
    expect(view.page.get_by_role("heading", level=1)).to_have_text("Block Bob?")

    view.page.get_by_role("main").get_by_role("button", name="Block").click()

    expect(view.page.get_by_text("You do not see Bob any more.")).to_be_visible()
    expect(view.title).to_have_text("On ¶ 2")
    expect(view.discussion.get_by_role("article")).to_have_count(0)
    expect(view.voices(2)).to_have_accessible_name("Discussion of ¶ 2")
    assert Block.objects.get().blocked == bob


def test_comment_is_hidden_and_shown_again(view: RoomPage, comment: Comment) -> None:
    more(view, "Hide")
    form = view.page.locator(f"#reply-{comment.pk} form")
    form.get_by_role("textbox").fill("Not like this.")
    form.get_by_role("button", name="Hide").click()

    voice = view.page.locator(f"#comment-{comment.pk}")
    expect(voice).to_contain_text("Hidden by a leader.")
    expect(voice).to_contain_text("Not like this.")
    expect(voice.get_by_text(WORDS)).to_be_hidden()
    expect(form).to_have_count(0)
    expect(view.voices(2)).to_have_accessible_name("Discussion of ¶ 2")
    view.settle()
    voice.get_by_text("Read what is hidden").click()
    expect(voice.get_by_text(WORDS)).to_be_visible()

    voice.get_by_role("link", name="Show again").click()
    form.get_by_role("button", name="Show again").click()

    expect(voice).not_to_contain_text("Hidden by a leader.")
    expect(view.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice")


def test_report_by_keyboard_alone(
    room: Room, comment: Comment, alice: User, browse: Browse
) -> None:
    view = RoomPage(browse(alice)).visit(room.reading)
    view.open(2)
    view.voice(WORDS).get_by_role("link", name="Reply").focus()

    more = view.voice(WORDS).locator(".voice-more > summary")
    while not more.evaluate("more => more.matches(':focus')"):
        view.page.keyboard.press("Tab")
    for key in ("Enter", "Tab", "Enter"):
        view.page.keyboard.press(key)
    field = view.page.locator(f"#reply-{comment.pk}").get_by_role("textbox")
    expect(field).to_be_focused()
    view.settle()
    view.page.keyboard.type("By keyboard.")
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Enter")

    expect(view.discussion.locator(".reported")).to_be_visible()
    expect(view.voice(WORDS).get_by_role("link", name="Reply")).to_be_focused()
    assert Report.objects.get().words == "By keyboard."
