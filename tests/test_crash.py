"""The server is killed again and again while people write: what was acknowledged stays, what was
not is sent again as it was, and all of it is there once.
"""

import os
import random
import signal
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment, Thread
from tests.apart import Server, serving_apart
from tests.conftest import EXAMPLES, Room, SignIn
from tests.page import HTMX, page_of
from tests.studygroup.test_demo import PATIENCE, wait_until
from tests.test_at_once import filled_in

# EXAMPLES=750 for five hundred.
KILLS = EXAMPLES * 2 // 3
# How many comments there are to answer.
BEGINNINGS = 8
# A life ends so many acknowledgements after its beginning at most, and so many seconds later.
LONGEST_LIFE = 5
MOMENT = 0.05

type Form = tuple[str, dict[str, str]]


# --- Who writes ----------------------------------------------------------------------------------


@dataclass
class Writer:
    """Somebody with a browser, who fills in one form after another."""

    name: str
    cookies: str
    forms: list[Form]
    acknowledged: list[str] = field(default_factory=list)
    # How often there was no answer.
    cut_off: int = 0

    def write(self, port: int, ended: Event) -> None:
        """Write until that is ended, and all that was sent is acknowledged."""
        http = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while not ended.is_set():
            url, fields = random.choice(self.forms)
            words = f"{self.name} {len(self.acknowledged)}"
            # Each form comes with a key of its own, and is sent again with that.
            filled = urlencode(fields | {"text": words, "key": str(uuid.uuid4())})
            headers = random.choice([{}, HTMX])
            deadline = time.monotonic() + PATIENCE
            while (status := self.sent(http, url, filled, headers)) is None:
                assert time.monotonic() < deadline
                self.cut_off += 1
                time.sleep(0.01)
            assert status == (200 if headers else 302)
            self.acknowledged.append(words)
        http.close()

    def sent(
        self, http: HTTPConnection, url: str, filled: str, headers: dict[str, str]
    ) -> int | None:
        """The status of the answer, once all of it is here; None where there is none."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookies}
        try:
            http.request("POST", url, filled, headers | kind)
            answer = http.getresponse()
            answer.read()
        except (OSError, HTTPException):
            http.close()
            return None
        return answer.status


def writer(name: str, client: Client, urls: list[str]) -> Writer:
    """Somebody who has opened the forms at these addresses."""
    forms = [(url, filled_in(page_of(client.get(url)), at=url, to=url)) for url in urls]
    cookies = client.cookies.output(attrs=[], header="", sep=";").strip()
    return Writer(name, cookies, forms)


@pytest.fixture
def writers(room: Room, alice: User, bob: User, sign_in: SignIn) -> list[Writer]:
    """Alice and Bob, each in two browsers, with forms to begin threads and to answer."""
    begun = [room.say(bob, 1, f"Thought {number}.") for number in range(BEGINNINGS)]
    urls = [reverse("discussions:reply", args=[comment.pk]) for comment in begun]
    urls += [room.discussion_url(position) for position in (1, 2)]
    return [
        writer(f"{user.display_name} {browser}", sign_in(user), urls)
        for user in (alice, bob)
        for browser in ("at home", "elsewhere")
    ]


# --- Killing it ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_what_was_acknowledged_outlives_the_server(writers: list[Writer], tmp_path: Path) -> None:
    before = Comment.objects.count()

    with serving_apart(tmp_path) as server:
        kill_while_writing(server, writers)

    acknowledged = [words for writer in writers for words in writer.acknowledged]
    there = Comment.objects.order_by("pk").values_list("source", flat=True)[before:]
    assert sorted(there) == sorted(acknowledged)
    assert all(writer.cut_off for writer in writers)
    assert miscounted() == []
    assert is_sound()


def kill_while_writing(server: Server, writers: list[Writer]) -> None:
    """Kill the server so many times, and end it once all is acknowledged."""
    ended = Event()
    lives = server.lives()
    with ThreadPoolExecutor(len(writers)) as pool:
        writing = [pool.submit(writer.write, server.port, ended) for writer in writers]
        try:
            for _time in range(KILLS):
                life = next(lives)
                wait_for_some_answers(writers, writing)
                time.sleep(random.uniform(0, MOMENT))
                os.kill(life, signal.SIGKILL)
        finally:
            ended.set()
        life = next(lives)
        assert [done.result(PATIENCE) for done in writing] == [None] * len(writers)
    os.kill(life, signal.SIGTERM)
    assert server.process.wait(PATIENCE) == 0


def wait_for_some_answers(writers: list[Writer], writing: list[Future[None]]) -> None:
    """Wait for none of them or some, so that a life ends at its beginning too."""
    wanted = answered(writers) + random.randint(0, LONGEST_LIFE)
    wait_until(lambda: answered(writers) >= wanted or any(done.done() for done in writing))


def answered(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def miscounted() -> list[Thread]:
    """The threads that have no comments, or do not agree with them: none."""
    return [thread for thread in Thread.objects.all() if not agrees(thread)]


def agrees(thread: Thread) -> bool:
    numbers = list(thread.comments.order_by("number").values_list("number", flat=True))
    return 0 < thread.said == thread.voices and numbers == list(range(1, thread.said + 1))


def is_sound() -> bool:
    """Whether SQLite finds its file whole; PostgreSQL looks after that itself."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        checked = [
            cursor.execute(f"PRAGMA {check}").fetchall()
            for check in ("integrity_check", "foreign_key_check")
        ]
    return checked == [[("ok",)], []]
