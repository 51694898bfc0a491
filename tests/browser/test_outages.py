"""Words that are sent while the database is locked stay where they were typed, or come back."""

import pytest
from django.db import connection
from playwright.sync_api import expect

from accounts.models import User
from discussions.models import Comment
from tests.browser.conftest import Browse, Trouble
from tests.browser.test_discussion import second_paragraph
from tests.conftest import Room
from tests.studygroup.test_outages import locked

WORDS = "Half a thought\nof two lines"

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="Only SQLite's writers wait no longer than they are told."
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's connections wait for another writer for a tenth of a second."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)


def test_words_stay_in_the_composer_and_are_said_later(
    room: Room, comment: Comment, bob: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("503")
    bobs = second_paragraph(room, browse(bob))

    with locked():
        bobs.say(WORDS)
        expect(bobs.page.locator("#toasts")).to_contain_text("What you typed is still here")
    expect(bobs.field).to_have_value(WORDS)
    bobs.send.click()

    expect(bobs.voice("Half a thought")).to_be_visible()
    assert Comment.objects.filter(author=bob).count() == 2


def test_page_that_gives_words_back_is_reloaded_to_say_them(
    room: Room, comment: Comment, bob: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("503")
    bobs = second_paragraph(room, browse(bob, scripts=False))

    with locked():
        bobs.say(WORDS)
        expect(bobs.page.get_by_label("What you wrote, to copy")).to_have_value(WORDS)
    bobs.page.reload()

    expect(bobs.voice("Half a thought")).to_be_visible()
    assert Comment.objects.filter(author=bob).count() == 2
