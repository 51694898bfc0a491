"""Those who listen to a reading, and what there is for them at a moment."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.utils import timezone

from groups.live.nudges import Nudge, events_between, hearers, nudge_of
from groups.models import Membership, Reading

# How many keys one query is asked for.
_MANY = 500


@dataclass(eq=False)
class Listener:
    """A page that is open on a reading, and who has opened it."""

    reading: int
    user: int
    session: str
    # As it is kept: who changes it signs out everywhere else.
    password: str
    # The last event that the page knows of.
    number: int
    # Takes what is sent; None ends the stream.
    send: Callable[[bytes | None], None] = field(repr=False)
    is_shown: bool = True


class News(NamedTuple):
    """What there is for listeners: the last number of each reading, nudges, and who must go."""

    numbers: dict[int, int]
    nudges: dict[Listener, list[tuple[int, Nudge]]]
    gone: set[Listener]


def news_for(listeners: Sequence[Listener], *, all_are_checked: bool) -> News:
    """What has happened since; who may not listen any more is told nothing."""
    told = _told({one.reading for one in listeners})
    nudges: dict[Listener, list[tuple[int, Nudge]]] = defaultdict(list)
    for reading, behind in _behind(listeners, told).items():
        after = min(one.number for one in behind)
        for event in events_between(reading, after, told[reading]):
            people = hearers(event)
            for one in behind:
                if event.number > one.number and one.user in people:
                    nudges[one].append((event.number, nudge_of(event)))
    gone = {one for one in listeners if one.reading not in told}
    gone |= _unadmitted(listeners if all_are_checked else list(nudges))
    return News(told, {one: for_it for one, for_it in nudges.items() if one not in gone}, gone)


def _told(readings: Iterable[int]) -> dict[int, int]:
    told: dict[int, int] = {}
    for keys in _portions(sorted(readings)):
        told.update(Reading.objects.filter(pk__in=keys).values_list("pk", "told"))
    return told


def _behind(listeners: Iterable[Listener], told: dict[int, int]) -> dict[int, list[Listener]]:
    behind = defaultdict(list)
    for one in listeners:
        if one.number < told.get(one.reading, 0):
            behind[one.reading].append(one)
    return behind


def _unadmitted(listeners: Sequence[Listener]) -> set[Listener]:
    """Those who have signed out, lost their account or left the group."""
    sessions = _sessions({one.session for one in listeners})
    passwords = _passwords({one.reading for one in listeners}, {one.user for one in listeners})
    return {
        one
        for one in listeners
        if one.session not in sessions or passwords.get((one.reading, one.user)) != one.password
    }


def _sessions(keys: set[str]) -> set[str]:
    found: set[str] = set()
    for some in _portions(sorted(keys)):
        alive = Session.objects.filter(pk__in=some, expire_date__gt=timezone.now())
        found.update(alive.values_list("pk", flat=True))
    return found


def _passwords(readings: set[int], people: set[int]) -> dict[tuple[int, int], str]:
    """The passwords, as they are kept, of members who may sign in, by their readings and keys."""
    found: dict[tuple[int, int], str] = {}
    for some in _portions(sorted(readings)):
        present = Membership.objects.present().filter(group__readings__in=some)
        for them in _portions(sorted(people)):
            known = present.filter(user__in=them, user__is_active=True)
            rows = known.values_list("group__readings", "user", "user__password")
            found.update(((reading, user), password) for reading, user, password in rows)
    return found


def _portions[Key](keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    return (keys[start : start + _MANY] for start in range(0, len(keys), _MANY))
