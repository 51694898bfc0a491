"""Which reading has handed down to which, as far as one person may know."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from accounts.models import User
from discussions.legacies.layer import generation_words
from discussions.models import Inheritance, Legacy
from groups.models import Group, Reading

# So far is looked, up and down; a query for each generation.
MOST = 12
# How far apart generations and readings are drawn, and how wide and high a reading is.
COLUMN, ROW = 190, 60
BOX, HEIGHT = 150, 44


@dataclass
class Kin:
    """A reading in the tree; what it handed down to stands below it."""

    key: str
    name: str
    generation: int
    is_mine: bool = False
    is_foreign: bool = False
    parents: list[str] = field(default_factory=list)
    parent_names: list[str] = field(default_factory=list)
    # Where it is drawn.
    x: int = 0
    y: int = 0

    @property
    def told_generation(self) -> str:
        return generation_words(self.generation)

    @property
    def middle(self) -> int:
        return self.x + BOX // 2

    @property
    def first_line(self) -> int:
        return self.y + 19

    @property
    def second_line(self) -> int:
        return self.y + 36


@dataclass(frozen=True)
class Line:
    """Between two readings in the drawing."""

    x1: int
    y1: int
    x2: int
    y2: int


class Lineage:
    """The readings from which this one has received, and those that have received from it.

    A group is named to its own members, and to others if it lets its name go with its legacy.
    """

    def __init__(self, reading: Reading, user: User) -> None:
        self.reading = reading
        self.user = user

    @cached_property
    def kin(self) -> list[Kin]:
        """All of them, by generation; each after those that handed down to it."""
        found = {one.key: one for one in self._kin()}
        ordered = sorted(found.values(), key=lambda one: (one.generation, one.key))
        first, last = ordered[0].generation, ordered[-1].generation
        rows: dict[int, int] = {}
        for one in ordered:
            rows[one.generation] = rows.get(one.generation, 0) + 1
            # Time goes the way in which the language is written.
            column = last - one.generation if get_language_bidi() else one.generation - first
            one.x, one.y = column * COLUMN, (rows[one.generation] - 1) * ROW
            one.parent_names = [found[key].name for key in one.parents if key in found]
        return ordered

    @property
    def is_alone(self) -> bool:
        return len(self.kin) == 1

    @property
    def lines(self) -> list[Line]:
        by_key = {one.key: one for one in self.kin}
        pairs = [(by_key[p], one) for one in self.kin for p in one.parents if p in by_key]
        half = HEIGHT // 2
        ends = (BOX, 0) if not get_language_bidi() else (0, BOX)
        return [
            Line(parent.x + ends[0], parent.y + half, one.x + ends[1], one.y + half)
            for parent, one in pairs
        ]

    @property
    def width(self) -> int:
        return max(one.x for one in self.kin) + BOX

    @property
    def height(self) -> int:
        return max(one.y for one in self.kin) + HEIGHT

    @cached_property
    def _edges(self) -> list[Inheritance]:
        """Who received what, up and down from the reading."""
        edges: dict[int, Inheritance] = {}
        for step in (_before, _after):
            level: set[int] = {self.reading.pk}
            seen: set[int] = set()
            for _generation in range(MOST):
                seen |= level
                found = [edge for edge in step(level) if edge.pk not in edges]
                edges |= {edge.pk: edge for edge in found}
                level = {key for edge in found if (key := _end(edge, step)) and key not in seen}
                if not level:
                    break
        return list(edges.values())

    @cached_property
    def _mine(self) -> set[int]:
        return set(Group.objects.of(self.user).values_list("pk", flat=True))

    @cached_property
    def _naming(self) -> set[int]:
        """The keys of the readings whose groups let their names be told."""
        readings = {edge.reading_id for edge in self._edges}
        told = Legacy.objects.standing().filter(names_group=True, reading__in=readings)
        return {key for key in told.values_list("reading", flat=True) if key}

    def _kin(self) -> Iterator[Kin]:
        """Each reading, perhaps several times."""
        parents: dict[int, list[str]] = {}
        generations: dict[int, int] = {self.reading.pk: 1}
        for edge in self._edges:
            legacy = edge.legacy
            parents.setdefault(edge.reading_id, []).append(_key(legacy))
            later = max(generations.get(edge.reading_id, 1), legacy.generation + 1)
            generations[edge.reading_id] = later
            if legacy.reading_id:
                generations.setdefault(legacy.reading_id, legacy.generation)
        readings = {edge.reading_id: edge.reading for edge in self._edges}
        elder = (edge.legacy.reading for edge in self._edges)
        readings |= {reading.pk: reading for reading in elder if reading}
        readings[self.reading.pk] = self.reading
        telling = {e.legacy.reading_id for e in self._edges if e.legacy.told_group} | self._naming
        for key, reading in readings.items():
            is_mine = reading.group_id in self._mine
            name = reading.group.name if is_mine or key in telling else ""
            yield Kin(
                f"reading-{key}",
                name or (_("A group whose name is not told")),
                generations[key],
                is_mine=key == self.reading.pk,
                parents=parents.get(key, []),
            )
        for edge in self._edges:
            if edge.legacy.is_foreign:
                yield from _foreign(edge.legacy)


def _foreign(legacy: Legacy) -> Iterator[Kin]:
    """What a file says of the group that it came from, and of those before it."""
    elders = legacy.ancestors[-(legacy.generation - 1) :] if legacy.generation > 1 else []
    above = ""
    first = legacy.generation - len(elders)
    for number, elder in enumerate(elders):
        key = f"{_key(legacy)}-{number}"
        name = _told_of(elder.get("group", ""), elder.get("site", ""))
        yield Kin(key, name, first + number, is_foreign=True, parents=[above] if above else [])
        above = key
    name = _told_of(legacy.group_name, legacy.site)
    yield Kin(
        _key(legacy), name, legacy.generation, is_foreign=True, parents=[above] if above else []
    )


def _told_of(group: str, site: str) -> str:
    told = " · ".join(filter(None, (group, site)))
    return told or _("A group of another site")


def _key(legacy: Legacy) -> str:
    return f"reading-{legacy.reading_id}" if legacy.reading_id else f"legacy-{legacy.pk}"


def _before(readings: Collection[int]) -> list[Inheritance]:
    return list(_with_all().filter(reading__in=readings))


def _after(readings: Collection[int]) -> list[Inheritance]:
    return list(_with_all().filter(legacy__reading__in=readings))


def _end(edge: Inheritance, step: object) -> int | None:
    return edge.legacy.reading_id if step is _before else edge.reading_id


def _with_all() -> QuerySet[Inheritance]:
    return Inheritance.objects.select_related("legacy__reading__group", "reading__group")


def heirs_of(reading: Reading) -> set[int]:
    """The keys of the readings that have received from this one, or from one that has."""
    heirs: set[int] = set()
    level = {reading.pk}
    for _generation in range(MOST):
        received = Inheritance.objects.filter(legacy__reading__in=level)
        level = set(received.values_list("reading", flat=True)) - heirs
        heirs |= level
        if not level:
            break
    return heirs
