"""The ties of a reading as one of its members sees them.

They are derived from what was said within that member's horizon, for the whole group, and stands:
a reply, an answer that was marked, thanks, and help that was told of. So no tie tells of a
paragraph that is ahead.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.db.models import Case, F, Min, Q, QuerySet, When
from django.utils import timezone

from accounts.models import User, compiled
from discussions.circle import (
    MOST_FACES,
    MOST_NUMBERS,
    Seat,
    Ties,
    chord,
    seats,
    ties_among,
)
from discussions.models import PUBLIC, Comment, CommentQuerySet, Help, Reaction, Sign
from groups.horizon import within_horizon
from groups.models import Membership, Reading
from groups.plots import Canvas, Plot, last_of_days, moments_between

# The keys of two people, and when they exchanged for the first time in one of the ways.
type Exchange = tuple[int | None, int | None, datetime]


@dataclass(frozen=True)
class Place:
    """A member in the circle."""

    user: User
    number: int
    seat: Seat
    is_me: bool


@dataclass(frozen=True)
class Circle:
    """The members whom one of them sees, in the order of names, and the ties among them."""

    me: User
    people: Sequence[User]
    ties: Ties
    began: datetime

    @property
    def met(self) -> list[User]:
        """Those with whom I have exchanged."""
        return [one for one in self._others if self.ties.has(self.me.pk, one.pk)]

    @property
    def unmet(self) -> list[User]:
        return [one for one in self._others if not self.ties.has(self.me.pk, one.pk)]

    @property
    def _others(self) -> list[User]:
        return [one for one in self.people if one != self.me]

    @property
    def rows(self) -> list[tuple[User, list[User]]]:
        """Every pair that is tied, once: with those who come after one in the order of names."""
        after = [(one, self.people[number:]) for number, one in enumerate(self.people, start=1)]
        rows = [(one, [o for o in others if self.ties.has(one.pk, o.pk)]) for one, others in after]
        return [row for row in rows if row[1]]

    @property
    def has_faces(self) -> bool:
        return len(self.people) <= MOST_FACES

    @property
    def has_numbers(self) -> bool:
        return MOST_FACES < len(self.people) <= MOST_NUMBERS

    def places(self, *, is_mirrored: bool) -> list[Place]:
        there = seats(len(self.people), is_mirrored=is_mirrored)
        return [
            Place(user, number, seat, is_me=user == self.me)
            for number, (user, seat) in enumerate(zip(self.people, there, strict=True), start=1)
        ]

    def chords(self, *, is_mirrored: bool) -> list[tuple[str, bool]]:
        """The paths of the ties, and whether they are mine; these come last, to lie on top."""
        there = seats(len(self.people), is_mirrored=is_mirrored)
        seat_of = {user.pk: seat for user, seat in zip(self.people, there, strict=True)}
        drawn = [
            (chord(seat_of[one], seat_of[other]), self.me.pk in (one, other))
            for one, other in self.ties.since
        ]
        return sorted(drawn, key=lambda line: line[1])

    @cached_property
    def growth(self) -> list[tuple[datetime, int]]:
        """How many pairs were tied, from the beginning of the reading to now."""
        begin = min((self.began, *self.ties.since.values()))
        moments = moments_between(begin, timezone.now())
        return [(moment, self.ties.number_at(moment)) for moment in moments]

    @property
    def has_grown(self) -> bool:
        """Whether there is anything to draw of it."""
        return bool(self.ties.number) and len(self.growth) > 1

    @property
    def has_days(self) -> bool:
        return (self.growth[-1][0] - self.growth[0][0]).days > 1

    @property
    def steps(self) -> list[tuple[datetime, int]]:
        """How many there were on each day on which some were added."""
        days = [timezone.localdate(moment) for moment, _number in self.growth]
        rows = last_of_days(self.growth, days) if self.has_days else self.growth
        before = [0, *(number for _moment, number in rows)]
        return [row for row, was in zip(rows, before, strict=False) if row[1] != was]

    def plot(self, *, is_mirrored: bool) -> Plot:
        (begin, _none), (end, _all) = self.growth[0], self.growth[-1]
        canvas = Canvas(begin, end, low=0, high=self.ties.pairs, is_mirrored=is_mirrored)
        return Plot(
            ground=canvas.ground(self.growth),
            lines=[canvas.line("tied", self.growth)],
            along=canvas.along(),
            upwards=canvas.upwards(),
            start=canvas.start,
        )


def circle_of(reading: Reading, user: User) -> Circle:
    """The circle of a reading's group as this member sees it, in two queries."""
    present = Membership.objects.present().filter(group=reading.group_id).seen_by(user)
    people = [member.user for member in present.order_by("user__display_name", "pk")]
    exchanges = [(one, other, at) for _reading, one, other, at in _exchanges_of(reading, user)]
    ties = ties_among([person.pk for person in people], exchanges)
    return Circle(user, people, ties, reading.started_at)


def exchanges_in(group: int, user: User) -> dict[int, list[Exchange]]:
    """What was exchanged in a group's readings, as far as this person may know, by their keys.

    Somebody whom they have blocked may still be among the receivers.
    """
    found: dict[int, list[Exchange]] = defaultdict(list)
    for reading, one, other, at in _exchanges_in(group, user):
        found[reading].append((one, other, at))
    return found


# The key of the reading, and an exchange in it.
type _Rows = QuerySet[Any, tuple[int, int | None, int | None, datetime]]


@compiled
def _exchanges_in(group: int, user: User) -> _Rows:
    return _exchanges(_heard_by(user).filter(reading__group=group))


@compiled
def _exchanges_of(reading: Reading, user: User) -> _Rows:
    return _exchanges(_heard_by(user).filter(reading=reading))


def _heard_by(user: User) -> CommentQuerySet:
    said = Comment.objects.visible_to(user).standing().filter(thread__kind__in=PUBLIC)
    # Nor does an answer to one's own words tell of a paragraph that one has not reached.
    return said.filter(within_horizon(user)).order_by()


def _exchanges(said: CommentQuerySet) -> _Rows:
    """Whose words met whom and when they did first, by reading; once for each way of it."""
    parent_stands = Q(parent=None) | Q(parent__deleted_at=None, parent__hidden_at=None)
    # Who speaks first in a thread that is another's answers them.
    to = Case(When(parent=None, then=F("thread__opened_by")), default=F("parent__author"))
    replies = said.filter(parent_stands).annotate(to=to).values_list("reading", "author", "to")
    answers = said.filter(pk=F("thread__answer"))
    thanks = Reaction.objects.filter(sign=Sign.THANKS, comment__in=said.values("pk"))
    # In a thread without an opener it would tell who opened it.
    helps = Help.objects.filter(
        comment__in=said.values("pk"), comment__thread__opened_by__isnull=False
    )
    ways = (
        replies,
        answers.values_list("reading", "author", "thread__opened_by"),
        thanks.order_by().values_list("comment__reading", "user", "comment__author"),
        helps.order_by().values_list("comment__reading", "user", "comment__author"),
    )
    first, *others = (way.annotate(first=Min("created_at")) for way in ways)
    return cast("_Rows", first.union(*others, all=True).order_by())
