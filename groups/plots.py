"""What the plots of the site are drawn from: scales, ticks and paths, in hundredths of the picture.

Time runs as the page is read: in Hebrew from right to left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

# A plot has at most so many points, and so many labels on a side.
MOST_POINTS, MOST_LABELS = 60, 5
# The distances between its points, in hours; for longer times they are even parts of the whole.
DISTANCES = [timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 168, 336)]

# Where a point stands from the left and from the top.
type Spot = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Lays what is between `low` and `high` on 0 to 100, or `turned` on 100 to 0."""

    low: float
    high: float
    turned: bool = False

    def at(self, value: float) -> float:
        part = 100 * (value - self.low) / ((self.high - self.low) or 1)
        return 100 - part if self.turned else part


@dataclass(frozen=True)
class Tick:
    """A mark beside the plot: where it stands, and what it says."""

    at: str
    value: datetime | int
    # How its words lie to it, as SVG has it: from it, around it or before it.
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    """A line of the plot; its name says what it tells."""

    name: str
    path: str


@dataclass(frozen=True)
class Plot:
    """All that is drawn: how high the ground is, lines over it, ticks along time and upwards."""

    ground: str
    lines: Sequence[Line]
    along: Sequence[Tick]
    upwards: Sequence[Tick]
    # Where something happened that is told of quietly.
    events: Sequence[Tick] = ()
    # The side on which time begins.
    start: str = "0%"


class Canvas:
    """A field over a time, up to a height, to draw on."""

    def __init__(
        self, begin: datetime, end: datetime, *, low: int, high: int, is_mirrored: bool
    ) -> None:
        self.begin, self.end = begin, end
        self.low, self.high = low, high
        self.start = "100%" if is_mirrored else "0%"
        self._x = Scale(begin.timestamp(), end.timestamp(), turned=is_mirrored)
        self._y = Scale(low, high, turned=True)

    def line(self, name: str, values: Iterable[tuple[datetime, int | None]]) -> Line:
        """A line through these values, broken where there is none."""
        return Line(name, "".join(_stroke(run) for run in self._runs(values)))

    def ground(self, values: Iterable[tuple[datetime, int | None]]) -> str:
        """What lies below these values."""
        return "".join(
            f"{_stroke([(run[0][0], 100), *run, (run[-1][0], 100)])}z" for run in self._runs(values)
        )

    def along(self) -> list[Tick]:
        """Ticks at even distances from the beginning to the end."""
        last = MOST_LABELS - 1
        moments = [self.begin + (self.end - self.begin) * part / last for part in range(last + 1)]
        anchors = ("start", *("middle",) * (last - 1), "end")
        return [
            Tick(self._across(moment), moment, anchor)
            for moment, anchor in zip(moments, anchors, strict=True)
        ]

    def upwards(self) -> list[Tick]:
        """Ticks at round numbers above the lowest value and below the highest."""
        step = _round_step(self.high - self.low)
        first = self.low - self.low % step + step
        return [Tick(_percent(self._y.at(n)), n) for n in range(first, self.high, step)]

    def events(self, moments: Iterable[tuple[datetime, int]]) -> list[Tick]:
        """Ticks for what happened in the time that is drawn, with their numbers."""
        within = ((at, number) for at, number in moments if self.begin <= at <= self.end)
        return [Tick(self._across(at), number) for at, number in within]

    def _runs(self, values: Iterable[tuple[datetime, int | None]]) -> Iterator[list[Spot]]:
        for is_there, run in groupby(values, key=lambda point: point[1] is not None):
            if is_there:
                yield [
                    (self._x.at(moment.timestamp()), self._y.at(value))
                    for moment, value in run
                    if value is not None
                ]

    def _across(self, moment: datetime) -> str:
        return _percent(self._x.at(moment.timestamp()))


def moments_between(begin: datetime, end: datetime) -> list[datetime]:
    """Moments at even distances from one to the other, with both; one if there is no time."""
    if end <= begin:
        return [begin]
    span, most = end - begin, MOST_POINTS - 1
    step = next((step for step in DISTANCES if span <= step * most), span / most)
    count = min(-(-span // step), most)
    return [*(begin + step * number for number in range(count)), end]


def last_of_days[Row](rows: Sequence[Row], days: Sequence[object]) -> list[Row]:
    """The last row of each of the days that stand beside the rows."""
    return [
        row for row, day, after in zip(rows, days, (*days[1:], None), strict=True) if day != after
    ]


def number_of(value: float) -> str:
    """A coordinate as SVG has it in every language, with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _stroke(spots: Iterable[Spot]) -> str:
    return "".join(
        f"{'L' if number else 'M'}{number_of(x)} {number_of(y)}"
        for number, (x, y) in enumerate(spots)
    )


def _percent(value: float) -> str:
    return f"{number_of(value)}%"


def _round_step(span: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that divides a span into few parts."""
    step, factors = 1, (2, 2.5, 2)
    number = 0
    while span / step > MOST_LABELS:
        step = int(step * factors[number % 3])
        number += 1
    return step
