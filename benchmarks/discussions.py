"""How long discussions take the server, with few comments and with many.

Run it with `uv run python -m benchmarks.discussions`, on a machine that does nothing else, and with
DATABASE_URL for PostgreSQL.
A table in Markdown: 20 people read a text of 40 paragraphs; what they say has 300 letters and
stands in threads of ten, four deep. The milliseconds are the server's, the median of fifteen times;
"cold" is while nothing is kept, "one more" after somebody has spoken. What a signed-in request that
does nothing takes tells how fast the machine is; what an act takes the processor, at least, is told
as a multiple of that as well, which stays much the same while others use the machine.
"""

import os
import statistics
import threading
import time
import uuid
from collections.abc import Callable
from itertools import count

os.environ |= {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"}

import django

django.setup()

from django.core.cache import caches
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.markdown import render
from articles.models import Paragraph
from discussions.actions import open_thread
from discussions.models import Comment, Thread
from groups.actions import found, join, read_to, start_reading
from groups.models import Group, Place, Reading
from studygroup.urls import urlpatterns

AUTHORS = 20
PARAGRAPHS = 40
IN_A_THREAD = 10
DEPTH = 4
TIMES = 15
HTMX = {"HX-Request": "true"}
WRITERS = 8
EACH_WRITES = 25
WORDS = "What struck me here is how *plainly* it is put; I had to read it twice to see why. " * 4

# What each act took the processor; the first one does nothing.
WORKED: list[float] = []

type Act = Callable[[], object]


def people() -> list[User]:
    return [
        User.objects.create_user(f"reader{number}@example.org", display_name=f"Reader {number}")
        for number in range(AUTHORS)
    ]


def reading_of(readers: list[User]) -> Reading:
    """A text that all of these have read, except for its last paragraph."""
    leader, *others = readers
    led = found(Group(name="The Bench", visibility="private", joining="invitation"), founder=leader)
    for other in others:
        join(led.group, user=other)
    blocks = [Block(f"{number}. {WORDS}") for number in range(PARAGRAPHS)]
    reading = start_reading(publish(title="A Text", blocks=blocks, added_by=leader), by=led)
    for place in Place.objects.filter(reading=reading):
        read_to(place, paragraph=reading.article.text.get(position=PARAGRAPHS - 1))
    return reading


@transaction.atomic
def fill(reading: Reading, authors: list[User], *, on: list[Paragraph], comments: int) -> None:
    """Let these authors say so much on these paragraphs, as much on each."""
    html = render(WORDS)
    for number in range(comments // IN_A_THREAD):
        paragraph = on[number % len(on)]
        thread = Thread.objects.create(
            reading=reading, paragraph=paragraph, voices=IN_A_THREAD, said=IN_A_THREAD
        )
        said: list[Comment] = []
        for place in range(IN_A_THREAD):
            said.append(
                Comment(
                    thread=thread,
                    number=place + 1,
                    reading=reading,
                    paragraph=paragraph,
                    parent=said[place - 1] if place % DEPTH else None,
                    author=authors[(number + place) % len(authors)],
                    source=WORDS,
                    html=html,
                )
            )
            said[-1].save()


def times_of(act: Act, *, before: Act = lambda: None) -> tuple[float, float]:
    """How many milliseconds the act takes, once it is warm, and at least of the processor."""
    act()
    took, worked = [], []
    for _time in range(TIMES):
        before()
        began, began_work = time.perf_counter(), time.process_time()
        act()
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - began_work))
    return statistics.median(took), min(worked)


def measure(what: str, act: Act, *, before: Act = lambda: None) -> None:
    act()
    before()
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = len(queries)
    took, worked = times_of(act, before=before)
    WORKED.append(worked)
    times = worked / WORKED[0]
    print(f"| {what} | {asked} | {took:.1f} | {worked:.1f} | {times:.1f} |", flush=True)


def speak(reading: Reading, author: User, paragraph: Paragraph) -> None:
    open_thread(reading, paragraph, author=author, source=WORDS, key=uuid.uuid4())


def writing_at_once(reading: Reading, authors: list[User], paragraphs: list[Paragraph]) -> float:
    """How many comments a second eight people get said together."""

    def write(number: int) -> None:
        for turn in range(EACH_WRITES):
            speak(reading, authors[number], paragraphs[(number + turn) % len(paragraphs)])
        connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(WRITERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return WRITERS * EACH_WRITES / (time.perf_counter() - began)


def compare(client: Client, readers: list[User], *, comments: int) -> None:
    """The room and all discussions, with so many comments on all paragraphs."""
    reading = reading_of(readers)
    read = list(reading.article.text[: PARAGRAPHS - 1])
    fill(reading, readers, on=read, comments=comments)
    turn = count()

    def one_more() -> None:
        speak(reading, readers[2], read[next(turn) % len(read)])

    room = f"/readings/{reading.pk}/"
    page = getting(client, f"{room}discussions/")
    measure(f"room, {comments} comments", getting(client, room))
    opened = f"{room}paragraphs/{read[0].pk}/"
    measure(f"room, {comments} comments, one discussion open", getting(client, opened))
    what = f"all discussions, {comments} comments"
    measure(f"{what}, cold", page, before=caches["pieces"].clear)
    measure(f"{what}, warm", page)
    measure(f"{what}, one more", page, before=one_more)


def one_paragraph(client: Client, readers: list[User], *, comments: int) -> None:
    """The discussion of one paragraph with so many comments, and one comment more."""
    reading = reading_of(readers)
    first = reading.article.text[0]
    fill(reading, readers, on=[first], comments=comments)
    discussion = f"/readings/{reading.pk}/paragraphs/{first.pk}/"
    measure(f"one paragraph, {comments} comments", getting(client, discussion, HTMX))

    def post() -> None:
        client.post(discussion, {"text": WORDS, "key": uuid.uuid4()}, headers=HTMX)

    measure(f"post a comment where there are {comments}", post)


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user.pk))


def getting(client: Client, url: str, headers: dict[str, str] | None = None) -> Act:
    return lambda: client.get(url, headers=headers)


def main() -> None:
    connection.creation.create_test_db(verbosity=0)
    readers = people()
    client = Client(headers={"host": "localhost"})
    client.force_login(readers[1])
    print(f"{connection.vendor}; load of the machine: {os.getloadavg()[0]:.1f}\n")
    print("| act | queries | ms | processor | × nothing |\n|---|---|---|---|---|")
    urlpatterns.append(path("nothing/", nothing))
    measure("a signed-in request that does nothing", getting(client, "/nothing/"))
    for comments in (400, 4000):
        compare(client, readers, comments=comments)
    for comments in (10, 400):
        one_paragraph(client, readers, comments=comments)
    reading = reading_of(readers)
    rate = writing_at_once(reading, readers, list(reading.article.text))
    print(f"\n{WRITERS} writers: {rate:.0f} comments a second.")
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}")
    connections.close_all()
    connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
