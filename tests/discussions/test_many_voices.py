"""Thousands of voices on a text, and hundreds on one paragraph: what the pages ask the database."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Paragraph
from discussions.models import Comment, Thread
from groups import actions
from groups.models import Place, Reading
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, cost, page_of

IN_A_THREAD = 10
MOST_QUERIES = 12
# With those of the task that tells others of it, which a site leaves to a worker.
MOST_TO_SPEAK = 33
_SAID = re.compile(r'SELECT "discussions_(?:(?!COUNT|SUM).)*? FROM')


@pytest.fixture
def reading(room: Room, alice: User) -> Reading:
    """A text of forty paragraphs; alice, who leads, has read it."""
    blocks = [Block(f"Paragraph {number}.") for number in range(1, 41)]
    started = actions.start_reading(publish(title="Of forty", blocks=blocks), by=room.member(alice))
    place = Place.objects.get(reading=started, membership__user=alice)
    actions.read_to(place, paragraph=started.article.text.get(position=40))
    return started


@pytest.fixture
def many(room: Room, reading: Reading, alice: User, bob: User, person: Person) -> list[User]:
    """Those who speak."""
    guests = [person(f"guest{number}") for number in range(18)]
    for guest in guests:
        actions.join(room.group, user=guest)
    return [alice, bob, *guests]


def fill(reading: Reading, authors: list[User], *, on: list[Paragraph], comments: int) -> None:
    """Let these authors say so much in threads of ten, as much on each of these paragraphs."""
    threads = Thread.objects.bulk_create(
        Thread(
            reading=reading,
            paragraph=on[number % len(on)],
            opened_by=authors[number % len(authors)],
            voices=IN_A_THREAD,
            said=IN_A_THREAD,
        )
        for number in range(comments // IN_A_THREAD)
    )
    above: dict[int, Comment] = {}
    for number in range(1, IN_A_THREAD + 1):
        said = Comment.objects.bulk_create(
            Comment(
                thread=thread,
                number=number,
                reading=reading,
                paragraph=thread.paragraph,
                parent=above.get(thread.pk),
                author=authors[(thread.pk + number) % len(authors)],
                source="So.",
                html="<p>So.</p>",
            )
            for thread in threads
        )
        above = {comment.thread_id: comment for comment in said}


def said_asked(client: Client, url: str) -> list[str]:
    """The queries for this fragment that bring what was said; the margins' counts are apart."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, headers=HTMX).status_code == 200
    return [query["sql"] for query in captured if _SAID.match(query["sql"])]


def warm(client: Client, pages: dict[str, str]) -> dict[str, int]:
    """What these pages cost the second time."""
    for url in pages.values():
        client.get(url)
    return {name: cost(client, url) for name, url in pages.items()}


def test_four_thousand_voices_cost_no_more_than_forty(
    reading: Reading, many: list[User], alice: User, sign_in: SignIn
) -> None:
    client, paragraphs = sign_in(alice), list(reading.article.text)
    room = reading.get_absolute_url()
    pages = {"room": room, "all": f"{room}discussions/"}
    fill(reading, many, on=paragraphs, comments=400)
    few = warm(client, pages)
    fill(reading, many, on=paragraphs, comments=3600)

    assert warm(client, pages) == few
    assert max(few.values()) <= MOST_QUERIES
    assert len(page_of(client.get(pages["all"])).all("article", of_class="voice")) == 4000


def test_four_hundred_voices_on_a_paragraph_come_in_four_queries(
    reading: Reading, many: list[User], alice: User, sign_in: SignIn
) -> None:
    first = reading.article.text[0]
    fill(reading, many, on=[first], comments=400)
    url = f"{reading.get_absolute_url()}paragraphs/{first.pk}/"

    asked = said_asked(sign_in(alice), url)

    assert len(asked) <= 4, "\n".join(asked)


def test_speaking_costs_the_same_among_four_hundred_voices(
    reading: Reading, many: list[User], alice: User, sign_in: SignIn
) -> None:
    client, first = sign_in(alice), reading.article.text[0]
    url = f"{reading.get_absolute_url()}paragraphs/{first.pk}/"

    def speak() -> int:
        with CaptureQueriesContext(connection) as captured:
            said = {"text": "So be it.", "key": uuid.uuid4()}
            assert client.post(url, said, headers=HTMX).status_code == 200
        return len(captured)

    speak()
    few = speak()
    fill(reading, many, on=[first], comments=400)

    assert speak() == few <= MOST_TO_SPEAK
