"""The same beside others: all that is said, one paragraph, and a comment that is posted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.scale.client import Timing, measure
from benchmarks.scale.pages import MANY, OVERVIEW, Act
from benchmarks.scale.peers import ALL, MUCH, WHOLE, Peer
from benchmarks.scale.processes import memory
from benchmarks.scale.report import Report, cell, times
from benchmarks.scale.sites import ports_of
from benchmarks.scale.sizes import Size

PARAGRAPH = 3


@dataclass
class Beside:
    """What a peer took for each act, and its memory in bytes; or why it is not here."""

    name: str
    acts: list[Act]
    memory: int = 0
    missing: str = ""


async def beside(peer: Peer, size: Size) -> Beside:
    """Measure a peer in which the groups are."""
    groups = range(WHOLE)
    with peer.serving() as servers:
        ports = ports_of(servers)
        reads = [peer.read(group, ALL) for group in groups]
        # It takes many seconds.
        much = await measure(ports, [peer.read(0, MUCH)], seconds=size.alone, most=1, is_warm=True)
        speaking = [await peer.speak(ports[0], group, PARAGRAPH) for group in groups]
        acts = [
            Act(
                "all of 400 comments",
                await measure(ports, reads[:1], seconds=size.alone),
                await measure(ports, reads, connections=MANY, seconds=size.together, is_warm=True),
            ),
            Act("all of 4,000 comments", much, Timing()),
        ]
        for name, asks in (
            ("one paragraph, 10 comments", [peer.read(group, PARAGRAPH) for group in groups]),
            ("post a comment", speaking),
        ):
            alone = await measure(ports, asks[:1], seconds=size.alone)
            together = await measure(
                ports, asks, connections=MANY, seconds=size.together, is_warm=True
            )
            acts.append(Act(name, alone, together))
        return Beside(peer.name, acts, memory(servers[0].pid))


# The same acts of ours, by their names in the table of pages.
OURS = {
    "all of 400 comments": OVERVIEW,
    "all of 4,000 comments": "all discussions of 4,000 comments",
    "one paragraph, 10 comments": "one paragraph, 10 comments",
    "post a comment": "post a comment",
}


def ours(acts: Sequence[Act], memory_used: int) -> Beside:
    """The site itself, of whose acts some are measured of peers too."""
    by_name = {act.name: act for act in acts}
    chosen = [replace(by_name[own], name=name) for name, own in OURS.items()]
    return Beside("this site, p50 in ms (a second at 16)", chosen, memory_used)


def tell(report: Report, ours: Beside, others: Sequence[Beside]) -> None:
    """A table with a column for each: p50 alone, (a second at 16), and how many times ours."""
    rows = [
        [own.name, _cell(own), *(_their(other, place, own) for other in others)]
        for place, own in enumerate(ours.acts)
    ]
    memories = [f"{one.memory / 1e6:.0f} MB" if one.memory else "–" for one in (ours, *others)]
    report.table(["act", *(one.name for one in (ours, *others))], [*rows, ["memory", *memories]])
    for other in others:
        if other.missing:
            report.say(f"{other.name} is missing: {other.missing}")


def _cell(act: Act) -> str:
    together = f" ({cell(act.together.rate)}/s)" if act.together.seconds else ""
    errors = (act.alone.wrong + act.together.wrong).total()
    return cell(act.alone.median) + together + (f", {errors} errors" if errors else "")


def _their(other: Beside, place: int, own: Act) -> str:
    if other.missing:
        return "missing"
    act = other.acts[place]
    return f"{_cell(act)}, {times(act.alone.median, own.alone.median)}"
