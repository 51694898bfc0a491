"""Finding out which paragraph of a text says what a paragraph of its translation says.

Both are read from the beginning to the end, as Gale and Church do with sentences ("A Program for
Aligning Sentences in Bilingual Corpora", 1993): what is long in one language is long in the other,
and a heading is a heading. Nothing is known of the words.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from typing import NamedTuple

from articles.blocks import Block, Kind

# What it costs, beside the difference of lengths, to pair so many of the one with so many of the
# other: one with one is usual, and nobody leaves out a paragraph without need.
_STEPS = {(1, 1): 0.0, (1, 2): 2.5, (2, 1): 2.5, (1, 0): 4.5, (0, 1): 4.5}
# How much lengths differ between faithful translations: variance for each character.
_VARIANCE = 6.8
_FARTHEST = 12.0
_OTHER_KIND = 3.0
_OTHER_LEVEL = 1.5
_SAME_LABEL = -4.0
# How far from the diagonal the path may go, besides the difference of both numbers.
_LEEWAY = 25


class _Step(NamedTuple):
    cost: float
    originals: int
    translated: int


def pair(originals: Sequence[Block], translated: Sequence[Block]) -> list[int | None]:
    """For each translated block the index of the original one that it says; None for none.

    Two translated blocks may have one original; of two originals that became one block it is the
    first.
    """
    paired: list[int | None] = [None] * len(translated)
    steps = _Sides(originals, translated).steps()
    i, j = len(originals), len(translated)
    while i or j:
        step = steps[i, j]
        i, j = i - step.originals, j - step.translated
        if step.originals:
            paired[j : j + step.translated] = [i] * step.translated
    return paired


class _Sides:
    """A text and its translation, with the lengths of their beginnings."""

    def __init__(self, originals: Sequence[Block], translated: Sequence[Block]) -> None:
        self.originals = originals
        self.translated = translated
        length = sum(len(block.source) for block in translated) or 1
        ratio = length / (sum(len(block.source) for block in originals) or 1)
        self.expected = [0.0, *accumulate(ratio * len(block.source) for block in originals)]
        self.lengths = [0.0, *accumulate(float(len(block.source)) for block in translated)]

    def steps(self) -> dict[tuple[int, int], _Step]:
        """The last step of the cheapest way to each pair of numbers of blocks."""
        steps = {(0, 0): _Step(0.0, 0, 0)}
        for i, j in _band(len(self.originals), len(self.translated)):
            found = [
                _Step(before.cost + price + self._distance(i, j, a, b), a, b)
                for (a, b), price in _STEPS.items()
                if (before := steps.get((i - a, j - b)))
            ]
            if found:
                steps[i, j] = min(found)
        return steps

    def _distance(self, i: int, j: int, a: int, b: int) -> float:
        """How little the last `a` of `i` and the last `b` of `j` blocks agree."""
        if not (a and b):
            return 0.0
        expected = self.expected[i] - self.expected[i - a]
        length = self.lengths[j] - self.lengths[j - b]
        variance = _VARIANCE * max((expected + length) / 2, 1.0)
        difference = min((length - expected) ** 2 / variance / 2, _FARTHEST)
        pairs = product(self.originals[i - a : i], self.translated[j - b : j])
        return difference + sum(_unlike(first, second) for first, second in pairs)


def _band(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """The pairs of numbers near the diagonal, without the first one."""
    width = abs(rows - columns) + _LEEWAY
    for i in range(rows + 1):
        middle = i * columns // rows if rows else columns
        first = max(0, middle - width) if rows else 0
        for j in range(first, min(columns, middle + width) + 1):
            if i or j:
                yield i, j


def _unlike(original: Block, translated: Block) -> float:
    if original.kind is not translated.kind:
        heading = Kind.HEADING in {original.kind, translated.kind}
        return 2 * _OTHER_KIND if heading else _OTHER_KIND
    if original.label and translated.label:
        return _SAME_LABEL if original.label == translated.label else _OTHER_KIND
    return 0.0 if original.level == translated.level else _OTHER_LEVEL
