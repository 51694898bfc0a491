"""The hub of a process: reads what has happened once, and hands it on to all who listen here."""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic

from django.db import DatabaseError, InterfaceError, close_old_connections

from groups.live import presence
from groups.live.listeners import Listener, News, news_for
from groups.live.seals import sealed
from groups.live.wakes import others, sleepers

logger = logging.getLogger(__name__)

# In seconds: how often all readings are looked at and all listeners checked, though nobody wakes
# the hub, and how often a stream shows that it lives.
ROUND = 2.0
HEARTBEAT = 15.0

ALIVE = b"event: alive\ndata: {}\n\n"


class Hub:
    """Those who listen in this process. All but `wake` is called in its event loop."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self._woken: set[int] = set()
        self._bell = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        # One thread and so one connection to the database, however many listen.
        self._reader = ThreadPoolExecutor(1, "hub")
        self._work: list[asyncio.Task[None]] = []
        self._next_round = self._next_beat = self._next_renewal = 0.0
        self._present: set[presence.Here] = set()

    def add(self, listener: Listener) -> None:
        """Send to this one from now on."""
        self.listeners.add(listener)
        if not self._work:
            sleepers.add(self.wake)
            self._work = [asyncio.create_task(one) for one in (self._run(), self._hear_others())]
        # What has happened on the way here, and that somebody is here.
        self._next_renewal = 0.0
        self._ring(listener.reading)

    async def remove(self, listener: Listener) -> None:
        """Send nothing more to this one; the hub rests when it was the last."""
        self.listeners.discard(listener)
        here = (listener.reading, listener.user)
        if here not in {(one.reading, one.user) for one in self.listeners}:
            await self._ask(lambda: presence.end(*here))
            self._ring(listener.reading)
        if not self.listeners:
            self._rest()

    def wake(self, reading_pk: int) -> None:
        """Look at this reading now; may be called from any thread."""
        with suppress(RuntimeError):  # The loop is closed: nobody listens any more.
            self._loop.call_soon_threadsafe(self._ring, reading_pk)

    def _ring(self, reading_pk: int) -> None:
        self._woken.add(reading_pk)
        self._bell.set()

    def _rest(self) -> None:
        sleepers.discard(self.wake)
        for task in self._work:
            task.cancel()
        self._work = []

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(self._next_round - monotonic(), 0)):
                    await self._bell.wait()
            self._bell.clear()
            woken, self._woken = self._woken, set()
            is_round = monotonic() >= self._next_round
            if is_round:
                self._next_round = monotonic() + ROUND
                self._beat()
            await self._hand_on(
                [one for one in self.listeners if is_round or one.reading in woken], is_round
            )
            if is_round or self._next_renewal == 0.0:
                await self._look_around()

    async def _hand_on(self, listeners: list[Listener], is_round: bool) -> None:
        news: News | None = await self._ask(
            lambda: news_for(listeners, all_are_checked=is_round) if listeners else None
        )
        if news is None:
            return
        for one in listeners:
            if one in news.gone:
                one.send(None)
                continue
            one.number = max(one.number, news.numbers[one.reading])
            for number, nudge in news.nudges.get(one, ()):
                one.send(message(nudge.what, nudge.data, sealed(one.reading, number)))

    async def _look_around(self) -> None:
        """See who is there, and nudge those who see somebody come or go."""
        here = {(one.reading, one.user) for one in self.listeners if one.is_shown}
        readings = {one.reading for one in self.listeners}
        is_due = monotonic() >= self._next_renewal
        if is_due:
            self._next_renewal = monotonic() + presence.RENEWED.total_seconds()

        def look() -> set[presence.Here]:
            if is_due:
                presence.renew(here)
            return presence.present_in(readings)

        present = await self._ask(look)
        if present is None:
            return
        changed = {reading for reading, _user in present ^ self._present}
        self._present = present
        for one in self.listeners:
            if one.reading in changed:
                one.send(message("present", {}))

    def _beat(self) -> None:
        if monotonic() >= self._next_beat:
            self._next_beat = monotonic() + HEARTBEAT
            for one in tuple(self.listeners):
                one.send(ALIVE)

    async def _ask[Answer](self, question: Callable[[], Answer]) -> Answer | None:
        """What the database answers; None where it does not: then the next round asks again."""

        def asked() -> Answer:
            close_old_connections()
            try:
                return question()
            finally:
                close_old_connections()

        try:
            return await self._loop.run_in_executor(self._reader, asked)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The events of readings cannot be read: %s", error)
            return None

    async def _hear_others(self) -> None:
        """Let other processes wake this one."""
        if there := others():
            async for reading_pk in there.heard():
                self._ring(reading_pk)


def message(what: str, data: dict[str, int], token: str = "") -> bytes:
    """An event as a stream carries it (https://html.spec.whatwg.org/#server-sent-events)."""
    head = f"id: {token}\n" if token else ""
    return f"{head}event: {what}\ndata: {json.dumps(data)}\n\n".encode()


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of this event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
