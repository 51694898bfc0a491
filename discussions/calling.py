"""Whom to call first when somebody is stuck: who is nearest past it, sharing the load fairly."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

# So many are called first.
FEW = 3

_NEVER = datetime.min.replace(tzinfo=UTC)


class Candidate(NamedTuple):
    """Somebody who can help: by how many paragraphs they are past it, and their calls of late."""

    key: int
    distance: int
    calls: int = 0
    last_called: datetime | None = None


def nearest(candidates: Iterable[Candidate]) -> list[int]:
    """The keys of those to call, FEW at most.

    Who is nearer comes first. Distances are compared as a reader feels them, in circles that each
    reach twice as far: 1 paragraph past it, 2 or 3, 4 to 7, 8 to 15 and so on. Within one circle
    all are equally near, and who was called less often of late comes before who was called more;
    of two called as often, the one whose last call is longer ago, then the nearer one.

    So of people in the same circle who can always help, nobody is ever called more than once more
    than another; and nobody is called while another one, as near and able to help, has had fewer
    calls.
    """
    return [candidate.key for candidate in sorted(candidates, key=_turn)[:FEW]]


def circle(distance: int) -> int:
    """In which circle this distance, from 1, lies; the nearest is 1."""
    return distance.bit_length()


def _turn(candidate: Candidate) -> tuple[int, int, datetime, int, int]:
    return (
        circle(candidate.distance),
        candidate.calls,
        candidate.last_called or _NEVER,
        candidate.distance,
        candidate.key,
    )
