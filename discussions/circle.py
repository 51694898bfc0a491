"""The circle of a group and the ties in it: who has exchanged with whom, since when, and where
they sit when it is drawn.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import cos, pi, sin

# The side of the picture, how far from its middle people sit, and how much ties bend to it.
SIDE, RADIUS, BEND = 400, 172, 0.35
# Up to so many sit as faces, then as numbers, then as dots.
MOST_FACES, MOST_NUMBERS = 18, 60

# The keys of two people, the smaller one first.
type Pair = tuple[int, int]


def pair_of(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class Ties:
    """The ties among these people, by their keys in the order of names, each with when it began."""

    people: Sequence[int]
    since: Mapping[Pair, datetime]

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return len(self.people) * (len(self.people) - 1) // 2

    @property
    def number(self) -> int:
        """How many of them are tied."""
        return len(self.since)

    def has(self, one: int, other: int) -> bool:
        return pair_of(one, other) in self.since

    def number_at(self, moment: datetime) -> int:
        """How many were tied then."""
        return bisect_right(self._moments, moment)

    def of(self, person: int, *, before: datetime | None = None) -> int:
        """With how many this person was tied then, or is now."""
        return sum(
            person in pair and (before is None or at < before) for pair, at in self.since.items()
        )

    @cached_property
    def _moments(self) -> list[datetime]:
        return sorted(self.since.values())


def ties_among(
    people: Sequence[int], exchanges: Iterable[tuple[int | None, int | None, datetime]]
) -> Ties:
    """The ties that these exchanges make: of whoever is not among the people there is none."""
    there, since = set(people), dict[Pair, datetime]()
    for one, other, at in exchanges:
        if one is None or other is None or one == other or not there.issuperset((one, other)):
            continue
        pair = pair_of(one, other)
        since[pair] = min(at, since.get(pair, at))
    return Ties(people, since)


@dataclass(frozen=True)
class Seat:
    """Where one sits in the circle, by the picture's own measure, from the left and the top."""

    x: int
    y: int

    @property
    def place(self) -> str:
        return f"{self.x} {self.y}"


def seats(number: int, *, is_mirrored: bool) -> list[Seat]:
    """So many seats, from the top on as one reads: clockwise, or in Hebrew the other way."""
    way = -1 if is_mirrored else 1
    angles = (2 * pi * seat / number for seat in range(number))
    middle = SIDE / 2
    return [
        Seat(round(middle + way * RADIUS * sin(a)), round(middle - RADIUS * cos(a))) for a in angles
    ]


def chord(one: Seat, other: Seat) -> str:
    """The path of the tie between two seats, bent a little to the middle."""
    middle = SIDE // 2
    x = round(middle + (one.x + other.x - SIDE) * (1 - BEND) / 2)
    y = round(middle + (one.y + other.y - SIDE) * (1 - BEND) / 2)
    return f"M{one.place}Q{x} {y} {other.place}"
