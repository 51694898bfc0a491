"""What others said ahead of my place is not there for me, in no part of any page."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from discussions.models import Comment
from tests.browser.conftest import Browse, Trouble
from tests.browser.room import RoomPage
from tests.conftest import Room

SECRET = "The lamp was never lit."


@pytest.fixture
def ahead(room: Room, alice: User) -> Comment:
    """Alice has spoken on the fifth paragraph; bob stands at the third."""
    return room.say(alice, 5, SECRET)


def everything_sent_to(page: Page) -> list[str]:
    """The pages and fragments of the reading that this browser gets from now on."""
    texts: list[str] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        texts.append(answer.text())
        route.fulfill(response=answer)

    page.route("**/readings/**", pass_on)
    return texts


def test_nothing_said_ahead_is_sent(
    room: Room, ahead: Comment, bob: User, scripts: bool, browse: Browse
) -> None:
    page = browse(bob, scripts=scripts)
    sent = everything_sent_to(page)
    view = RoomPage(page).visit(room.reading)

    expect(view.voices(5)).to_have_accessible_name("Discussion of ¶ 5")
    expect(view.voices(5)).to_have_text("")
    view.open(5)
    expect(view.discussion).to_contain_text("What others said here is for when you get here.")
    expect(view.discussion.get_by_role("article")).to_have_count(0)
    view.everyone.click()
    expect(page.get_by_role("table")).to_be_visible()

    assert len(sent) == 3
    assert "On ¶ 5" in sent[1]
    assert all(SECRET not in text and f"comment-{ahead.pk}" not in text for text in sent)


def test_voices_ahead_do_not_count(
    room: Room, ahead: Comment, comment: Comment, alice: User, bob: User, browse: Browse
) -> None:
    his = RoomPage(browse(bob)).visit(room.reading)
    hers = RoomPage(browse(alice)).visit(room.reading)

    expect(hers.voices(5)).to_have_accessible_name("Discussion of ¶ 5, 1 voice")
    expect(his.voices(5)).to_have_accessible_name("Discussion of ¶ 5")
    expect(his.voices(5)).not_to_have_class(re.compile("has-voices"))
    expect(his.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice")


@pytest.mark.parametrize("name", ["comment", "reply", "edit"])
def test_comment_ahead_is_not_there(
    name: str, ahead: Comment, bob: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("404")
    page = browse(bob)

    page.goto(reverse(f"discussions:{name}", args=[ahead.pk]))

    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    assert SECRET not in page.content()


def test_group_that_one_has_left_is_gone(
    room: Room, dave: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("404")
    page = browse(dave)

    page.goto(room.reading.get_absolute_url())

    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    assert "The Cellar" not in page.content()
