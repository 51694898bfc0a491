"""How costs grow with the number of groups, and with the members of one."""

from collections.abc import Sequence

from benchmarks.scale import acts
from benchmarks.scale.beside import PARAGRAPH
from benchmarks.scale.client import Timing, measure
from benchmarks.scale.pages import READER, SPEAKER, Asking
from benchmarks.scale.peers import ALL, Peer
from benchmarks.scale.report import Report, times
from benchmarks.scale.sites import Room, ports_of
from benchmarks.scale.sizes import Size

ACTS: dict[str, Asking] = {
    "nothing, by the site's middleware": acts.nothing,
    "home": acts.home,
    "group": acts.group,
    "reading room, one discussion open": acts.open_room,
    "all discussions of 400 comments": acts.overview,
    "one paragraph, 10 comments": acts.discussion,
    "mark": acts.marking,
    "post a comment": acts.speaking,
}

type Column = dict[str, Timing]


async def step(ports: Sequence[int], room: Room, size: Size) -> Column:
    """All acts in one group, at one connection."""
    return {
        name: await measure(
            ports,
            [asking(room, SPEAKER if asking is acts.speaking else READER)],
            seconds=size.alone,
        )
        for name, asking in ACTS.items()
    }


async def peer_step(peer: Peer, group: int, size: Size) -> Column:
    """The acts of a peer in one group; a few times, as they may take seconds."""
    with peer.serving() as servers:
        ports = ports_of(servers)
        asks = {
            "all of 400 comments": peer.read(0, ALL),
            "one paragraph, 10 comments": peer.read(group, PARAGRAPH),
            "post a comment": await peer.speak(ports[0], group, PARAGRAPH + 1),
        }
        return {
            f"{peer.name}: {name}": await measure(ports, [ask], seconds=size.alone, most=5)
            for name, ask in asks.items()
        }


def tell(report: Report, what: str, numbers: Sequence[int], columns: Sequence[Column]) -> None:
    """A table with a column of medians for each number."""
    report.table(
        ["act", *(f"{number:,} {what}" for number in numbers), "grows"],
        [
            [
                name,
                *(column[name].median for column in columns),
                times(columns[-1][name].median, columns[0][name].median),
            ]
            for name in columns[0]
            if name in columns[-1]
        ],
    )
    wrong = sum((timing.wrong.total() for column in columns for timing in column.values()), 0)
    report.say(f"Errors: {wrong}.")
