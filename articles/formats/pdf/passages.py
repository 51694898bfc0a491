"""Lines that belong together: paragraphs, verse, headings, list items."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from articles.blocks import Kind
from articles.cutting.lines import LONGEST_HEADING, SHORT_LINE, ends_like_body, ends_sentence
from articles.formats.pdf.pages import RAISED, Line

ITEM = re.compile(r"(?:(?P<bullet>[•‣◦▪●■○·\uf0b7–—-])|(?P<number>\d{1,3})[.)])\s+(?=\S)")
_LARGER = 1.12
_LONGEST_TITLE = 200
_MOST_HEADING_LINES = 4
_DEEPEST = 4
_HYPHEN = re.compile(r"(\w+)-$")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FINISHED = re.compile('[.!?:…׃。؟]["\u201d\u2019»)\\]]*$')
_SOFT_HYPHEN = "\u00ad"


@dataclass
class Passage:
    """Lines that become a block; `ends` tells of each whether it ends before its space does."""

    lines: list[Line] = field(default_factory=list)
    kind: Kind = Kind.TEXT
    level: int = 0

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class _Edges:
    """Where the lines of a column begin and end."""

    start: float
    end: float


class Passages:
    """Puts lines together, by what is usual in the whole text."""

    def __init__(self, lines: Sequence[Line], size: float) -> None:
        self._lines = lines
        self._size = size
        self._edges = _edges(lines)
        self._leading = _leading(lines)

    def all(self) -> list[Passage]:
        found: list[Passage] = []
        for line in self._lines:
            last = found[-1] if found else None
            if last and self._continues(last, line):
                last.lines.append(line)
            else:
                found.append(Passage([line]))
        found = [part for passage in found for part in self._parted(passage)]
        found = self._across_pages(found)
        self._name(found)
        return found

    def _continues(self, passage: Passage, line: Line) -> bool:
        last = passage.lines[-1]
        if (line.page, line.column) != (last.page, last.column) or not _is_alike(last, line):
            return False
        if not 0.2 * last.size < last.y - line.y < 1.25 * self._leading * last.size:
            return False
        if self._is_large(line):
            return True
        is_broken = self._is_broken(last, line)
        begins_item = ITEM.match(line.text) and (is_broken or ends_sentence(last.bare))
        if begins_item or self._is_indented(passage, line):
            return False
        return not is_broken or self._is_verse_line(passage)

    def _is_verse_line(self, passage: Passage) -> bool:
        """Whether a line that ends early may be one of verse, and not a paragraph's last one."""
        last = passage.lines[-1].bare
        if len(last) > SHORT_LINE and ends_sentence(last):
            return False
        return all(self._is_broken(one, other) for one, other in pairwise(passage.lines))

    def _is_indented(self, passage: Passage, line: Line) -> bool:
        last = passage.lines[-1]
        inset = line.start - last.start
        if inset > 0.8 * line.size:
            # What hangs behind a list item's marker belongs to it.
            return not (len(passage.lines) == 1 and ITEM.match(last.text))
        return inset < -0.8 * line.size and len(passage.lines) > 1

    def _is_broken(self, line: Line, following: Line) -> bool:
        """Whether the next line's first word would have gone into this one."""
        edges = self._edges[line.page, line.column]
        space = edges.end - line.end
        first = following.text.split(maxsplit=1)[0]
        return space > 0.55 * line.size * (len(first) + 1) and space > 2 * line.size

    def _is_large(self, line: Line) -> bool:
        return line.size >= _LARGER * self._size

    def _parted(self, passage: Passage) -> Iterator[Passage]:
        """The passage; short lines that were taken for verse, before prose, by themselves."""
        broken = [self._is_broken(one, other) for one, other in pairwise(passage.lines)]
        if not broken or all(broken) or not broken[0] or self._is_large(passage.lines[0]):
            yield passage
            return
        at = broken.index(False)
        yield Passage(passage.lines[:at], passage.kind)
        yield Passage(passage.lines[at:], passage.kind)

    def _across_pages(self, passages: Sequence[Passage]) -> list[Passage]:
        """The passages, those that a page's end has cut in two whole again."""
        indents = [self._has_indent(passage) for passage in passages if len(passage.lines) > 1]
        is_indented = 2 * sum(indents) > len(indents)
        whole: list[Passage] = []
        for passage in passages:
            last = whole[-1] if whole else None
            if last and self._goes_on(last, passage, is_indented=is_indented):
                last.lines += passage.lines
            else:
                whole.append(passage)
        return whole

    def _goes_on(self, last: Passage, passage: Passage, *, is_indented: bool) -> bool:
        before, line = last.lines[-1], passage.lines[0]
        if (line.page, line.column) == (before.page, before.column) or line.page > before.page + 1:
            return False
        if not _is_alike(before, line) or self._is_large(line) or ITEM.match(line.text):
            return False
        if not _FINISHED.search(before.bare):
            is_verse = self._is_verse(last) and self._is_verse(passage)
            return is_verse or not self._is_broken(before, line) or line.text[:1].islower()
        edges = self._edges[before.page, before.column]
        is_full = edges.end - before.end < 2 * before.size
        return is_full and is_indented and not self._has_indent(passage)

    def _has_indent(self, passage: Passage) -> bool:
        line = passage.lines[0]
        return line.start - self._edges[line.page, line.column].start > 0.8 * line.size

    def _name(self, passages: Sequence[Passage]) -> None:
        """Find out what each passage is."""
        levels = self._levels(passages)
        for passage, following in pairwise([*passages, Passage()]):
            line = passage.lines[0]
            if level := levels.get(_rounded(line.size)):
                if _is_short(passage):
                    passage.kind, passage.level = Kind.HEADING, level
            elif self._is_bold_heading(passage, following):
                passage.kind = Kind.HEADING
                passage.level = min(max(levels.values(), default=1) + 1, _DEEPEST)
            elif ITEM.match(passage.text):
                passage.kind, passage.level = Kind.LIST_ITEM, 1
            elif self._is_verse(passage):
                passage.kind = Kind.VERSE

    def _levels(self, passages: Sequence[Passage]) -> dict[float, int]:
        """The levels of headings by the size of their type, larger ones first."""
        sizes: Counter[float] = Counter()
        for passage in passages:
            if self._is_large(passage.lines[0]) and _is_short(passage):
                sizes[_rounded(passage.lines[0].size)] += 1
        ordered = sorted(sizes, reverse=True)
        if len(ordered) > 1 and sizes[ordered[0]] == 1 and passages[0].lines[0].page == 0:
            # The largest type of all is the title's.
            return {ordered[0]: 1} | {
                size: min(rank, _DEEPEST) for rank, size in enumerate(ordered[1:], start=1)
            }
        return {size: min(rank, _DEEPEST) for rank, size in enumerate(ordered, start=1)}

    def _is_bold_heading(self, passage: Passage, following: Passage) -> bool:
        is_followed = bool(following.lines) and not following.lines[0].is_bold
        is_bold = all(line.is_bold for line in passage.lines) and len(passage.lines) <= 2
        text = passage.text
        return is_bold and is_followed and len(text) <= LONGEST_HEADING and not ends_like_body(text)

    def _is_verse(self, passage: Passage) -> bool:
        broken = [self._is_broken(one, other) for one, other in pairwise(passage.lines)]
        return bool(broken) and all(broken) and len(passage.lines[0].text) <= 2 * SHORT_LINE


def joined(lines: Iterable[str], words: Mapping[str, int]) -> str:
    """The lines as one; a word that was broken at a line's end is whole again.

    `words` counts the words of the whole text: a compound keeps its hyphen where the text has it
    elsewhere, and where nothing speaks for the word without it.
    """
    text = ""
    for line in lines:
        if text.endswith(_SOFT_HYPHEN):
            text = text[:-1] + line
        elif (broken := _HYPHEN.search(text)) and line[:1].isalpha():
            rest = _WORDS.match(line)
            behind = rest[0] if rest else ""
            compound, whole = f"{broken[1]}-{behind}".lower(), f"{broken[1]}{behind}".lower()
            is_plain = behind[:1].islower() and words.get(compound, 0) <= words.get(whole, 0)
            text = (text[:-1] if is_plain else text) + line
        else:
            text = f"{text} {line}" if text else line
    return text


def counted_words(lines: Iterable[Line]) -> Counter[str]:
    words: Counter[str] = Counter()
    for line in lines:
        words.update(word.lower() for word in _WORDS.findall(line.text))
    return words


def _edges(lines: Iterable[Line]) -> dict[tuple[int, int], _Edges]:
    """The edges of each column; of a page with few lines, as far out as on the others."""
    by_column: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        by_column[line.page, line.column].append(line)
    found = {}
    for key, members in by_column.items():
        starts = sorted(line.start for line in members)
        ends = sorted(line.end for line in members)
        # A few lines may stand out of the column.
        found[key] = _Edges(starts[len(starts) // 20], ends[-1 - len(ends) // 20])
    widest: dict[int, float] = {}
    for (_, column), edges in found.items():
        widest[column] = max(widest.get(column, edges.end), edges.end)
    return {
        key: _Edges(edges.start, widest[key[1]] if len(by_column[key]) < 8 else edges.end)
        for key, edges in found.items()
    }


def _leading(lines: Sequence[Line]) -> float:
    """How far lines usually are from each other, in parts of their size."""
    falls = [
        (one.y - other.y) / one.size
        for one, other in pairwise(lines)
        if one.page == other.page and one.size == other.size and 0 < one.y - other.y < 3 * one.size
    ]
    return median(falls) if falls else 1.3


def _is_alike(one: Line, other: Line) -> bool:
    """Whether two lines are in the same type."""
    return abs(one.size - other.size) <= 0.08 * one.size and one.is_bold == other.is_bold


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _is_short(passage: Passage) -> bool:
    text = passage.text
    if len(passage.lines) > _MOST_HEADING_LINES or len(text) > _LONGEST_TITLE:
        return False
    return any(map(str.isalpha, text)) and RAISED not in text[:1]
