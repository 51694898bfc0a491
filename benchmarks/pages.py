"""How many queries the main pages cost, and how large they are.

Run it with `uv run python -m benchmarks.pages`.
A table in Markdown: the sample group's pages as one of its members gets them, the reading room
with 40 and with 400 comments and a discussion of ten voices open.
"""

import gzip
import os
import uuid

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from accounts.models import User
from discussions.actions import open_thread
from discussions.models import Comment
from groups.models import Reading
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


def measure(client: Client, what: str, url: str) -> None:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content
    packed = len(gzip.compress(page, 6))
    print(f"| {what} | {len(queries)} | {len(page) / 1024:.1f} | {packed / 1024:.1f} |")


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    sample.load(sample.Sample.read())
    user = User.objects.get(email="miriam@example.org")
    reading = Reading.objects.get(article__language="en")
    client = Client()
    client.force_login(user)
    first = reading.article.paragraphs.get(position=1)
    room, group = f"/readings/{reading.pk}/", f"/groups/{reading.group_id}/"
    print("| page | queries | KB | KB gzip |\n|---|---|---|---|")
    for what, url in (("home", "/"), ("library", "/articles/"), ("group", group)):
        measure(client, what, url)
    measure(client, "progress", f"{room}progress/")
    for number in (40, 400):
        speak(reading, user, until=number)
        measure(client, f"room, {number} comments", room)
        discussion = f"{room}paragraphs/{first.pk}/"
        measure(client, f"room, {number} comments, ¶ 1 open", discussion)
    connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
