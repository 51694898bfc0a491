"""The gap: how far the first, the middle and the last reader of a group were, and everyone."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low

# With fewer who show where they stand, the middle would be one whom everybody knows; so would
# the first and the last.
FEWEST_WITH_MIDDLE, FEWEST_WITH_ENDS = 2, 3

# From a moment to one that is not in it any more; None: it goes on.
type Span = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Way:
    """One reader's way through a text.

    `arrivals` tell, in the order of the text, when they had read so many paragraphs in a row: they
    never fall. `spans` are the times in which they were waited for.
    """

    arrivals: Sequence[datetime]
    spans: Sequence[Span]
    shows_place: bool = True

    def counts_at(self, moment: datetime) -> bool:
        return any(begin <= moment and (end is None or moment < end) for begin, end in self.spans)

    def place_at(self, moment: datetime) -> int:
        """The position of the first paragraph that they had not read; past the end: all read."""
        return bisect_right(self.arrivals, moment) + 1


@dataclass(frozen=True)
class Point:
    """How far a group was at one moment, by positions; None: nobody read, or it is not told."""

    at: datetime
    everyone: int | None = None
    first: int | None = None
    middle: int | None = None
    last: int | None = None

    @property
    def places(self) -> tuple[int | None, ...]:
        return (self.first, self.middle, self.last, self.everyone)

    @property
    def width(self) -> int | None:
        """How many paragraphs lay between the first and the last."""
        return None if self.first is None or self.last is None else self.first - self.last


def gap_of(ways: Iterable[Way], moments: Iterable[datetime]) -> list[Point]:
    """The gap at each of these moments.

    All who are waited for count in how far everyone was. The first, the middle and the last are of
    those who show where they stand, if there are so many that this does not tell who it is.
    """
    known = list(ways)
    return [_point(known, moment) for moment in moments]


def _point(ways: Iterable[Way], moment: datetime) -> Point:
    counted = [(way.place_at(moment), way.shows_place) for way in ways if way.counts_at(moment)]
    if not counted:
        return Point(moment)
    everyone = min(place for place, _shown in counted)
    shown = [place for place, is_shown in counted if is_shown]
    if len(shown) < FEWEST_WITH_MIDDLE:
        return Point(moment, everyone)
    middle = median_low(shown)
    if len(shown) < FEWEST_WITH_ENDS:
        return Point(moment, everyone, middle=middle)
    return Point(moment, everyone, first=max(shown), middle=middle, last=min(shown))


def arrivals_of(
    length: int, marks: Iterable[tuple[int, datetime]], *, carried: Iterable[int] = ()
) -> list[datetime]:
    """When a reader had read so many paragraphs in a row, from their marks by position.

    A paragraph at a `carried` position came to stand behind them when the text was mended: it was
    passed when the one before it was.
    """
    made, passed = dict(marks), set(carried)
    arrivals: list[datetime] = []
    for position in range(1, length + 1):
        if position not in made:
            break
        own = () if position in passed else (made[position],)
        arrivals.append(max((*arrivals[-1:], *own), default=made[position]))
    return arrivals


def spans_of(
    events: Iterable[tuple[datetime, bool]], *, since: datetime, is_active: bool, seen: datetime
) -> list[Span]:
    """When a member was waited for, from what is on record of their coming (True) and going.

    The record is in its order. They count from `since` unless they first came in later. Where the
    record does not lead to whether they are active now, that is so since they were last `seen`.
    """
    story = list(events)
    begin = None if story and story[0][1] else since
    spans: list[Span] = []
    for moment, comes in story:
        if comes and begin is None:
            begin = moment
        elif not comes and begin is not None:
            spans.append((begin, moment))
            begin = None
    if begin is not None:
        spans.append((begin, None if is_active else seen))
    elif is_active:
        spans.append((seen, None))
    return spans
