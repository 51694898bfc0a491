"""The reading room of a long text: it shows a page, and all works over the pages' borders."""

import gzip
import re

import pytest
from django.test import Client

from accounts.models import User
from articles.actions import publish, publish_book
from articles.blocks import Block, Kind
from groups import actions
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, cost, html_of, page_of

LENGTH = 400
MOST_KILOBYTES = 40


@pytest.fixture
def long(room: Room, alice: User) -> Room:
    """The group's reading of a text of 400 paragraphs on three pages, all at its beginning."""
    blocks = [Block(f"Paragraph {number}.") for number in range(1, LENGTH)]
    blocks[4] = Block("The fifth, with a note.[^n]")
    blocks.append(Block("What is to be noted.", Kind.FOOTNOTE, label="n"))
    article = publish(title="A Walk", blocks=blocks, added_by=alice)
    reading = actions.start_reading(article, by=room.member(alice))
    return Room(reading, room.group, list(article.text))


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def numbers(page: Element) -> list[int]:
    return [int(number.text) for number in page.all(of_class="paragraph-number")]


def test_room_shows_the_page_of_the_readers_place(long: Room, bob: User, bobs: Client) -> None:
    first = page_of(bobs.get(long.url))
    long.read(bob, 200)
    second = page_of(bobs.get(long.url))

    assert numbers(first) == list(range(1, 151))
    assert numbers(second) == list(range(151, 301))
    assert second.has("place")


def test_room_shows_the_page_that_is_asked_for(long: Room, bobs: Client) -> None:
    by_number = page_of(bobs.get(long.url, {"page": "3"}))
    by_paragraph = page_of(bobs.get(long.url, {"at": long.keys(399)[0]}))

    assert numbers(by_number) == numbers(by_paragraph) == list(range(301, 401))


def test_open_discussion_stands_beside_its_page(long: Room, bobs: Client) -> None:
    page = page_of(bobs.get(long.discussion_url(170)))

    assert numbers(page)[0] == 151
    close = page.one("a", of_class="discussion-close").attributes["href"]
    assert close == f"{long.url}?page=2#paragraph-{long.keys(170)[0]}"


def test_discussion_that_comes_by_itself_closes_to_its_page(long: Room, bobs: Client) -> None:
    fragment = page_of(bobs.get(long.discussion_url(170), headers=HTMX))

    close = fragment.one("a", of_class="discussion-close").attributes["href"]
    assert close == f"{long.url}?page=2#paragraph-{long.keys(170)[0]}"


def test_pages_lead_to_each_other_without_scripts(long: Room, bobs: Client) -> None:
    page = page_of(bobs.get(long.discussion_url(170)))

    links = [page.one("a", rel=rel).attributes["href"] for rel in ("prev", "next")]
    assert links == [f"{long.url}?page=1", f"{long.url}?page=3"]


def test_page_comes_alone_through_htmx(long: Room, bobs: Client) -> None:
    headers = HTMX | {"HX-Trigger": "later"}

    fragment = page_of(bobs.get(long.url, {"page": "2"}, headers=headers))

    assert not fragment.all("html")
    assert numbers(fragment) == list(range(151, 301))
    assert not fragment.all("a", rel="prev")
    assert fragment.one("input", name="page").attributes["value"] == "2"


def test_end_stands_on_the_last_page_only(long: Room, bobs: Client) -> None:
    assert not page_of(bobs.get(long.url)).has("end")
    assert page_of(bobs.get(long.url, {"page": "3"})).has("end")


def test_note_on_another_page_is_shown_with_what_mentions_it(long: Room, bobs: Client) -> None:
    assert page_of(bobs.get(long.url)).one(of_class="notes").text == "n What is to be noted."


def changed_by(bobs: Client, long: Room, position: int, *pages: str) -> list[str]:
    data = {"read_to": long.keys(position)[0], "page": list(pages)}
    fragment = page_of(bobs.post(long.marks_url, data, headers=HTMX))
    return [element.attributes["id"] for element in fragment.all(of_class="paragraph")]


def test_reading_over_the_border_of_pages_changes_both(long: Room, bob: User, bobs: Client) -> None:
    long.read(bob, 148)

    changed = changed_by(bobs, long, 152, "1", "2")

    assert changed == [f"paragraph-{key}" for key in long.keys(149, 150, 151, 152, 153)]


def test_reading_far_ahead_changes_what_the_reader_has_before_them(
    long: Room, bob: User, bobs: Client
) -> None:
    changed = changed_by(bobs, long, 302, "3")

    assert changed == [f"paragraph-{key}" for key in long.keys(301, 302, 303)]
    assert long.place(bob).number == 303


@pytest.mark.parametrize("page", ["x", "0", "99", "1" * 400])
def test_marks_on_pages_that_are_not_there_still_count(
    page: str, long: Room, bob: User, bobs: Client
) -> None:
    assert changed_by(bobs, long, 302, page) == []
    assert long.place(bob).number == 303


def test_end_changes_only_where_it_is_shown(long: Room, bobs: Client) -> None:
    data = {"read_to": long.keys(2)[0]}

    without = page_of(bobs.post(long.marks_url, data | {"page": "1"}, headers=HTMX))
    with_end = page_of(bobs.post(long.marks_url, data | {"page": "3"}, headers=HTMX))

    assert not without.has("end")
    assert with_end.has("end")


def test_who_has_read_all_is_led_to_the_end(long: Room, bobs: Client) -> None:
    answer = bobs.post(long.marks_url, {"read_to": long.keys(LENGTH)[0]})

    assert answer.headers["Location"] == f"{long.url}?page=3#end"
    assert page_of(bobs.get(answer.headers["Location"])).has("end")


def test_marking_without_scripts_leads_to_the_page_of_the_place(long: Room, bobs: Client) -> None:
    answer = bobs.post(long.marks_url, {"read_to": long.keys(150)[0]})

    assert answer.headers["Location"] == f"{long.url}#paragraph-{long.keys(151)[0]}"
    assert page_of(bobs.get(long.url)).has(f"paragraph-{long.keys(151)[0]}")


def test_room_of_2000_paragraphs_costs_what_a_short_one_does(
    room: Room, alice: User, sign_in: SignIn
) -> None:
    alices = sign_in(alice)
    blocks = [Block(f"Paragraph {number}, of some length. " * 5) for number in range(2000)]
    long, short = (
        actions.start_reading(publish(title="A Book", blocks=some), by=room.member(alice))
        for some in (blocks, blocks[:5])
    )
    url, short_url = long.get_absolute_url(), short.get_absolute_url()

    assert cost(alices, url) == cost(alices, short_url)
    assert cost(alices, f"{url}?page=7") == cost(alices, f"{short_url}?page=1")
    assert len(gzip.compress(html_of(alices.get(url)).encode())) < MOST_KILOBYTES * 1024


def test_short_text_is_one_page_as_ever(room: Room, bobs: Client) -> None:
    page = html_of(bobs.get(room.url))

    assert not re.search(r'class="turn|name="page"|[?]page=', page)


def test_next_chapter_is_offered_to_those_who_have_read_this_one(
    room: Room, alice: User, sign_in: SignIn
) -> None:
    blocks = [
        Block(f"Chapter {number}", Kind.HEADING, 1) if part == 0 else Block("Words.")
        for number in (1, 2)
        for part in range(2)
    ]
    book = publish_book(title="A Book", blocks=blocks, added_by=alice)
    first, second = book.articles.order_by("chapter")
    reading = actions.start_reading(first, by=room.member(alice))
    chapter = Room(reading, room.group, list(first.text))

    before = page_of(sign_in(alice).get(chapter.url)).at("end")
    chapter.read(alice, 1)
    after = page_of(sign_in(alice).get(chapter.url)).at("end")

    assert second.title not in before.text
    (offered,) = (link for link in after.all("a") if link.text == second.title)
    assert offered.attributes["href"].endswith(f"/readings/new/?article={second.pk}")
