"""Where a paragraph stands: between which of those that are matched already."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

# The nearest matched paragraphs before and after, both by their new index.
type Gap = tuple[int, int]


@dataclass
class Matches:
    """The pairs found so far, both ways."""

    to_new: dict[int, int] = field(default_factory=dict)
    to_old: dict[int, int] = field(default_factory=dict)

    def add(self, old: int, new: int) -> None:
        self.to_new[old] = new
        self.to_old[new] = old

    def remove(self, old: int) -> None:
        del self.to_old[self.to_new.pop(old)]

    @property
    def crossing(self) -> set[int]:
        """The old paragraphs that come before or after some other otherwise than they did."""
        order = sorted(self.to_new)
        return _out_of_order(order, self.to_new, 1) | _out_of_order(order[::-1], self.to_new, -1)

    @property
    def unmoved(self) -> dict[int, int]:
        """The most pairs that stand in the same order on both sides."""
        ends: list[int] = []
        last: list[int] = []
        before: dict[int, int | None] = {}
        for old in sorted(self.to_new):
            place = bisect_left(ends, self.to_new[old])
            ends[place : place + 1] = [self.to_new[old]]
            last[place : place + 1] = [old]
            before[old] = last[place - 1] if place else None
        chain: dict[int, int] = {}
        current = last[-1] if last else None
        while current is not None:
            chain[current] = self.to_new[current]
            current = before[current]
        return chain


@dataclass(frozen=True)
class Places:
    """The gaps that all paragraphs stand in, as of the pairs found so far.

    `old` and `new` are between the nearest pairs, `old_steady` and `new_steady` between the
    nearest that have not moved.
    """

    old: list[Gap]
    new: list[Gap]
    old_steady: list[Gap]
    new_steady: list[Gap]

    @classmethod
    def among(cls, matches: Matches, old_count: int, new_count: int) -> "Places":
        steady = matches.unmoved
        return cls(
            _gaps(old_count, matches.to_new, new_count),
            _gaps(new_count, {new: new for new in matches.to_old}, new_count),
            _gaps(old_count, steady, new_count),
            _gaps(new_count, {new: new for new in steady.values()}, new_count),
        )

    def same(self, old: int, new: int) -> bool:
        """Whether the new paragraph stands where the old one stood."""
        return self.old[old] == self.new[new] or self.old_steady[old] == self.new_steady[new]


def _gaps(count: int, matched: Mapping[int, int], end: int) -> list[Gap]:
    before, after = [-1] * count, [end] * count
    for index in range(1, count):
        before[index] = matched.get(index - 1, before[index - 1])
    for index in range(count - 2, -1, -1):
        after[index] = matched.get(index + 1, after[index + 1])
    return list(zip(before, after, strict=True))


def _out_of_order(order: list[int], to_new: Mapping[int, int], sign: int) -> set[int]:
    found = set()
    furthest: int | None = None
    for old in order:
        place = sign * to_new[old]
        if furthest is not None and place < furthest:
            found.add(old)
        else:
            furthest = place
    return found
