"""One run of the benchmark: its parts in turn, over databases that end with it."""

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.scale import beside, databases, growth, listeners, pages, steady
from benchmarks.scale.beside import Beside
from benchmarks.scale.pages import Limits
from benchmarks.scale.peers import Isso, Peer, Python, Xtd, XtdOfGuests
from benchmarks.scale.processes import CannotRun, memory
from benchmarks.scale.report import Report
from benchmarks.scale.sites import Room, Server, Site, ports_of, site_over
from benchmarks.scale.sizes import Size
from benchmarks.scale.steady import Minutes

PARTS = ("growth", "pages", "peers", "listeners", "minutes")
PEERS = (Isso, Xtd, XtdOfGuests)
# What keeps a peer from being measured.
BROKEN = (CannotRun, OSError, EOFError, sqlite3.Error)
# So many rooms are kept for the minutes.
KEPT = 10
# More listeners than these share members.
MOST_LISTENERS = 100


@dataclass
class Run:
    """What one run has made so far."""

    size: Size
    parts: Sequence[str]
    folder: Path
    report: Report = field(default_factory=Report)
    versions: list[str] = field(
        default_factory=lambda: [f"Python {sys.version.split()[0]}", f"Django {version('django')}"]
    )
    rooms: list[Room] = field(default_factory=list)
    peers: list[Peer] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    missing: list[Beside] = field(default_factory=list)
    limits: Limits | None = None

    def lose(self, peer: type[Peer] | Peer, error: Exception) -> None:
        """Go on without a peer, and tell of it in its column."""
        self.peers = [one for one in self.peers if one is not peer]
        self.missing.append(Beside(peer.name, [], missing=str(error)))
        _progress(f"{peer.name} is left out: {error}")

    def wants(self, *parts: str) -> bool:
        return bool(set(parts) & set(self.parts))


async def run(size: Size, parts: Sequence[str]) -> Run:
    """Measure these parts; raises CannotRun where there is no PostgreSQL."""
    with ExitStack() as stack:
        database = stack.enter_context(databases.postgresql(os.environ.get("DATABASE_URL", "")))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scale-")))
        made = Run(size, parts, folder)
        made.versions += [databases.version(database), f"SQLite {sqlite3.sqlite_version}"]
        if made.wants("peers", "growth"):
            _install(made)
        _progress("the database is made ready")
        site = site_over(database, folder / "many", redis=os.environ.get("REDIS_URL", ""))
        with site.worker():
            with site.pages(2) as servers:
                await _grow(made, site, servers)
                if made.wants("pages", "peers"):
                    await _pages(made, site, servers)
            if made.wants("listeners"):
                await _listeners(made, site)
            if made.wants("minutes"):
                await _minutes(made, site)
        return made


def _progress(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _install(made: Run) -> None:
    """Install the peers; what cannot be had is told of in its column."""
    _progress("the peers are installed")
    try:
        python = Python(made.folder)
    except BROKEN as error:
        for kind in PEERS:
            made.lose(kind, error)
        return
    for kind in PEERS:
        try:
            peer = kind(python, made.folder)
        except BROKEN as error:
            made.lose(kind, error)
        else:
            made.peers.append(peer)
            made.versions.append(peer.version)
    made.versions = list(dict.fromkeys([*made.versions, f"Gunicorn {python.version('gunicorn')}"]))


async def _grow(made: Run, site: Site, servers: Sequence[Server]) -> None:
    """Put in more and more groups and, if that is wanted, measure at each number."""
    size, ports = made.size, ports_of(servers)
    columns, began = [], 0
    for number in size.groups:
        _progress(f"{number:,} groups are put in")
        first, *made.rooms = site.load(began, number)
        column = await growth.step(ports, first, size) if made.wants("growth") else {}
        for peer in tuple(made.peers):
            if began and not peer.grows:
                continue
            try:
                peer.load(began, number)
                if made.wants("growth") and peer.grows:
                    column |= await growth.peer_step(peer, began, size)
                if made.wants("peers") and not began:
                    _progress(f"{peer.name} is measured")
                    made.beside.append(await beside.beside(peer, size))
            except BROKEN as error:
                made.lose(peer, error)
        columns.append(column)
        began = number
    if not made.wants("growth"):
        return
    crowds = []
    for number in size.members:
        _progress(f"a group of {number:,} members is put in")
        (room,) = site.load(0, 1, name=f"crowd-{number}", members=number)
        crowds.append(await growth.step(ports, room, size))
    made.report.part(
        "How costs grow",
        "The medians in ms at one connection, each time in a group that nobody has asked for: with"
        " the number of all groups of ten members, and with the members of one group.",
    )
    growth.tell(made.report, "groups", size.groups, columns)
    growth.tell(made.report, "members", size.members, crowds)


async def _pages(made: Run, site: Site, servers: Sequence[Server]) -> None:
    """Pages at the full number of groups, then the same of the peers."""
    _progress("pages are measured")
    size, report = made.size, made.report
    (much,) = site.load(0, 1, name="much", comments=4_000)
    rooms = made.rooms[:-KEPT] or made.rooms
    asked = pages.Pages(ports_of(servers), rooms, much, size)
    acts, writers = await asked.measured(), await asked.writers()
    used = sum(memory(server.pid) for server in servers)
    ready = max(act.alone.size for act in acts if act.name == pages.OVERVIEW)
    made.limits = await pages.limits(site, rooms, size, bytes_ready=ready)
    report.part(
        "Pages and parts of them",
        f"{size.groups[-1]:,} groups of 10 members, each with 40 paragraphs and 400 comments, on"
        " PostgreSQL; two processes, times in ms. The first two lines are what a Django with"
        " sessions and users alone does, served in the same way; more than the first says, the load"
        " generator cannot ask. The targets are multiples of the second.",
    )
    pages.tell(report, acts, made.limits, writers)
    if not made.wants("peers"):
        return
    report.part(
        "Beside others",
        "The same comments, two processes each: the median in ms at one connection, in brackets"
        " answers a second at sixteen, and how many times ours it is. The peers are over SQLite and"
        f" hold {size.groups[0]} groups only, which is best for them; Isso answers with JSON and"
        " makes no page.",
    )
    measured = {one.name for one in made.beside}
    lost = [one for one in made.missing if one.name not in measured]
    beside.tell(report, beside.ours(acts, used), [*made.beside, *lost])


async def _listeners(made: Run, site: Site) -> None:
    """Each number of listeners with a process and a group of its own."""
    heard = []
    for number in made.size.listeners:
        _progress(f"{number:,} listen")
        members = min(number, MOST_LISTENERS)
        (room,) = site.load(0, 1, name=f"listeners-{number}", members=members + 1)
        with site.pages(1) as (server,):
            there = await listeners.listening(server, room, listeners=number, size=made.size)
            heard.append(there)
    nothing = await _nothing(made, site)
    made.report.part(
        "Listeners",
        "Pages that are open on one reading in one process, and how long they wait for the nudge"
        " from the moment in which somebody sends a comment, in ms.",
    )
    listeners.tell(made.report, heard, nothing)


async def _minutes(made: Run, site: Site) -> None:
    """The same people on both databases."""
    size, nothing = made.size, await _nothing(made, site)
    _progress(f"{size.users} people are there on PostgreSQL")
    many = await _living(site, made.rooms, size, processes=2)
    _progress(f"{size.users} people are there on SQLite")
    small = site_over("", made.folder / "few")
    few = await _living(small, small.load(0, size.few_groups), size, processes=1)
    made.report.part(
        f"{size.users} people for {size.minutes:g} minutes",
        f"Half of them read, half write, each with pauses of {steady.PAUSE:g} s on average and the"
        " room's stream open; nudged pages ask for what is new. On PostgreSQL two processes serve"
        f" {size.groups[-1]:,} groups, with a worker apart; on SQLite one does all for"
        f" {size.few_groups}. Times in ms.",
    )
    steady.tell(made.report, {"PostgreSQL": many, "SQLite": few}, nothing)


async def _living(site: Site, rooms: Sequence[Room], size: Size, *, processes: int) -> Minutes:
    with site.pages(processes) as servers:
        before, ports = site.faults(), ports_of(servers)
        told = await steady.minutes_of(
            ports, rooms[-KEPT:], users=size.users, seconds=60 * size.minutes
        )
        told.faults = site.faults() - before
        told.memory = sum(memory(server.pid) for server in servers)
    return told


async def _nothing(made: Run, site: Site) -> float:
    """What a signed-in request that does nothing takes on PostgreSQL, measured once."""
    if made.limits is None:
        made.limits = await pages.limits(site, made.rooms, made.size, bytes_ready=1)
    return made.limits.nothing.alone.median
