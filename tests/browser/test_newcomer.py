"""The whole way of a person who has never been here, by every kind of browser."""

import re

from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect

from articles.models import Article
from discussions.models import Comment
from groups.models import Group, Reading
from tests.browser.conftest import Browse, Words
from tests.browser.room import RoomPage

NAME = "Ruth Mizrahi"
EMAIL = "ruth@example.org"
PASSWORD = "a lamp above the bakery"
CODE = r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b"


def fill_account(page: Page, words: Words) -> None:
    """Make an account on the page for that."""
    page.get_by_label(words("Your name")).fill(NAME)
    page.get_by_label(words("Email")).fill(EMAIL)
    page.get_by_label(words("Password")).fill(PASSWORD)
    page.get_by_role("button", name=words("Make my account")).click()


def confirm_address(page: Page, words: Words, mailbox: list[EmailMessage]) -> None:
    expect(page.get_by_label(words("Code"))).to_be_visible()
    (mail,) = mailbox
    code = re.search(CODE, str(mail.body), re.MULTILINE)
    assert code, mail.body
    page.get_by_label(words("Code")).fill(code[0])
    page.get_by_role("main").get_by_role("button", name=words("Confirm")).first.click()


def test_newcomer_goes_all_the_way(
    sample_reading: Reading,
    browse: Browse,
    words: Words,
    scripts: bool,
    mailoutbox: list[EmailMessage],
) -> None:
    page = browse(language=words.language, scripts=scripts)
    room = RoomPage(page, words)

    page.goto("/accounts/login/")
    page.get_by_role("main").get_by_role("link", name=words("Make an account")).click()
    fill_account(page, words)
    confirm_address(page, words, mailoutbox)
    join(page, sample_reading.group, words)
    open_reading(page, sample_reading, words)
    comment(room)
    answer(room)
    change(room)
    take_back(room)
    advance(room)
    look_at_progress(room)
    leave(page, sample_reading, words)


def join(page: Page, group: Group, words: Words) -> None:
    page.get_by_role("button", name=f"{words('Join')} {group.name}").click()
    expect(page.get_by_role("heading", level=1, name=group.name)).to_be_visible()
    size = words.count("%(size)s member", "%(size)s members", 5, size=5)
    expect(page.get_by_role("region", name=size)).to_contain_text(NAME)


def open_reading(page: Page, reading: Reading, words: Words) -> None:
    page.get_by_role("link", name=reading.article.title, exact=True).click()
    title = Article.objects.get(language=words.language).title
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def comment(room: RoomPage) -> None:
    room.open(1)
    room.say("The lamp has a *green* shade.")
    mine = room.voice("The lamp has a green shade.")
    expect(mine).to_have_accessible_name(NAME)
    expect(mine.get_by_role("emphasis")).to_have_text("green")


def answer(room: RoomPage) -> None:
    theirs = room.discussion.get_by_role("article", name="Daniel Brook")
    room.answer(theirs, "Or because one sits down first.")
    expect(theirs.get_by_role("article", name=NAME)).to_contain_text("sits down first.")


def change(room: RoomPage) -> None:
    form = room.begin(room.voice("The lamp has a green shade."), "Edit")
    expect(form.get_by_role("textbox")).to_have_value("The lamp has a *green* shade.")
    form.get_by_role("textbox").fill("The lamp's shade is green.")
    form.get_by_role("button", name=room.words("Save")).click()
    expect(room.voice("The lamp's shade is green.")).to_contain_text(room.words("edited"))
    expect(room.discussion).not_to_contain_text("The lamp has")


def take_back(room: RoomPage) -> None:
    form = room.begin(room.voice("The lamp's shade is green."), "Delete")
    expect(form).to_contain_text(room.words("Delete these words? Replies to them stay."))
    form.get_by_role("button").click()
    expect(room.discussion).not_to_contain_text("The lamp's shade is green.")
    expect(room.discussion).to_contain_text("sits down first.")
    room.close.click()
    expect(room.discussion).to_be_hidden()


def advance(room: RoomPage) -> None:
    expect(room.everyone).to_contain_text(room.everyone_has_reached(1, 13))
    expect(room.paragraph(1)).to_contain_text(NAME)
    room.mark(2).click()
    expect(room.everyone).to_contain_text(room.everyone_has_reached(3, 13))
    expect(room.paragraph(3)).to_contain_text(NAME)
    expect(room.paragraph(1)).not_to_contain_text(NAME)
    expect(room.unmark(1)).to_be_visible()


def look_at_progress(room: RoomPage) -> None:
    room.everyone.click()
    table = room.page.get_by_role("table", name=room.words("Where everyone stands"))
    expect(table.get_by_role("row").filter(has_text=NAME)).to_contain_text("¶ 3")
    expect(table.get_by_role("row").filter(has_text="Daniel Brook")).to_contain_text("¶ 5")


def leave(page: Page, reading: Reading, words: Words) -> None:
    page.goto(reading.group.get_absolute_url())
    page.get_by_role("link", name=words("Leave this group")).click()
    page.get_by_role("button", name=words("Leave the group"), exact=True).click()
    left = words("You have left %(group)s.", group=reading.group)
    expect(page.get_by_role("status")).to_contain_text(left)
    assert Comment.objects.filter(author__email=EMAIL, deleted_at=None).count() == 1
