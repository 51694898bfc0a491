"""Some dozens of people who read and write for minutes, each at their own pace."""

import asyncio
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from benchmarks.scale import acts
from benchmarks.scale.client import Ask, Connection, Timing, get, head, measure
from benchmarks.scale.report import Report, times, wrong_in
from benchmarks.scale.said import PARAGRAPHS
from benchmarks.scale.sites import Room

# So many of a group are there at the same time.
OF_A_GROUP = 5
# Seconds between the acts of one person, on average; and for which a page gathers nudges.
PAUSE = 4.0
GATHERING = 0.5


@dataclass
class Minutes:
    """What all of them did and how long each kind of act took."""

    reading: Timing = field(default_factory=Timing)
    writing: Timing = field(default_factory=Timing)
    # What pages ask for because they were told of something.
    news: Timing = field(default_factory=Timing)
    # Streams that could not be opened, or ended.
    silent: int = 0
    # What the servers warned of, and how often; and the bytes that they hold at the end.
    faults: Counter[str] = field(default_factory=Counter)
    memory: int = 0

    @property
    def all(self) -> dict[str, Timing]:
        return {"read": self.reading, "write": self.writing, "bring in what is new": self.news}


class Person:
    """A member of a group with the room open in a browser."""

    def __init__(
        self, port: int, room: Room, member: int, minutes: Minutes, *, writes: bool
    ) -> None:
        self._port = port
        self._room = room
        self._cookie = room.cookies[member]
        self._minutes = minutes
        self._writes = writes
        self._random = Random(room.reading * 100 + member)
        self._tab, self._beside = Connection(port), Connection(port)
        self._told = asyncio.Event()
        self._speak, self._mark = acts.speaking(room, member), acts.marking(room, member)
        self._news = acts.news(room, member)

    async def live(self, until: float) -> None:
        """Read and write until that time, and listen meanwhile."""
        listening = asyncio.create_task(self._listen())
        bringing = asyncio.create_task(self._bring_in())
        await asyncio.sleep(self._random.uniform(0, PAUSE))
        while perf_counter() < until:
            await (self._write() if self._writes else self._read())
            await asyncio.sleep(self._random.expovariate(1 / PAUSE))
        if listening.done():
            self._minutes.silent += 1
        for task in (listening, bringing):
            task.cancel()
        await asyncio.gather(listening, bringing, return_exceptions=True)
        self._tab.close()
        self._beside.close()

    async def _read(self) -> None:
        kinds = ("discussion", "room", "mark", "overview", "home", "group")
        kind = self._random.choices(kinds, [50, 15, 20, 5, 5, 5])[0]
        if kind == "mark":
            await self._minutes.writing.ask(self._tab, self._mark())
        else:
            await self._minutes.reading.ask(self._tab, self._page(kind)())

    async def _write(self) -> None:
        """Open a discussion, think, and say something."""
        await self._minutes.reading.ask(self._tab, self._page("discussion")())
        await asyncio.sleep(self._random.expovariate(1 / PAUSE))
        await self._minutes.writing.ask(self._tab, self._speak())

    def _page(self, kind: str) -> Ask:
        room, cookie = self._room, self._cookie
        if kind == "discussion":
            number = self._random.randrange(PARAGRAPHS - 1)
            return acts.part(room.discussion(number), cookie)
        paths = {
            "room": room.url,
            "overview": f"{room.url}discussions/",
            "home": "/",
            "group": f"/groups/{room.group}/",
        }
        return acts.page(paths[kind], cookie)

    async def _listen(self) -> None:
        """Have the page's stream open, and note that it tells of something."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            ask = get(f"{self._room.url}events/", cookie=self._cookie, accept="text/event-stream")
            writer.write(ask)
            status, _headers = await head(reader)
            while status == 200 and (line := await reader.readline()):
                if line.startswith((b"event: spoken", b"event: moved")):
                    self._told.set()
        finally:
            writer.close()

    async def _bring_in(self) -> None:
        """Ask for what is new a moment after the stream has told of something."""
        while True:
            await self._told.wait()
            await asyncio.sleep(GATHERING)
            self._told.clear()
            await self._minutes.news.ask(self._beside, self._news())


async def minutes_of(
    ports: Sequence[int], rooms: Sequence[Room], *, users: int, seconds: float
) -> Minutes:
    """Let so many be there for so long, half of them writing."""
    told = Minutes()
    # What a process does only once is done before.
    others = [acts.home, acts.group, acts.room, acts.overview, acts.discussion, acts.news]
    asks = [asking(rooms[0], OF_A_GROUP) for asking in (*others, acts.marking, acts.speaking)]
    for port in ports:
        await measure([port], asks, seconds=0)
    until = perf_counter() + seconds
    async with asyncio.TaskGroup() as living:
        for number in range(users):
            place, member = divmod(number, OF_A_GROUP)
            port = ports[number % len(ports)]
            person = Person(port, rooms[place % len(rooms)], member, told, writes=number % 2 == 1)
            living.create_task(person.live(until))
    for timing in told.all.values():
        timing.seconds = seconds
    return told


def tell(report: Report, told: dict[str, Minutes], nothing: float) -> None:
    """A line for each database and kind of act."""
    rows = [
        [
            database,
            kind,
            len(timing.took),
            timing.rate,
            timing.median,
            times(timing.median, nothing),
            timing.at(95),
            timing.at(99),
            max(timing.took, default=math.nan),
            wrong_in(timing.wrong),
        ]
        for database, minutes in told.items()
        for kind, timing in minutes.all.items()
    ]
    head = (
        "database",
        "act",
        "number",
        "a second",
        "p50",
        "of nothing",
        "p95",
        "p99",
        "worst",
        "errors",
    )
    report.table(head, rows)
    for database, minutes in told.items():
        report.say(
            f"{database}: {minutes.silent} streams ended before their page did; the servers hold"
            f" {minutes.memory / 1e6:.0f} MB; in their logs {_faults_in(minutes)}."
        )


def _faults_in(minutes: Minutes) -> str:
    told = [f"{number}× “{words}”" for words, number in minutes.faults.most_common(5)]
    return "; ".join(told) or "no error and no warning"
