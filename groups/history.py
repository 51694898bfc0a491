"""How a group came through a text, from what is on record: marks, comings and goings, steps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from groups.gap import Point, Way, arrivals_of, gap_of, spans_of
from groups.models import LogEntry, Mark, Membership, Reading
from groups.plots import Canvas, Plot, last_of_days, moments_between

COMES = (LogEntry.Act.JOINED, LogEntry.Act.RETURNED)
GOES = (LogEntry.Act.LEFT, LogEntry.Act.REMOVED, LogEntry.Act.BANNED, LogEntry.Act.PAUSED)
# What is drawn over the ground that everyone has covered, the farthest first.
LINES = ("first", "middle", "last")

# A moment, with where those were whom the lines tell of, and everyone.
type Row = tuple[datetime, list[int | None]]


@dataclass(frozen=True)
class History:
    """The gap of a reading from its beginning to now, or to when everyone had read all."""

    points: Sequence[Point]
    total: int
    # When the steps after the first opened, with their numbers.
    openings: Sequence[tuple[datetime, int]]

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to draw yet."""
        return len(self.points) > 1

    @property
    def end(self) -> int:
        """Where they stand who have read all."""
        return self.total + 1

    @cached_property
    def told(self) -> list[str]:
        """Which lines there are."""
        return [name for name in LINES if any(getattr(p, name) is not None for p in self.points)]

    @cached_property
    def widest(self) -> int:
        """How many paragraphs lay between the first and the last at most."""
        return max((point.width or 0 for point in self.points), default=0)

    @property
    def width(self) -> int | None:
        """How many it is at the end."""
        return self.points[-1].width

    @cached_property
    def rows(self) -> list[Row]:
        """What was on each day on which something moved; of a day or two, moment by moment."""
        days = [timezone.localdate(point.at) for point in self.points]
        points = last_of_days(self.points, days) if self.has_days else self.points
        rows = [self._row(point) for point in points]
        before = [None, *(places for _at, places in rows)]
        return [row for row, was in zip(rows, before, strict=False) if row[1] != was]

    def _row(self, point: Point) -> Row:
        return point.at, [getattr(point, name) for name in (*self.told, "everyone")]

    @property
    def has_days(self) -> bool:
        """Whether it lasted longer than a day or two."""
        return (self.points[-1].at - self.points[0].at).days > 1

    def plot(self, *, is_mirrored: bool) -> Plot:
        first, last = self.points[0].at, self.points[-1].at
        canvas = Canvas(first, last, low=1, high=self.end, is_mirrored=is_mirrored)
        return Plot(
            ground=canvas.ground((point.at, point.everyone) for point in self.points),
            lines=[
                canvas.line(name, [(point.at, getattr(point, name)) for point in self.points])
                for name in self.told
            ],
            along=canvas.along(),
            upwards=canvas.upwards(),
            events=canvas.events(self.openings),
            start=canvas.start,
        )


def history_of(reading: Reading) -> History:
    """The history of a reading, in five queries however many read it."""
    total = reading.article.text.count()
    begin, ways = _ways_of(reading, total)
    opened = reading.steps.filter(opened_at__isnull=False, number__gt=1)
    return History(
        points=gap_of(ways, moments_between(begin, _end(ways, total))),
        total=total,
        openings=[(step.opened_at, step.number) for step in opened if step.opened_at],
    )


def _ways_of(reading: Reading, total: int) -> tuple[datetime, list[Way]]:
    """When the reading began, and the ways of all who are or were in the group."""
    marks, carried = _marks_in(reading)
    firsts = (moment for mine in marks.values() for moment in mine.values())
    begin = min((reading.started_at, *firsts))
    events = _events_in(reading.group_id)
    members = Membership.objects.filter(group=reading.group_id).select_related("user")
    ways = []
    for member in members:
        arrivals = arrivals_of(total, marks[member.pk].items(), carried=carried[member.pk])
        story = events[member.user_id]
        # Who has read was there, whatever the record says.
        if story and arrivals and arrivals[0] < story[0][0]:
            story = [(arrivals[0], True), *story]
        spans = spans_of(story, since=begin, is_active=member.is_active, seen=member.seen_at)
        shows_place = member.user.place_sharing == User.PlaceSharing.MINE
        ways.append(Way(arrivals, spans, shows_place=shows_place))
    return begin, ways


def _marks_in(
    reading: Reading,
) -> tuple[dict[int, dict[int, datetime]], dict[int, set[int]]]:
    """When members marked the positions of the text, and which were carried; by members' keys."""
    marks: dict[int, dict[int, datetime]] = defaultdict(dict)
    carried: dict[int, set[int]] = defaultdict(set)
    made = Mark.objects.filter(reading=reading, paragraph__removed_in=None).order_by()
    rows = made.values_list("membership", "paragraph__position", "created_at", "is_carried")
    for member, position, created_at, is_carried in rows.iterator():
        marks[member][position] = created_at
        if is_carried:
            carried[member].add(position)
    return marks, carried


def _events_in(group: int) -> dict[int | None, list[tuple[datetime, bool]]]:
    """When people came (True) and went, in this order, by their keys."""
    events: dict[int | None, list[tuple[datetime, bool]]] = defaultdict(list)
    entries = LogEntry.objects.filter(group=group, act__in=(*COMES, *GOES))
    rows = entries.order_by("created_at", "pk").values_list("actor", "subject", "act", "created_at")
    for actor, subject, act, created_at in rows:
        events[subject or actor].append((created_at, act in COMES))
    return events


def _end(ways: Sequence[Way], total: int) -> datetime:
    """Now, or when the last of those who read on had read all."""
    now = timezone.now()
    reading = [way for way in ways if way.counts_at(now)]
    if reading and all(len(way.arrivals) == total for way in reading):
        return max((way.arrivals[-1] for way in reading if way.arrivals), default=now)
    return now
