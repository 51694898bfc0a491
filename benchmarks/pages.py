"""How many queries the main pages cost, and how large they are.

Run it with `uv run python -m benchmarks.pages`.
A table in Markdown: the sample group's pages as one of its members gets them, the reading room
with 40 and with 400 comments and a discussion of ten voices open, and a text of 2,000 paragraphs
by itself and in its room. The milliseconds are the server's, the least of five.
"""

import gzip
import os
import time
import uuid

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from articles.models import Visibility
from discussions.actions import open_thread
from discussions.models import Comment
from groups.actions import start_reading
from groups.models import Membership, Reading
from studygroup.demo import sample

WORDS = "What struck me here is how *plainly* it is put; I had to read it twice to see why. " * 4


def speak(reading: Reading, author: User, *, until: int) -> None:
    """Bring the reading's comments to this number, spread over its paragraphs."""
    paragraphs = list(reading.article.paragraphs.all())
    for number in range(Comment.objects.filter(reading=reading).count(), until):
        open_thread(
            reading,
            paragraphs[number % len(paragraphs)],
            author=author,
            source=WORDS,
            key=uuid.uuid4(),
        )


def long_text(leader: Membership) -> tuple[str, str]:
    """The addresses of a text of 2,000 paragraphs with 50 headings, and of a reading of it."""
    blocks = [
        Block(f"Part {number}", Kind.HEADING, 2) if number % 40 == 0 else Block(WORDS)
        for number in range(2000)
    ]
    article = publish(title="A Long Walk", blocks=blocks, visibility=Visibility.PUBLIC)
    reading = start_reading(article, by=leader)
    return article.get_absolute_url(), reading.get_absolute_url()


def measure(client: Client, what: str, url: str) -> None:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content
    number = len(queries)
    packed = len(gzip.compress(page, 6))
    took = min(timed(client, url) for _time in range(5))
    print(f"| {what} | {number} | {len(page) / 1024:.1f} | {packed / 1024:.1f} | {took:.0f} |")


def timed(client: Client, url: str) -> float:
    """How many milliseconds the answer takes."""
    began = time.perf_counter()
    client.get(url)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    sample.load(sample.Sample.read())
    user = User.objects.get(email="miriam@example.org")
    reading = Reading.objects.get(article__language="en", finished_at=None)
    client = Client()
    client.force_login(user)
    first = reading.article.paragraphs.get(position=1)
    room, group = f"/readings/{reading.pk}/", f"/groups/{reading.group_id}/"
    print("| page | queries | KB | KB gzip | ms |\n|---|---|---|---|---|")
    for what, url in (("home", "/"), ("library", "/articles/"), ("group", group)):
        measure(client, what, url)
    measure(client, "progress", f"{room}progress/")
    for number in (40, 400):
        speak(reading, user, until=number)
        measure(client, f"room, {number} comments", room)
        discussion = f"{room}paragraphs/{first.pk}/"
        measure(client, f"room, {number} comments, ¶ 1 open", discussion)
    book, chapters = long_text(Membership.objects.get(user=user, group=reading.group_id))
    for page in (1, 7):
        measure(client, f"a text of 2,000 paragraphs, page {page}", f"{book}?page={page}")
        measure(client, f"its room, page {page}", f"{chapters}?page={page}")
    connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
