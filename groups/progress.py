"""Shared progress: where each member stands, and how far everyone has come."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.db.models import Count, QuerySet

from accounts.faces import Face, Faces
from accounts.models import User, compiled
from articles.models import Paragraph
from groups.models import Group, Place, Reading
from groups.models.readings import ReadingQuerySet

# A place: its reading, its number, whose it is by key, name and picture, and what of it is hidden.
type StandingRow = tuple[int, int | None, int, str, str, bool, bool]


# Not frozen, for that takes four times as long to make, and there may be hundreds in a reading.
@dataclass(slots=True)
class Standing:
    """One member's place in numbers: `number` is 1 to `total`, or None when all is read."""

    person: Face
    number: int | None
    total: int
    is_readers: bool = False
    # It counts, but the reader does not see whose it is,
    is_nameless: bool = False
    # or does not see where it is.
    is_placeless: bool = False

    @property
    def read(self) -> int:
        """How many paragraphs stand before the place."""
        return self.total if self.number is None else self.number - 1

    @property
    def percent(self) -> int:
        """How far along the article the place is, 0 to 100."""
        return round(100 * self.read / self.total) if self.total else 0


@dataclass(frozen=True)
class Cluster:
    """Members whom the reader sees equally far, and how far that is, 0 to 100."""

    percent: int
    people: Faces


@dataclass(frozen=True)
class Progress:
    """The standings of a reading's active members in an article of `total` paragraphs.

    All count in how far everyone has come; who stands where leaves out those who are nameless or
    placeless for the reader.
    """

    standings: Sequence[Standing]
    total: int

    @property
    def everyone(self) -> int | None:
        """The group's place: the smallest place of all; None when everyone has read all."""
        return min((s.number for s in self.standings if s.number is not None), default=None)

    @property
    def named(self) -> list[Standing]:
        """Those that the reader may know by name."""
        return [standing for standing in self.standings if not standing.is_nameless]

    @property
    def placed(self) -> list[Standing]:
        """Those of whom the reader may know where they stand."""
        return [standing for standing in self.named if not standing.is_placeless]

    @property
    def on_the_way(self) -> int:
        """How many members have not read everything."""
        return sum(standing.number is not None for standing in self.standings)

    def before(self, position: int) -> int:
        """How many members have not come to this position."""
        numbers = (standing.number for standing in self.standings)
        return sum(number is not None and number < position for number in numbers)

    @property
    def is_finished(self) -> bool:
        return self.everyone is None

    @property
    def percent(self) -> int:
        """How far everyone has come, 0 to 100."""
        return min((standing.percent for standing in self.standings), default=0)

    @property
    def clusters(self) -> list[Cluster]:
        """The members gathered by how far they are, for drawing."""
        faces = self._faces_by(attrgetter("percent"))
        return [Cluster(percent, faces[percent]) for percent in sorted(faces)]

    @cached_property
    def at(self) -> dict[int | None, Faces]:
        """The members who stand at each paragraph's position; None holds those who finished."""
        return self._faces_by(attrgetter("number"))

    def _faces_by[At](self, place: Callable[[Standing], At]) -> dict[At, Faces]:
        """The members at each place; the reader first, as of many only some are drawn."""
        people: dict[At, list[Face]] = defaultdict(list)
        for standing in sorted(self.placed, key=lambda one: not one.is_readers):
            people[place(standing)].append(standing.person)
        return {at: Faces(here) for at, here in people.items()}


def progress_in(reading: Reading, reader: User, *, total: int) -> Progress:
    """How far a reading's active members have come in its `total` paragraphs, for one of them."""
    return _progress(_standing_in(reading, reader), reader, total=total)


@dataclass(frozen=True)
class Course:
    """A reading with its progress, and where one of its members stands."""

    reading: Reading
    progress: Progress
    mine: Standing | None

    @property
    def is_over(self) -> bool:
        """Whether everyone has read everything; not so while nobody reads.

        A finished reading is over for who has read it all, and goes on for who has not.
        """
        if self.reading.is_finished:
            return self.mine is None or self.mine.number is None
        return bool(self.progress.standings) and self.progress.is_finished


def my_courses(user: User) -> list[Course]:
    """The courses of all readings of this person's groups, in three queries."""
    return _courses(_my_readings(user), _my_lengths(user), _my_places(user), user)


def courses_in(group: Group, user: User) -> list[Course]:
    """The courses of a group's readings as this member sees them, in three queries."""
    return _courses(_readings(group), _lengths(group), _places(group, user), user)


def _courses(
    readings: Sequence[Reading],
    lengths: Sequence[tuple[int, int]],
    places: Sequence[StandingRow],
    user: User,
) -> list[Course]:
    length_of = dict(lengths)
    places_in: dict[int, list[StandingRow]] = defaultdict(list)
    for place in places:
        places_in[place[0]].append(place)
    courses = []
    for reading in readings:
        progress = _progress(places_in[reading.pk], user, total=length_of[reading.article_id])
        mine = (one for one in progress.standings if one.is_readers)
        courses.append(Course(reading, progress, next(mine, None)))
    return courses


def _progress(places: Iterable[StandingRow], reader: User, *, total: int) -> Progress:
    standings = [
        Standing(Face(key, name, picture), number, total, key == reader.pk, *hidden)
        for _reading, number, key, name, picture, *hidden in places
    ]
    return Progress(standings, total)


@compiled
def _my_readings(user: User) -> ReadingQuerySet:
    return Reading.objects.visible_to(user)


@compiled
def _my_lengths(user: User) -> QuerySet[Paragraph, tuple[int, int]]:
    return _lengths_of(Reading.objects.visible_to(user))


@compiled
def _my_places(user: User) -> QuerySet[Place, StandingRow]:
    return _standing(Reading.objects.visible_to(user), user)


@compiled
def _readings(group: Group) -> ReadingQuerySet:
    return Reading.objects.filter(group=group).select_related("group", "article")


@compiled
def _lengths(group: Group) -> QuerySet[Paragraph, tuple[int, int]]:
    return _lengths_of(Reading.objects.filter(group=group))


@compiled
def _places(group: Group, user: User) -> QuerySet[Place, StandingRow]:
    return _standing(Reading.objects.filter(group=group), user)


@compiled
def _standing_in(reading: Reading, user: User) -> QuerySet[Place, StandingRow]:
    return _standing(Reading.objects.filter(pk=reading.pk), user)


def _lengths_of(readings: ReadingQuerySet) -> QuerySet[Paragraph, tuple[int, int]]:
    """The keys of the texts that are read, and how many paragraphs they have."""
    texts = Paragraph.objects.current().filter(article__in=readings.values("article"))
    return texts.order_by().values_list("article").annotate(Count("pk"))


def _standing(readings: ReadingQuerySet, user: User) -> QuerySet[Place, StandingRow]:
    """Where the active members stand, as the person may know it."""
    seen = Place.objects.standing().seen_by(user).filter(reading__in=readings.values("pk"))
    return seen.values_list(  # type: ignore[misc]  # annotated
        "reading",
        "paragraph__position",
        "membership__user",
        "membership__user__display_name",
        "membership__user__picture",
        "is_nameless",
        "is_placeless",
    )
