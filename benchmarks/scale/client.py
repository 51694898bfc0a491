"""Asking over HTTP/1.1, on as many connections at once as one likes, and how long that takes."""

import asyncio
import math
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from time import monotonic, perf_counter
from urllib.parse import urlencode

# In seconds. Servers close a connection that has been idle for a little longer than this.
IDLE = 4.0
PATIENCE = 60.0
TOKEN = "c" * 32

# What is asked: the whole request, made anew for each time.
type Ask = Callable[[], bytes]

_FAULTS = (OSError, EOFError, TimeoutError, ValueError)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def get(path: str, *, cookie: str = "", htmx: bool = False, accept: str = "text/html") -> bytes:
    """A request for a page, or for a part of it by htmx, in a browser with this session."""
    return _request("GET", path, _cookies(cookie), f"Accept: {accept}", *_htmx(htmx))


def post(path: str, fields: dict[str, str], *, cookie: str, htmx: bool = True) -> bytes:
    """A form that is sent in the same way."""
    body = urlencode(fields).encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    token = f"X-CSRFToken: {TOKEN}"
    return _request("POST", path, _cookies(cookie), token, kind, *_htmx(htmx), body=body)


def post_json(path: str, body: bytes) -> bytes:
    return _request("POST", path, "Content-Type: application/json", body=body)


def _request(method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _cookies(session: str) -> str:
    return f"Cookie: sessionid={session}; csrftoken={TOKEN}"


def _htmx(wanted: bool) -> list[str]:
    return ["HX-Request: true"] if wanted else []


class Connection:
    """A connection that stays open as long as the server lets it, and is opened again then."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._used = 0.0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Answer:
        """The answer; raises OSError, EOFError, TimeoutError or ValueError where none comes."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(request)
        except BaseException:
            self.close()
            raise
        finally:
            self._used = monotonic()

    async def _ask(self, request: bytes) -> Answer:
        if self._streams is None or monotonic() - self._used > IDLE:
            self.close()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        reader, writer = self._streams
        writer.write(request)
        status, headers = await head(reader)
        body = await _body(reader, status, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, body)

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None


async def head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """The status and the headers of the answer that comes here."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in fields}


async def _body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    if status in {204, 304}:
        return b""
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.read()
    chunks = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        chunks.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(chunks)


@dataclass
class Timing:
    """How long answers took, in milliseconds, and what went wrong."""

    took: list[float] = field(default_factory=list)
    seconds: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)
    # The size of the last answer.
    size: int = 0

    def at(self, percent: int) -> float:
        """The time within which so many of a hundred answers came."""
        if not self.took:
            return math.nan
        return sorted(self.took)[max(math.ceil(len(self.took) * percent / 100) - 1, 0)]

    @property
    def median(self) -> float:
        return statistics.median(self.took) if self.took else math.nan

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds if self.seconds else math.nan

    async def ask(self, connection: Connection, request: bytes) -> Answer | None:
        """Ask and note how it went; None where nothing came."""
        began = perf_counter()
        try:
            answer = await connection.ask(request)
        except _FAULTS as error:
            self.wrong[type(error).__name__] += 1
            return None
        if answer.status >= 400:
            self.wrong[str(answer.status)] += 1
        else:
            self.took.append(1000 * (perf_counter() - began))
            self.size = len(answer.body)
        return answer


async def measure(
    ports: Sequence[int],
    asks: Sequence[Ask],
    *,
    connections: int = 1,
    seconds: float,
    most: int = 0,
    is_warm: bool = False,
) -> Timing:
    """Ask all these in turn for so many seconds, or at `most` so often.

    The connections are shared out among the ports, and the asks among the connections. Unless the
    server `is_warm`, each is asked once before anything is counted.
    """
    timing = Timing()
    start = asyncio.Barrier(connections)
    began = math.inf

    async def go(number: int) -> None:
        nonlocal began
        connection = Connection(ports[number % len(ports)])
        mine = [
            asks[place % len(asks)]
            for place in range(number, max(len(asks), connections), connections)
        ]
        for ask in () if is_warm else mine:
            with suppress(*_FAULTS):
                await connection.ask(ask())
        await start.wait()
        began = min(began, perf_counter())
        turns = cycle(mine)
        while perf_counter() - began < seconds and not (most and len(timing.took) >= most):
            await timing.ask(connection, next(turns)())
        connection.close()

    async with asyncio.TaskGroup() as tasks:
        for number in range(connections):
            tasks.create_task(go(number))
    timing.seconds = perf_counter() - began
    return timing
