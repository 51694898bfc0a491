"""Where the steps of a reading may begin, and on which days."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Protocol


class Piece(Protocol):
    """What a text is cut at: one of its paragraphs."""

    @property
    def pk(self) -> int: ...

    @property
    def is_heading(self) -> bool: ...


def by_headings(text: Sequence[Piece]) -> list[int]:
    """The keys of the first paragraph and of each heading that does not stand under another."""
    return [
        piece.pk
        for place, piece in enumerate(text)
        if place == 0 or (piece.is_heading and not text[place - 1].is_heading)
    ]


def every(text: Sequence[Piece], length: int) -> list[int]:
    """The keys of the first of each `length` paragraphs, from 1; no step ends with a heading."""
    keys, begun = [], 0
    for place, piece in enumerate(text):
        is_full = place - begun >= length and not text[place - 1].is_heading
        if place == 0 or is_full:
            begun = place
            keys.append(piece.pk)
    return keys


def days_of(first: date, weekdays: Collection[int], number: int) -> list[date]:
    """So many days from this one on that fall on these weekdays (0 is Monday); any if none is."""
    return list(islice(_days(first, weekdays or range(7)), number))


def _days(first: date, weekdays: Collection[int]) -> Iterator[date]:
    day = first
    while True:
        if day.weekday() in weekdays:
            yield day
        day += timedelta(days=1)
