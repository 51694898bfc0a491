"""What differs between two versions of a text: paragraph by paragraph, and word by word."""

import enum
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from accounts.languages import direction
from articles.blocks import Block
from articles.reordering import Reordering

# Written without spaces: by the letter. A word keeps its points and accents.
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff]|[^\\W\u3040-\u30ff\u3400-\u9fff]"
    "(?:[^\\W\u3040-\u30ff\u3400-\u9fff]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652'’׳״])*|\\s+|."
)
# To look for more pairs of equal words than this takes longer than it is worth.
_MOST_PAIRS = 1_000_000


class Sign(enum.StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class State(enum.StrEnum):
    SAME = "same"
    ADDED = "added"
    RETURNED = "returned"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are in both versions or in one."""

    sign: Sign
    words: str


@dataclass(frozen=True)
class Change:
    """A paragraph in the one version, the other or both, with its positions there."""

    old: Block | None
    new: Block | None
    was: int | None
    stands: int | None
    has_moved: bool = False
    has_returned: bool = False
    # Whether somebody will be asked what it is.
    is_asked: bool = False
    # How it will look, where that is to be shown.
    html: str = ""

    @property
    def state(self) -> State:
        if self.new is None:
            return State.REMOVED
        if self.old is None:
            return State.RETURNED if self.has_returned else State.ADDED
        if self.old != self.new:
            return State.CHANGED
        return State.MOVED if self.has_moved else State.SAME

    @property
    def block(self) -> Block:
        block = self.new or self.old
        assert block
        return block

    @property
    def direction(self) -> str:
        """`rtl` or `ltr` where it is in another language than the article; else empty."""
        return direction(self.block.language) if self.block.language else ""

    @property
    def rank(self) -> int:
        """The level of its HTML heading: the page and the text stand above it."""
        return min(max(self.block.level, 1) + 2, 6)

    @property
    def is_of_other_kind(self) -> bool:
        """Whether it is, say, a heading now that was text."""
        if self.old is None or self.new is None:
            return False
        return (self.old.kind, self.old.level) != (self.new.kind, self.new.level)

    @cached_property
    def pieces(self) -> list[Piece]:
        old, new = self.old.source if self.old else "", self.new.source if self.new else ""
        return list(pieces(old, new))


@dataclass(frozen=True)
class Stretch:
    """Changes that stand together, or how many paragraphs between them are the same."""

    changes: Sequence[Change] = ()
    same: int = 0


def pieces(old: str, new: str) -> Iterator[Piece]:
    """The words of both texts in order, those in only one of them marked."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    if start:
        yield Piece(Sign.SAME, "".join(after[:start]))
    stop = len(before) - end, len(after) - end
    yield from _between(before[start : stop[0]], after[start : stop[1]])
    if end:
        yield Piece(Sign.SAME, "".join(after[-end:]))


def changes(
    old: Mapping[int, Block],
    new: Sequence[tuple[int | None, Block]],
    *,
    gone: Collection[int] = (),
) -> list[Change]:
    """What became of each paragraph, in the new order, and of removed ones where they stood.

    `old` has the blocks by their keys, in order; `new` says which block is which. A block without
    a key is new, and one with a key of `gone`, by earlier revisions removed, has come back.
    """
    keys = [-index if key is None else key for index, (key, _block) in enumerate(new, start=1)]
    order = Reordering(list(old), keys)
    moved = set(order.unsteady)
    rows = [
        Change(
            old.get(key),
            block,
            order.was.get(key),
            index,
            has_moved=key in moved,
            has_returned=key in gone,
        )
        for index, (key, (_key, block)) in enumerate(zip(keys, new, strict=True), start=1)
    ]
    return _merged(rows, list(_removed(old, order)))


def stretches(found: Sequence[Change], *, most: int) -> tuple[list[Stretch], int]:
    """The changes, up to so many, with what is the same between them; and how many are left."""
    shown: list[Stretch] = []
    same, count = 0, 0
    together: list[Change] = []
    for change in found:
        if change.state is State.SAME:
            if together:
                shown.append(Stretch(together))
                together = []
            same += 1
            continue
        count += 1
        if count > most:
            continue
        if same:
            shown.append(Stretch(same=same))
            same = 0
        together.append(change)
    if together:
        shown.append(Stretch(together))
    if same and count <= most:
        shown.append(Stretch(same=same))
    return shown, max(count - most, 0)


def _removed(old: Mapping[int, Block], order: Reordering) -> Iterator[tuple[int, Change]]:
    """Those that are no more, each with the position behind what stands before it."""
    place, here = 1, set(order.after)
    for position, (key, block) in enumerate(old.items(), start=1):
        if position in order.steady:
            place = order.steady[position] + 1
        elif key not in here:
            yield place, Change(block, None, position, None)


def _merged(rows: Sequence[Change], removed: Sequence[tuple[int, Change]]) -> list[Change]:
    """The rows with each removed one before the row of its position."""
    merged: list[Change] = []
    waiting = list(removed)[::-1]
    for index, row in enumerate(rows, start=1):
        while waiting and waiting[-1][0] <= index:
            merged.append(waiting.pop()[1])
        merged.append(row)
    return [*merged, *(change for _position, change in reversed(waiting))]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if len(before) * len(after) > _MOST_PAIRS:
        matches = [("replace", 0, len(before), 0, len(after))]
    else:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        matches = list(_joined(matcher.get_opcodes(), before))
    for tag, old, old_end, new, new_end in matches:
        if tag == "equal":
            yield Piece(Sign.SAME, "".join(after[new:new_end]))
            continue
        if old < old_end:
            yield Piece(Sign.REMOVED, "".join(before[old:old_end]))
        if new < new_end:
            yield Piece(Sign.ADDED, "".join(after[new:new_end]))


type _Code = tuple[str, int, int, int, int]


def _joined(codes: Sequence[_Code], before: Sequence[str]) -> Iterator[_Code]:
    """The same, with differences that only a space lies between made one: they read better."""
    pending: _Code | None = None
    for index, code in enumerate(codes):
        tag, old, old_end, new, new_end = code
        is_gap = tag == "equal" and not "".join(before[old:old_end]).strip()
        is_inside = pending is not None and index + 1 < len(codes)
        if tag == "equal" and not (is_gap and is_inside):
            if pending:
                yield pending
                pending = None
            yield code
        elif pending:
            pending = ("replace", pending[1], old_end, pending[3], new_end)
        else:
            pending = ("replace", old, old_end, new, new_end)
    if pending:
        yield pending
