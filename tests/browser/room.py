"""The reading room as the people in these tests handle it."""

import re

from playwright.sync_api import Locator, Page, expect

from groups.models import Reading
from tests.browser.conftest import Words


class RoomPage:
    """A page that shows a room; everything is found by its role and name."""

    def __init__(self, page: Page, words: Words | None = None) -> None:
        self.page = page
        self.words = words or Words("en")

    def visit(self, reading: Reading) -> "RoomPage":
        self.page.goto(reading.get_absolute_url())
        return self

    def paragraph(self, number: int) -> Locator:
        name = self.words("Paragraph %(number)s", number=number)
        link = self.page.get_by_role("link", name=name, exact=True)
        return self.page.locator("section.paragraph").filter(has=link)

    def voices(self, number: int) -> Locator:
        """The link to a paragraph's discussion, that also says how many voices there are."""
        name = self.words("Discussion of ¶ %(number)s", number=number)
        return self.page.get_by_role("link", name=re.compile(rf"^{re.escape(name)}(,|$)"))

    def mark(self, number: int) -> Locator:
        """The button beside a paragraph that is not read yet."""
        name = self.words("I have read to ¶ %(number)s", number=number)
        return self.page.get_by_role("button", name=name, exact=True)

    def unmark(self, number: int) -> Locator:
        name = self.words("¶ %(number)s is read. Take the mark back", number=number)
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def everyone(self) -> Locator:
        """The line above the text that says how far everyone has come."""
        return self.page.locator("#progress")

    def everyone_has_reached(self, number: int, total: int) -> str:
        text = "Everyone has reached <strong>¶ %(number)s</strong> of %(total)s"
        return re.sub(r"<.*?>", "", self.words(text, number=number, total=total))

    @property
    def discussion(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.words("Discussion"))

    @property
    def title(self) -> Locator:
        return self.discussion.locator("#discussion-title")

    @property
    def close(self) -> Locator:
        return self.discussion.get_by_role("link", name=self.words("Close the discussion"))

    @property
    def composer(self) -> Locator:
        """The form that begins a thread."""
        return self.discussion.locator("#composer form")

    @property
    def field(self) -> Locator:
        return self.composer.get_by_role("textbox")

    @property
    def send(self) -> Locator:
        return self.composer.get_by_role("button", name=self.words("Say it"))

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.send.click()

    def open(self, number: int) -> None:
        """Open the discussion of a paragraph."""
        self.voices(number).click()
        expect(self.title).to_have_text(self.words("On ¶ %(number)s", number=number))
        self.settle()

    def voice(self, text: str) -> Locator:
        """The comment that says this, without those under it that do not."""
        return self.discussion.get_by_role("article").filter(has_text=text).last

    def act(self, voice: Locator, name: str) -> Locator:
        """A comment's own "Reply", "Edit" or "Delete"."""
        return voice.get_by_role("link", name=self.words(name), exact=True).first

    def begin(self, voice: Locator, act: str) -> Locator:
        """Choose "Reply", "Edit" or "Delete" at a comment; the form that opens there."""
        form = self.page.locator(f"#{voice.get_attribute('id')} form").first
        self.act(voice, act).click()
        expect(form).to_be_visible()
        self.settle()
        return form

    def answer(self, voice: Locator, text: str) -> None:
        form = self.begin(voice, "Reply")
        form.get_by_role("textbox").fill(text)
        form.get_by_role("button", name=self.words("Reply")).click()
        expect(voice).to_contain_text(text)

    def settle(self) -> None:
        """Wait until htmx knows what it brought: a robot may be quicker, though no person is."""
        busy = ".htmx-request, .htmx-swapping, .htmx-settling"
        expect(self.page.locator(busy)).to_have_count(0)
