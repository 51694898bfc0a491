"""Searching as one types."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Visibility
from tests.browser.conftest import PHONE, Browse


@pytest.fixture
def texts(transactional_db: None) -> None:
    for title, language, words in (
        ("Light", "en", "A lamp burns."),
        ("אור", "he", "הַנֵּר דּוֹלֵק."),
    ):
        blocks = [Block("…"), Block(words)]
        publish(title=title, blocks=blocks, language=language, visibility=Visibility.PUBLIC)


def wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_results_come_as_one_types_and_the_way_back_is_one_step(
    texts: None, bob: User, browse: Browse
) -> None:
    page = browse(bob)
    page.goto(reverse("articles:library"))
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()

    box.press_sequentially("lam", delay=400)

    expect(page.get_by_role("status").filter(has_text="1 paragraph · 1 text")).to_be_visible()
    expect(page.locator("mark")).to_have_text("lamp")
    expect(page.locator(".shelf")).to_be_hidden()
    expect(box).to_be_focused()
    expect(page).to_have_url(f"{reverse('articles:search')}?q=lam")
    page.go_back()
    expect(page).to_have_url(reverse("articles:library"))
    expect(page.locator(".shelf")).to_be_visible()


def test_emptied_box_brings_the_library_back(texts: None, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(reverse("articles:library"))
    box = page.get_by_role("searchbox")
    box.fill("lamp")
    expect(page.locator("mark")).to_have_text("lamp")

    box.fill("")

    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator(".shelf")).to_be_visible()


def test_passage_leads_to_the_paragraph(
    texts: None, bob: User, browse: Browse, scripts: bool
) -> None:
    page = browse(bob, scripts=scripts)
    page.goto(reverse("articles:library"))
    box = page.get_by_role("searchbox")
    box.fill("burn")
    box.press("Enter")

    page.get_by_role("link", name="A lamp burns.").click()

    expect(page.get_by_role("heading", level=1, name="Light")).to_be_visible()
    expect(page.get_by_text("A lamp burns.")).to_be_in_viewport()


def test_hebrew_is_found_on_a_phone(texts: None, bob: User, browse: Browse, language: str) -> None:
    page = browse(bob, screen=PHONE, language=language)
    page.goto(reverse("articles:search"))

    page.get_by_role("searchbox").press_sequentially("נר", delay=50)

    expect(page.locator("mark")).to_have_text("הַנֵּר")
    assert page.locator("mark").evaluate("mark => getComputedStyle(mark).direction") == "rtl"
    assert not wide(page)


def test_language_narrows_at_once(texts: None, bob: User, browse: Browse) -> None:
    page = browse(bob)
    page.goto(f"{reverse('articles:search')}?q=lamp")

    page.get_by_label("Language", exact=True).select_option("he")

    expect(page.get_by_text("Nothing found for")).to_be_visible()
    expect(page).to_have_url(f"{reverse('articles:search')}?q=lamp&language=he")
