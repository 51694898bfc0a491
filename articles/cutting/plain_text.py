"""Cutting plain text, with all the untidiness of real files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

from articles.blocks import Block, Kind
from articles.cutting.lines import (
    LONGEST_HEADING,
    ends_like_body,
    ends_sentence,
    is_narrow,
    is_verse,
    joined,
)
from articles.cutting.opening import LONGEST_TITLE, opening
from articles.cutting.stanzas import ITEM, paragraphs, runs, stanzas
from articles.markdown import escape

_HEADING_LEVEL = 2
_DEEPEST = 6

_QUOTE_MARKS = re.compile(r" *(?:> ?)+")
_NUMBERED_HEADING = re.compile(
    r"(?:(?:chapter|lesson|פרק|שיעור|глава|урок|capítulo|chapitre|kapitel|κεφάλαιο)\s+\w"
    r"|(?:part|section|book|appendix|חלק|שער|סימן|часть|раздел|parte|sección|partie|teil|abschnitt)"
    r"\s+(?:\d|[ivxlc]+\b|[א-ת]['׳]?(?!\w))"
    r"|(?-i:[IVXLC]+)\.\s|§\s*\d|\d+(?:\.\d+)+\.?\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """What becomes a block, before its characters are escaped.

    `alone` tells that it was one line by itself, as titles and headings are.
    """

    lines: tuple[str, ...]
    kind: Kind = Kind.TEXT
    level: int = 0
    marker: str = ""
    alone: bool = False

    @property
    def block(self) -> Block:
        line_end = "\n" if self.kind is Kind.VERSE else "\\\n"
        return Block(self.marker + line_end.join(map(escape, self.lines)), self.kind, self.level)


def cut_plain(text: str) -> tuple[str, Iterator[Block]]:
    """The title, empty if there is none, and the blocks of a tidy text."""
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    title, beginning = opening(lines)
    passages = _with_headings(_nested(_passages(lines[beginning:])))
    if not title:
        title, passages = _titled(passages)
    return title, (passage.block for passage in passages)


def _titled(passages: Iterator[Passage]) -> tuple[str, Iterator[Passage]]:
    """The title, if the first of several passages is one, and the rest."""
    first, second = [*islice(passages, 2), None, None][:2]
    if first and second and _is_title(first):
        return first.lines[0], chain([second], passages)
    return "", chain(filter(None, (first, second)), passages)


def _is_title(passage: Passage) -> bool:
    line = passage.lines[0]
    fits = passage.alone and len(line) <= LONGEST_TITLE and not ends_like_body(line)
    return fits and passage.kind in {Kind.TEXT, Kind.HEADING}


def _passages(lines: Sequence[str]) -> Iterator[Passage]:
    narrow = is_narrow(lines)
    found = list(stanzas(lines))
    for stanza in found:
        if stanza.underline:
            level = 1 if stanza.underline == "=" else _HEADING_LEVEL
            yield Passage((_words(stanza.lines[0]),), Kind.HEADING, level, alone=True)
            continue
        for kind, run in runs(stanza.lines):
            if kind is Kind.QUOTE:
                yield from _quotes(run, narrow=narrow)
            elif kind is Kind.LIST_ITEM:
                yield _item(run)
            else:
                yield from _prose(run, narrow=narrow, whole=len(found) == 1)


def _quotes(run: Sequence[str], *, narrow: bool) -> Iterator[Passage]:
    for stanza in stanzas([_QUOTE_MARKS.sub("", line) for line in run]):
        verse = is_verse(stanza.lines, narrow=narrow)
        lines = stanza.lines if verse else [joined(stanza.lines)]
        yield Passage(tuple(map(_words, lines)), Kind.QUOTE)


def _item(run: Sequence[str]) -> Passage:
    """A list item, its indent still in the place of its level."""
    mark = ITEM.match(run[0])
    assert mark, run[0]
    text = _words(joined([run[0][mark.end() :], *run[1:]]))
    marker = f"{mark['number'] or '-'} "
    return Passage((text,), Kind.LIST_ITEM, len(mark["indent"]), marker, alone=len(run) == 1)


def _nested(passages: Iterator[Passage]) -> Iterator[Passage]:
    """The passages, with the depth of list items in place of their indent."""
    indents: list[int] = []
    for passage in passages:
        if passage.kind is not Kind.LIST_ITEM:
            indents.clear()
            yield passage
            continue
        while indents and indents[-1] >= passage.level:
            indents.pop()
        indents.append(passage.level)
        yield replace(passage, level=min(len(indents), _DEEPEST))


def _prose(run: Sequence[str], *, narrow: bool, whole: bool) -> Iterator[Passage]:
    if is_verse(run, narrow=narrow):
        yield Passage(tuple(map(_words, run)), Kind.VERSE)
        return
    for lines in paragraphs(run, whole=whole):
        yield Passage((_words(joined(lines)),), alone=len(lines) == 1)


def _with_headings(passages: Iterator[Passage]) -> Iterator[Passage]:
    """The passages, with those that are clearly headings for what follows made such."""
    before: Passage | None = None
    for passage, after in pairwise(chain(passages, [None])):
        assert passage
        if after and passage.alone and _is_heading(passage, before, after):
            text = f"{passage.marker}{passage.lines[0]}"
            yield Passage((text,), Kind.HEADING, _HEADING_LEVEL, alone=True)
        else:
            yield passage
        before = passage


def _words(line: str) -> str:
    return " ".join(line.split())


def _is_heading(passage: Passage, before: Passage | None, after: Passage) -> bool:
    line = passage.lines[0]
    if len(line) > LONGEST_HEADING or ends_sentence(line):
        return False
    if passage.kind is Kind.LIST_ITEM:
        listed = before is not None and before.kind is Kind.LIST_ITEM
        return passage.marker != "- " and not listed and _is_body(after)
    capitals = [letter.isupper() for letter in line if letter.isalpha()]
    is_clear = (len(capitals) > 1 and all(capitals)) or _NUMBERED_HEADING.match(line)
    return passage.kind is Kind.TEXT and bool(is_clear)


def _is_body(passage: Passage) -> bool:
    if passage.kind is Kind.TEXT:
        return len(passage.lines[0]) > LONGEST_HEADING or ends_sentence(passage.lines[0])
    return passage.kind in {Kind.VERSE, Kind.QUOTE}
