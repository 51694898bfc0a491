"""Shared progress: where each member stands, and how far everyone has come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from accounts.models import User
from articles.models import Paragraph
from groups.models import Membership, Place, Reading
from groups.models.readings import ReadingQuerySet


@dataclass(frozen=True)
class Standing:
    """One member's place in numbers: `number` is 1 to `total`, or None when all is read."""

    membership: Membership
    number: int | None
    total: int
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
    members: Sequence[Membership]


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
        members: dict[int, list[Membership]] = defaultdict(list)
        for standing in self.placed:
            members[standing.percent].append(standing.membership)
        return [Cluster(percent, members[percent]) for percent in sorted(members)]

    @cached_property
    def at(self) -> dict[int | None, list[Membership]]:
        """The members who stand at each paragraph's position; None holds those who finished."""
        members: dict[int | None, list[Membership]] = defaultdict(list)
        for standing in self.placed:
            members[standing.number].append(standing.membership)
        return dict(members)


def progress_of(places: Sequence[Place], *, total: int) -> Progress:
    """Progress from the places of the active members (`Place.objects.standing().seen_by(user)`)."""
    standings = [
        Standing(
            place.membership,
            place.number,
            total,
            is_nameless=place.is_nameless,
            is_placeless=place.is_placeless,
        )
        for place in places
    ]
    return Progress(standings, total)


@dataclass(frozen=True)
class Course:
    """A reading with its progress, and where one of its members stands."""

    reading: Reading
    progress: Progress
    mine: Standing | None

    @property
    def is_over(self) -> bool:
        """Whether everyone has read everything; not so while nobody reads."""
        return bool(self.progress.standings) and self.progress.is_finished


def courses_of(readings: ReadingQuerySet, user: User) -> list[Course]:
    """The course of each of these readings as this member sees it, in three queries for all."""
    found = list(readings.select_related("article", "group"))
    articles = [reading.article_id for reading in found]
    texts = Paragraph.objects.current().filter(article__in=articles)
    length_of = dict(texts.order_by().values_list("article").annotate(Count("pk")))
    places: dict[int, list[Place]] = defaultdict(list)
    for place in Place.objects.standing().seen_by(user).filter(reading__in=found):
        places[place.reading_id].append(place)
    courses = []
    for reading in found:
        progress = progress_of(places[reading.pk], total=length_of[reading.article_id])
        mine = (s for s in progress.standings if s.membership.user_id == user.pk)
        courses.append(Course(reading, progress, next(mine, None)))
    return courses
