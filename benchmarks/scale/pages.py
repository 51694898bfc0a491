"""How long pages and parts of them take, one after another and at sixteen connections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.scale import acts, targets
from benchmarks.scale.client import Ask, Connection, Timing, get, measure
from benchmarks.scale.report import Report, cell, times, wrong_in
from benchmarks.scale.sites import Room, Site, ports_of
from benchmarks.scale.sizes import Size

MANY = 16
WRITERS = 8
READER, SPEAKER = 1, 2
OVERVIEW = "all discussions of 400 comments"

type Asking = Callable[[Room, int], Ask]


@dataclass
class Act:
    """An act, asked one after another and by many at once."""

    name: str
    alone: Timing
    together: Timing
    target: targets.Target | None = None


@dataclass
class Limits:
    """What the machine can do: bytes that are ready, and a signed-in request that does nothing."""

    ready: Act
    nothing: Act


class Pages:
    """The site's pages, served by two processes."""

    def __init__(self, ports: Sequence[int], rooms: Sequence[Room], much: Room, size: Size) -> None:
        self._ports = ports
        self._rooms = rooms[:MANY]
        # Others, so that pages do not grow while they are measured.
        self._spoken = rooms[-MANY:]
        self._fresh = rooms[MANY:-MANY] or rooms
        self._much = much
        self._size = size

    async def measured(self) -> list[Act]:
        """All acts; what is measured cold is asked for before all else."""
        much = [self._much] * len(self._much.cookies)
        cold = await self._cold(f"{OVERVIEW}, cold")
        return [
            await self._act("the same by the site's middleware", acts.nothing),
            await self._act("home", acts.home),
            await self._act("group", acts.group),
            await self._act("reading room, 400 comments", acts.room),
            await self._act("reading room, one discussion open", acts.open_room, targets.OPEN_ROOM),
            await self._act("the same, 4,000 comments", acts.open_room, targets.OPEN_ROOM, much),
            cold,
            await self._act(OVERVIEW, acts.overview, targets.OVERVIEW),
            await self._act("all discussions of 4,000 comments", acts.overview, targets.MUCH, much),
            await self._one_more("all discussions of 4,000 comments, one more"),
            await self._act("one paragraph, 10 comments", acts.discussion, targets.DISCUSSION),
            await self._act("what is new in the room", acts.news),
            await self._act("mark", acts.marking, targets.MARKING),
            await self._act("post a comment", acts.speaking, targets.SPEAKING, self._spoken),
        ]

    async def _act(
        self,
        name: str,
        asking: Asking,
        target: targets.Target | None = None,
        rooms: Sequence[Room] = (),
    ) -> Act:
        member = SPEAKER if asking is acts.speaking else READER
        of = rooms or self._rooms
        asks = [asking(room, (member + place) % len(room.cookies)) for place, room in enumerate(of)]
        return await both(name, self._ports, asks, self._size, target)

    async def _cold(self, name: str) -> Act:
        """Each room's discussions for the first time, in a process that has shown others."""
        first, *others = [acts.overview(room, READER) for room in self._fresh]
        ports = self._ports[:1]
        await measure(ports, [first], seconds=self._size.alone)
        most = min(len(others), 20)
        asks = others[:most]
        alone = await measure(ports, asks, seconds=60, most=most, is_warm=True)
        return Act(name, alone, Timing(), targets.OVERVIEW_COLD)

    async def _one_more(self, name: str) -> Act:
        """All discussions, after something new was said in one of them."""
        alone = Timing()
        connection = Connection(self._ports[0])
        speak, read = acts.speaking(self._much, SPEAKER), acts.overview(self._much, READER)
        for _turn in range(10):
            await connection.ask(speak())
            await alone.ask(connection, read())
        connection.close()
        return Act(name, alone, Timing(), targets.MUCH_AND_ONE)

    async def writers(self) -> Timing:
        """Eight people who speak as fast as they can."""
        asks = [acts.speaking(room, SPEAKER) for room in self._spoken[:WRITERS]]
        return await measure(self._ports, asks, connections=WRITERS, seconds=self._size.together)


async def both(
    name: str,
    ports: Sequence[int],
    asks: Sequence[Ask],
    size: Size,
    target: targets.Target | None = None,
) -> Act:
    """An act, alone and at many connections."""
    alone = await measure(ports, asks, seconds=size.alone)
    together = await measure(ports, asks, connections=MANY, seconds=size.together)
    return Act(name, alone, together, target)


async def limits(site: Site, rooms: Sequence[Room], size: Size, *, bytes_ready: int) -> Limits:
    """What a Django can do here that does next to nothing, served in the same way."""
    with site.pages(2, settings="bare") as servers:
        ports = ports_of(servers)
        ready = get(f"/bytes/{bytes_ready}/")
        return Limits(
            ready=await both("bare Django view, as many bytes", ports, [lambda: ready], size),
            nothing=await both(
                "signed-in request that does nothing",
                ports,
                [acts.nothing(room, READER) for room in rooms[:MANY]],
                size,
            ),
        )


HEAD = ("act", "KB", "p50", "p95", "p99", "of nothing", "must", "aim")
HEAD_TOGETHER = ("at 16: a second", "p50", "p95", "p99", "errors")


def tell(report: Report, measured: Sequence[Act], bounds: Limits, writers: Timing) -> None:
    """The table of all acts, with the limits first."""
    nothing = bounds.nothing.alone.median
    report.table(
        [*HEAD, *HEAD_TOGETHER],
        [_row(act, nothing) for act in (bounds.ready, bounds.nothing, *measured)],
    )
    must, aim = targets.WRITERS.ratios
    report.say(
        f"{WRITERS} writers: {cell(writers.rate)} comments a second, which is"
        f" {times(writers.rate, bounds.nothing.together.rate)} of the nothings (must {must}, aim"
        f" {aim}); p95 {cell(writers.at(95))} ms, {writers.wrong.total()} errors."
    )


def _row(act: Act, nothing: float) -> list[object]:
    alone, together = act.alone, act.together
    wanted = act.target.ratios if act.target else ("", "")
    row = [act.name, f"{alone.size / 1000:.0f}", *_percentiles(alone)]
    row += [times(alone.median, nothing), *wanted]
    wrong = alone.wrong + together.wrong
    return [*row, together.rate, *_percentiles(together), wrong_in(wrong)]


def _percentiles(timing: Timing) -> list[float]:
    return [timing.median, timing.at(95), timing.at(99)]
