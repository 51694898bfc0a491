"""Streams of events over HTTP: who gets one, what comes over it, and when it ends."""

import asyncio
import http.client
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from prometheus_client import REGISTRY

from accounts.models import User
from groups.actions import begin_session, leave, remove
from groups.live import tell
from groups.live.redis import OthersByRedis
from groups.live.seals import opened, sealed
from groups.models import Event, Reading
from tests.at_once import in_a_loop
from tests.conftest import EXAMPLES, Room
from tests.redis import Redis
from tests.serving import session_of

pytestmark = pytest.mark.django_db(transaction=True)

# Seconds within which a stream ends for who may not listen any more, and events come.
AT_ONCE = 5
# What comes by itself.
BESIDES = {"alive", "present"}


@dataclass
class Stream:
    """A page's stream, read as a browser reads it."""

    site: str
    reading: int
    session: str = ""
    last: str = ""

    def open(self, since: str = "", **headers: str) -> "Stream":
        address = urlsplit(self.site)
        self.connection = http.client.HTTPConnection(address.netloc, timeout=AT_ONCE)
        cookie = {"Cookie": f"sessionid={self.session}"} if self.session else {}
        resumed = {"Last-Event-ID": self.last} if self.last else {}
        path = f"/readings/{self.reading}/events/?since={quote(since)}"
        sent = {"Accept": "text/event-stream", **cookie, **resumed, **headers}
        self.connection.request("GET", path, headers=sent)
        self.answer = self.connection.getresponse()
        return self

    @property
    def status(self) -> int:
        return self.answer.status

    def next(self) -> tuple[str, dict[str, int]] | None:
        """The next event that tells something; None: the stream has ended."""
        while (event := self._read()) is not None:
            if event[0] not in BESIDES:
                return event
        return None

    def is_ended(self, *, within: float) -> bool:
        """Whether the stream ends in time, and tells nothing until then."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            try:
                event = self._read()
            except TimeoutError:
                continue
            if event is None:
                return True
            assert event[0] in BESIDES, event
        return False

    def close(self) -> None:
        self.connection.close()

    def _read(self) -> tuple[str, dict[str, int]] | None:
        lines: dict[str, str] = {}
        while line := self.answer.readline().decode().strip():
            name, _colon, value = line.partition(": ")
            lines[name] = value
        if not lines:
            return None
        self.last = lines.get("id", self.last)
        return lines["event"], json.loads(lines["data"])


def status(stream: Stream) -> int:
    """How a stream is answered when it is opened."""
    stream.open()
    stream.close()
    return stream.status


type Listen = Callable[[User | None], Stream]


@pytest.fixture
def listen(site: str, room: Room) -> Iterator[Listen]:
    """Open a stream of the room for somebody."""
    streams: list[Stream] = []

    def open_stream(user: User | None) -> Stream:
        room.reading.refresh_from_db()
        stream = Stream(site, room.reading.pk, session_of(user) if user else "")
        streams.append(stream.open(sealed(room.reading.pk, room.reading.told)))
        return stream

    yield open_stream
    for stream in streams:
        stream.close()


def test_member_hears_at_once_what_is_said(
    room: Room, alice: User, bob: User, listen: Listen
) -> None:
    stream = listen(bob)
    assert stream.answer.headers["Content-Type"] == "text/event-stream"
    assert stream.answer.headers["Cache-Control"] == "no-store"
    assert stream.next() == ("here", {})

    room.say(alice, 2, "A word.")

    assert stream.next() == ("spoken", {"paragraph": room.keys(2)[0]})
    room.reading.refresh_from_db()
    assert opened(stream.last, room.reading.pk) == room.reading.told


def test_those_who_listen_are_counted(bob: User, listen: Listen) -> None:
    before = listeners()

    stream = listen(bob)
    stream.next()
    assert listeners() == before + 1

    stream.close()
    for _try in range(50):
        if listeners() == before:
            return
        time.sleep(0.1)
    pytest.fail("The stream that was closed is counted still.")


def listeners() -> float:
    counted = REGISTRY.get_sample_value("studygroup_listeners")
    assert counted is not None
    return counted


def test_what_is_ahead_is_not_sent(room: Room, alice: User, bob: User, listen: Listen) -> None:
    stream = listen(bob)
    stream.next()

    room.say(alice, 5, "Ahead.")
    room.say(alice, 1, "Behind.")

    assert stream.next() == ("spoken", {"paragraph": room.keys(1)[0]})


def test_streams_of_one_group_tell_nothing_of_another(
    room: Room, alice: User, bob: User, carol: User, listen: Listen
) -> None:
    assert listen(carol).status == 204
    stream = listen(bob)
    stream.next()
    other = Reading.objects.create(group=room.group, article=room.reading.article)

    tell(other.pk, Event.What.MOVED)
    room.say(alice, 2, "A word.")

    assert stream.next() == ("spoken", {"paragraph": room.keys(2)[0]})


@pytest.mark.parametrize("who", ["nobody", "carol", "dave"])
def test_others_are_sent_away_for_good(who: str, carol: User, dave: User, listen: Listen) -> None:
    stream = listen({"carol": carol, "dave": dave}.get(who))

    assert stream.status == 204
    assert stream.answer.read() == b""


def test_stranger_with_a_made_up_session_is_sent_away(site: str, room: Room) -> None:
    assert status(Stream(site, room.reading.pk, "made-up")) == 204


def test_session_is_heard_at_once_and_says_no_more_than_where_to_look(
    room: Room, alice: User, bob: User, listen: Listen
) -> None:
    stream = listen(bob)
    stream.next()

    begin_session(room.reading, by=room.member(alice), paragraph=room.paragraphs[4])

    assert stream.next() == ("session", {})


# --- Whoever may not listen any more


def sign_out(room: Room, bob: User, stream: Stream) -> None:
    client = Client()
    client.cookies["sessionid"] = stream.session
    assert client.post("/accounts/logout/").status_code == 302


def end_session(room: Room, bob: User, stream: Stream) -> None:
    Session.objects.filter(pk=stream.session).delete()


def go(room: Room, bob: User, stream: Stream) -> None:
    leave(room.member(bob))


def be_removed(room: Room, bob: User, stream: Stream) -> None:
    remove(room.member(bob), by=room.member(User.objects.get(display_name="Alice")))


def be_switched_off(room: Room, bob: User, stream: Stream) -> None:
    bob.is_active = False
    bob.save()


def change_password(room: Room, bob: User, stream: Stream) -> None:
    bob.set_password("Another one that nobody knows")
    bob.save()


@pytest.mark.parametrize(
    "act", [sign_out, end_session, go, be_removed, be_switched_off, change_password]
)
def test_stream_ends_at_once_and_tells_no_more(
    act: Callable[[Room, User, Stream], None], room: Room, alice: User, bob: User, listen: Listen
) -> None:
    stream = listen(bob)
    stream.next()

    act(room, bob, stream)
    room.say(alice, 2, "He does not hear it.")

    assert stream.is_ended(within=AT_ONCE)
    stream.close()
    assert status(stream) == 204


# --- Nothing is missed


def test_who_comes_back_hears_what_was_missed(
    room: Room, alice: User, bob: User, listen: Listen
) -> None:
    stream = listen(bob)
    stream.next()
    room.say(alice, 1, "First.")
    stream.next()
    stream.close()
    room.say(alice, 2, "Second.")
    room.say(alice, 4, "Ahead.")
    room.say(alice, 1, "Third.")

    stream.open()

    told = [stream.next() for _event in range(3)]
    first, second = room.keys(1, 2)
    assert told == [
        ("here", {}),
        ("spoken", {"paragraph": second}),
        ("spoken", {"paragraph": first}),
    ]


def test_who_knows_nothing_is_told_to_look_at_everything(room: Room, bob: User, site: str) -> None:
    stream = Stream(site, room.reading.pk, session_of(bob)).open(since="nonsense")

    assert stream.next() == ("stale", {})
    stream.close()


def test_however_often_it_breaks_each_event_comes_once(
    room: Room, alice: User, bob: User, listen: Listen
) -> None:
    chance = random.Random(8)
    stream = listen(bob)
    stream.next()
    said: list[int] = []
    heard: list[int] = []

    def hear(number: int) -> None:
        while number:
            event = stream.next()
            assert event is not None
            if event[0] == "spoken":
                heard.append(event[1]["paragraph"])
                number -= 1

    for _break in range(EXAMPLES):
        for _word in range(chance.randrange(3)):
            position = chance.choice([1, 2, 5])
            room.say(alice, position, "A word.")
            said += room.keys(position) if position < 3 else []
        hear(chance.randint(0, len(said) - len(heard)))
        stream.close()
        stream.open()
    hear(len(said) - len(heard))
    room.say(alice, 1, "The last.")
    hear(1)

    assert heard == [*said, *room.keys(1)]


# --- Other processes


def test_other_processes_are_woken(redis: Redis) -> None:
    async def hear() -> list[int]:
        others, ours = OthersByRedis(redis.url), OthersByRedis(redis.url)
        heard = ours.heard()
        waiting = asyncio.create_task(anext(heard))
        while not waiting.done():
            # What one says oneself one knows already.
            await asyncio.to_thread(ours.wake, 41)
            await asyncio.to_thread(others.wake, 42)
            await asyncio.wait([waiting], timeout=0.1)
        await heard.aclose()
        return [waiting.result()]

    assert in_a_loop(asyncio.wait_for(hear(), 60)) == [42]


def test_redis_that_does_not_answer_holds_nobody_up(redis: Redis) -> None:
    others = OthersByRedis(redis.url)
    others.wake(1)
    redis.freeze()

    begun = time.monotonic()
    for _wake in range(20):
        others.wake(1)

    assert time.monotonic() - begun < 1
