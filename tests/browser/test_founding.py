"""A leader brings people and a text together: found, bring, look over, start, invite."""

from playwright.sync_api import FilePayload, Locator, Page, expect

from accounts.models import User
from articles.models import Article
from tests.browser.conftest import Browse, Trouble, Words
from tests.browser.room import RoomPage

TEXT = """\
On Keeping Bees

Page 1 of 3

The first hive was a gift, and it came with a warning that nobody in the house
had listened to.

What the smoke is for

Smoke is a way of asking. The bees take it as news of a

fire, and go in to see to their stores.

A hive in October is a closed book.
"""
MARKDOWN = """\
# אבן ומים

האבן מחכה לנחל, והנחל אינו ממהר.

## הגשר

מי שבנה את הגשר לא חצה אותו.
"""


def block(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=text)


def decide(page: Page, text: str, decision: str) -> None:
    block(page, text).locator("label").get_by_text(decision, exact=True).click()


def found_group(page: Page, words: Words) -> None:
    page.goto("/")
    page.get_by_role("link", name=words("Found a group")).click()
    page.get_by_label(words("Name of the group")).fill("The Apiary")
    page.get_by_label(words("What brings you together")).fill("Bees, and books on them.")
    only_members = words("Whoever is invited – only its members know that the group exists")
    page.get_by_label(only_members).check()
    page.get_by_role("button", name=words("Found the group")).click()


def paste_text(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words("Bring a text")).click()
    page.get_by_label(words("Paste the text")).fill(TEXT)
    page.get_by_role("button", name=words("Look it over")).click()


def look_over(page: Page, words: Words) -> None:
    expect(page.get_by_role("textbox", name=words("title"))).to_have_value("On Keeping Bees")
    decide(page, "Page 1 of 3", words("Leave out"))
    block(page, "What the smoke is for").get_by_role("combobox").first.select_option("heading-2")
    decide(page, "Smoke is a way of asking.", words("Join with next"))
    page.get_by_role("button", name=words("Show me the changes")).click()
    expect(block(page, "Page 1 of 3")).to_have_count(0)
    expect(block(page, "Smoke is a way")).to_contain_text("news of a fire, and go in")
    heading = block(page, "What the smoke is for").get_by_role("heading")
    expect(heading).to_have_text("What the smoke is for")
    page.get_by_role("button", name=words("Save the article")).click()


def start_reading(page: Page, words: Words) -> None:
    page.get_by_label("On Keeping Bees").check()
    page.get_by_role("button", name=words("Start the reading")).click()


def make_link(page: Page, words: Words) -> str:
    page.get_by_role("button", name=words("Make a link")).click()
    link = page.locator(".copy > input").input_value()
    page.get_by_role("link", name=words("Done: to the group")).click()
    return link


def test_leader_brings_people_and_a_text_together(
    alice: User, bob: User, browse: Browse, words: Words, scripts: bool
) -> None:
    page = browse(alice, language=words.language, scripts=scripts)

    found_group(page, words)
    paste_text(page, words)
    look_over(page, words)
    start_reading(page, words)
    link = make_link(page, words)

    expect(page.get_by_role("heading", level=1)).to_have_text("The Apiary")
    his = browse(bob, language=words.language, scripts=scripts)
    his.goto(link)
    his.get_by_role("button", name=words("Join this group")).click()
    his.get_by_role("link", name="On Keeping Bees", exact=True).click()
    room = RoomPage(his, words)
    expect(room.everyone).to_contain_text(room.everyone_has_reached(1, 4))
    expect(room.paragraph(2).get_by_role("heading")).to_have_text("What the smoke is for")


def test_file_becomes_an_article_in_its_own_direction(
    alice: User, browse: Browse, scripts: bool
) -> None:
    page = browse(alice, scripts=scripts)
    file = FilePayload(name="stone.md", mimeType="text/markdown", buffer=MARKDOWN.encode())
    page.goto("/articles/")

    page.get_by_role("link", name="Bring a text").click()
    page.get_by_label("or choose a file").set_input_files(file)
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator(".draft-facts").get_by_label("Language", exact=True)).to_have_value("he")
    page.get_by_role("button", name="Save the article").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("אבן ומים")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("article.text")).to_have_attribute("dir", "rtl")
    expect(page.locator("article.text p.block").first).to_have_css("direction", "rtl")


def test_text_that_cannot_be_read_is_refused_in_place(
    alice: User, browse: Browse, scripts: bool, trouble: Trouble
) -> None:
    trouble.expect("422")
    page = browse(alice, scripts=scripts)
    page.goto("/articles/new/")
    file = FilePayload(name="photo.txt", mimeType="text/plain", buffer=bytes(range(256)) * 40)
    page.get_by_label("or choose a file").set_input_files(file)

    page.get_by_role("button", name="Look it over").click()

    expect(page.locator(".errorlist")).to_be_visible()
    assert not Article.objects.exists()


def test_link_is_copied(alice: User, browse: Browse) -> None:
    page = browse(alice, permissions=["clipboard-read", "clipboard-write"])
    found_group(page, Words("en"))
    page.goto(page.url.replace("readings/new", "invitations"))
    page.get_by_role("button", name="Make a link").click()

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.locator(".copy > input").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link
