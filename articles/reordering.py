"""Where paragraphs stand before and after a revision of their text, by their keys."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Reordering:
    """The paragraphs of a text in their old and in their new order.

    `gone` are those that earlier revisions had removed, with the positions where they would have
    stood. `origins` has for each paragraph that has been added those whose text is in it.
    """

    before: Sequence[int]
    after: Sequence[int]
    gone: Mapping[int, int] = field(default_factory=dict)
    origins: Mapping[int, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def was(self) -> dict[int, int]:
        """The old positions, from 1, of all that there were."""
        return {**self.gone, **{key: index for index, key in enumerate(self.before, start=1)}}

    @cached_property
    def stands(self) -> dict[int, int]:
        """The new positions of all that there are, with where removed ones would stand."""
        now = {key: index for index, key in enumerate(self.after, start=1)}
        return {key: self.place_of(position) for key, position in self.was.items()} | now

    @cached_property
    def steady(self) -> dict[int, int]:
        """The new positions, by the old ones, of the most paragraphs that kept their order."""
        now = {key: index for index, key in enumerate(self.after, start=1)}
        pairs = [(index, now[key]) for index, key in enumerate(self.before, start=1) if key in now]
        return dict(_rising(pairs))

    @cached_property
    def unsteady(self) -> list[int]:
        """The keys in the new order of those that came, came back, or moved."""
        places = set(self.steady.values())
        return [key for index, key in enumerate(self.after, start=1) if index not in places]

    def place_of(self, position: int) -> int:
        """What stands now where this old position was, or how many there are and one more.

        That is the first paragraph at or behind it that kept its order; where there is none, what
        stands right behind all those.
        """
        place = bisect_left(self._old_positions, position)
        if place < len(self._old_positions):
            return self.steady[self._old_positions[place]]
        return max(self.steady.values(), default=0) + 1

    @cached_property
    def _old_positions(self) -> list[int]:
        return list(self.steady)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of these pairs, sorted by their first, in which the second rises too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_old, new) in enumerate(pairs):
        place = bisect_left(ends, new)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [new]
        last[place : place + 1] = [index]
    run = []
    index = last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]
