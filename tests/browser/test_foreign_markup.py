"""Markup that people type is text: no part of it acts, as it comes and when it is swapped in."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from groups.actions import start_reading
from groups.models import Reading
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.conftest import Room

MARKUP = """\
<div hx-get="/groups/" hx-trigger="load" hx-target="body">one</div>

<span data-hx-post="/profile/" data-hx-trigger="load">two</span>
<form action="/accounts/logout/" method="post"><button form="marks" name="read_to">three</button>

<img src="x" onerror="document.title = 'taken'"><script>document.title = 'taken'</script>
<style>body { display: none }</style><a href="javascript:alert(1)">four</a>
[five](javascript:alert(1)) ![six](https://elsewhere.example/pixel.png)
"""
VISIBLE = '<div hx-get="/groups/" hx-trigger="load" hx-target="body">one</div>'
ATTRIBUTES = """all => [...new Set(all.flatMap(one => one.getAttributeNames()))].sort()"""
ELEMENTS = """all => [...new Set(all.map(one => one.localName))].sort()"""


def requested_by(page: Page) -> list[str]:
    """The addresses that the page's browser asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def assert_is_inert(page: Page, holder: str, asked: list[str]) -> None:
    inside = page.locator(f"{holder} *")
    assert set(inside.evaluate_all(ELEMENTS)) <= {"p", "a", "br", "em", "img", "bdi", "span"}
    attributes = set(inside.evaluate_all(ATTRIBUTES))
    assert attributes <= {"alt", "aria-hidden", "class", "dir", "href", "rel", "title"}
    hrefs = page.locator(f"{holder} a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(hrefs) <= {"http:", "https:"}
    assert not any(part in url for url in asked for part in ("/groups/", "/profile/", "elsewhere"))
    assert "taken" not in page.title()


def test_markup_in_a_comment_is_text(room: Room, bob: User, browse: Browse) -> None:
    view = RoomPage(browse(bob)).visit(room.reading)
    asked = requested_by(view.page)
    view.open(2)

    view.say(MARKUP)

    expect(view.discussion.locator(".voice-words")).to_contain_text(VISIBLE)
    view.settle()
    assert_is_inert(view.page, ".voice-words", asked)
    view.page.reload()
    expect(view.discussion.locator(".voice-words")).to_contain_text(VISIBLE)
    assert_is_inert(view.page, ".voice-words", asked)


@pytest.fixture
def reading_of_markup(room: Room, alice: User) -> Reading:
    article = publish(title="On Markup", blocks=[Block(MARKUP)], added_by=alice)
    return start_reading(article, by=room.member(alice))


def test_markup_in_an_article_is_text(
    reading_of_markup: Reading, alice: User, browse: Browse
) -> None:
    view = RoomPage(browse(alice))
    asked = requested_by(view.page)

    view.visit(reading_of_markup)
    view.open(1)

    expect(view.paragraph(1)).to_contain_text(VISIBLE)
    assert_is_inert(view.page, ".block", asked)
    assert_is_inert(view.page, ".discussion-quote", asked)


def test_names_are_text(room: Room, bob: User, browse: Browse) -> None:
    bob.display_name = '<b hx-get="/groups/" hx-trigger="load">Bob'
    bob.save()
    view = RoomPage(browse(bob)).visit(room.reading)
    asked = requested_by(view.page)

    view.mark(3).click()

    expect(view.paragraph(4)).to_contain_text(bob.display_name)
    view.settle()
    assert_is_inert(view.page, ".faces", asked)
