"""Whom to call first: who is nearest past it, and of those as near who was called least."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.calling import FEW, Candidate, circle, nearest
from tests.conftest import EXAMPLES

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)

# By how many paragraphs they are past it, and how often they were called.
people_around = st.lists(st.tuples(st.integers(1, 200), st.integers(0, 20)), max_size=20)


def test_nobody_is_called_where_nobody_can_help() -> None:
    assert nearest([]) == []


def test_nearest_are_called_first() -> None:
    far, near, nearer, nearest_by = (Candidate(key, 2**key) for key in (7, 5, 3, 1))

    assert nearest([far, nearer, nearest_by, near]) == [1, 3, 5]


def test_of_those_as_near_who_was_called_less_comes_first() -> None:
    # 4 to 7 paragraphs are one circle.
    busy, idle = Candidate(1, 4, calls=2), Candidate(2, 7, calls=0)
    nearer = Candidate(3, 3, calls=9)

    assert nearest([busy, idle, nearer]) == [3, 2, 1]


def test_of_those_called_as_often_who_has_waited_longest_comes_first() -> None:
    lately = Candidate(1, 4, calls=1, last_called=BEGAN + timedelta(days=9))
    long_ago = Candidate(2, 4, calls=1, last_called=BEGAN)

    assert nearest([lately, long_ago]) == [2, 1]


@given(people_around)
@settings(max_examples=EXAMPLES * 10)
def test_nobody_is_passed_over_who_is_as_near_and_was_called_less(
    around: list[tuple[int, int]],
) -> None:
    people = [Candidate(key, distance, calls) for key, (distance, calls) in enumerate(around)]
    called = nearest(people)
    by_key = {person.key: person for person in people}

    assert len(called) == min(FEW, len(people)) == len(set(called))
    for person in people:
        for chosen in (by_key[key] for key in called):
            if person.key not in called:
                assert circle(chosen.distance) <= circle(person.distance)
                if circle(chosen.distance) == circle(person.distance):
                    assert chosen.calls <= person.calls


@given(st.lists(st.integers(4, 7), min_size=1, max_size=30), st.integers(1, 80))
@settings(max_examples=EXAMPLES * 10)
def test_nobody_is_called_more_than_once_more_than_another_as_near(
    distances: list[int], times: int
) -> None:
    calls: Counter[int] = Counter()
    last: dict[int, datetime] = {}
    for turn in range(times):
        people = [
            Candidate(key, distance, calls[key], last.get(key))
            for key, distance in enumerate(distances)
        ]
        for key in nearest(people):
            calls[key] += 1
            last[key] = BEGAN + timedelta(hours=turn)

    loads = [calls[key] for key in range(len(distances))]
    assert max(loads) - min(loads) <= 1
