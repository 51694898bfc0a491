"""What it costs to tell many at once: pages that are open on one reading, in one process."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

from benchmarks.scale import acts
from benchmarks.scale.client import Connection, Timing, get, head
from benchmarks.scale.processes import memory
from benchmarks.scale.report import Report, times
from benchmarks.scale.sites import Room, Server
from benchmarks.scale.sizes import Size
from benchmarks.scale.targets import NUDGES

# So many come at a time.
AT_A_TIME = 50
# In seconds.
SETTLING = 4.0
PATIENCE = 20.0
SPOKEN = b"event: spoken\n"


@dataclass
class Heard:
    """What so many listeners cost, and how long the first and the last waited for a nudge."""

    listeners: int
    # Seconds until all had come.
    coming: float
    # Bytes for each, and for the whole process.
    memory: float
    whole: float
    first: Timing
    last: Timing
    post: Timing
    # Nudges that did not come, and listeners whose streams ended.
    lost: int
    gone: int


class Crowd:
    """Pages that listen."""

    def __init__(self, port: int, url: str) -> None:
        self._port = port
        self._url = url
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self._told: asyncio.Queue[float] = asyncio.Queue()
        self.gone = 0

    async def come(self, cookies: Sequence[str]) -> None:
        """Open a stream for each of these sessions."""
        door = asyncio.Semaphore(AT_A_TIME)

        async def one(cookie: str) -> None:
            async with door:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                self._writers.append(writer)
                writer.write(get(f"{self._url}events/", cookie=cookie, accept="text/event-stream"))
                status = 0
                with suppress(OSError, EOFError):
                    status, _headers = await head(reader)
            if status != 200:
                self.gone += 1
                return
            task = asyncio.create_task(self._listen(reader))
            self._tasks.add(task)

        async with asyncio.TaskGroup() as coming:
            for cookie in cookies:
                coming.create_task(one(cookie))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            async for line in reader:
                if line == SPOKEN:
                    self._told.put_nowait(perf_counter())
        self.gone += 1

    async def waits(self, began: float) -> list[float]:
        """In how many milliseconds those who are here were told, in turn."""
        waits: list[float] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while len(waits) < len(self._tasks):
                    waits.append(1000 * (await self._told.get() - began))
        return waits

    def go(self) -> None:
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.close()


async def listening(server: Server, room: Room, *, listeners: int, size: Size) -> Heard:
    """Let so many listen with the sessions of all but one member, who speaks."""
    *cookies, _speaker = room.cookies
    speak = acts.speaking(room, len(cookies))
    connection = Connection(server.port)
    crowd = Crowd(server.port, room.url)
    # What a process needs anyway is there before it is weighed.
    for _post in range(size.warming):
        await connection.ask(speak())
    await crowd.come(cookies[:1])
    await asyncio.sleep(SETTLING)
    before, began = memory(server.pid), perf_counter()
    await crowd.come([cookies[number % len(cookies)] for number in range(1, listeners)])
    coming = perf_counter() - began
    await asyncio.sleep(SETTLING)
    whole = memory(server.pid)
    each = (whole - before) / (listeners - 1)
    heard = Heard(listeners, coming, each, whole, Timing(), Timing(), Timing(), lost=0, gone=0)
    for _post in range(size.posts):
        began = perf_counter()
        posted = asyncio.create_task(heard.post.ask(connection, speak()))
        waits = await crowd.waits(began)
        await posted
        heard.lost += listeners - len(waits)
        if waits:
            heard.first.took.append(waits[0])
            heard.last.took.append(waits[-1])
        await asyncio.sleep(0.1)
    heard.gone = crowd.gone
    crowd.go()
    connection.close()
    return heard


def tell(report: Report, heard: Sequence[Heard], nothing: float) -> None:
    """A table with a line for each number of listeners."""
    head = ("listeners", "KB each", "MB in all", "s to come", "first, p50", "last, p50", "p95")
    rows = []
    for one in heard:
        wanted = NUDGES[one.listeners].ratios if one.listeners in NUDGES else ("", "")
        ratio = times(one.last.median, nothing)
        waits = (one.first.median, one.last.median, one.last.at(95), ratio, *wanted)
        lost = f"{one.lost} nudges, {one.gone} streams"
        held = (one.memory / 1000, one.whole / 1e6)
        row = (one.listeners, *held, one.coming, *waits, one.post.median, lost)
        rows.append(row)
    report.table([*head, "of nothing", "must", "aim", "the post, p50", "lost"], rows)
