"""A proposal for splitting a group evenly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from groups.models import Group, Membership, Place, Reading

# How many people read together best, and how few can be split at all.
ABOUT = 10
FEWEST = 4


@dataclass(frozen=True)
class Seat:
    """Where the proposal puts a member: the number of a new group, from 1, and who leads it."""

    member: Membership
    number: int
    leads: bool


class Proposal:
    """The present members of a group dealt out to `into` new ones, in their names' order."""

    def __init__(self, group: Group, *, wanted: str = "") -> None:
        self.group = group
        people = Membership.objects.present().filter(group=group).select_related("user")
        self.members = list(people.order_by("user__display_name", "pk"))
        self.suggested = min(max(round(len(self.members) / ABOUT), 2), self.most)
        self.into = self._within(wanted)

    @property
    def is_possible(self) -> bool:
        return len(self.members) >= FEWEST

    @property
    def most(self) -> int:
        """The most groups there can be: nobody reads alone."""
        return max(len(self.members) // 2, 2)

    @property
    def numbers(self) -> range:
        return range(1, self.into + 1)

    @cached_property
    def seats(self) -> list[Seat]:
        """Each member's, in names' order."""
        ahead = _ahead(Reading.objects.filter(group=self.group))
        farthest_first = sorted(self.members, key=lambda m: -ahead[m.pk])
        number_of = deal(
            [m.pk for m in farthest_first if m.is_leader],
            [m.pk for m in farthest_first if not m.is_leader],
            into=self.into,
        )
        leading = _leading(self.members, number_of)
        return [Seat(m, number_of[m.pk], m.pk in leading) for m in self.members]

    def _within(self, wanted: str) -> int:
        if not (wanted.isdecimal() and wanted.isascii() and len(wanted) < 4):
            return self.suggested
        return min(max(int(wanted), 2), self.most)


def deal(leaders: Iterable[int], others: Iterable[int], *, into: int) -> dict[int, int]:
    """The number of a group, 1 to `into`, for each of these keys.

    They are dealt out like cards, to and fro (1 2 3 3 2 1 …): first those who lead, so that as
    many groups as can be have one of them, then the others from the farthest on to those who
    begin. So the groups' sizes differ by one at the most, and each has people at the front, in
    the middle and at the beginning of the text, who can help one another.
    """
    numbers = {}
    for turn, key in enumerate([*leaders, *others]):
        way, step = divmod(turn, into)
        numbers[key] = step + 1 if way % 2 == 0 else into - step
    return numbers


def _ahead(readings: Iterable[Reading]) -> Mapping[int, float]:
    """How far each member has come, by their key, as the sum of their positions in the readings."""
    far: dict[int, float] = defaultdict(float)
    places = Place.objects.filter(reading__in=readings)
    at = F("paragraph__position")
    for membership, position in places.values_list("membership", at):
        far[membership] += float("inf") if position is None else position
    return far


def _leading(members: Iterable[Membership], number_of: Mapping[int, int]) -> set[int]:
    """The keys of those who lead the new groups.

    In each those who lead the old one; where there is none, a volunteer to accompany newcomers,
    or else who has been there for longest.
    """
    parts: dict[int, list[Membership]] = defaultdict(list)
    for member in members:
        parts[number_of[member.pk]].append(member)
    leading: set[int] = set()
    for part in parts.values():
        leaders = [m for m in part if m.is_leader]
        first = min(part, key=lambda m: (m.is_paused, not m.is_companion, m.joined_at, m.pk))
        leading.update(m.pk for m in leaders or [first])
    return leading
