"""The lines of plain text that belong together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles.blocks import Kind
from articles.cutting.lines import (
    LONGEST_HEADING,
    SHORT_LINE,
    ends_sentence,
    is_divider,
    is_unwrapped,
    is_wrapped,
)

ITEM = re.compile(r"(?P<indent> *)(?:[-*+•‣◦▪●]|(?P<number>[0-9]{1,3}[.)])) +(?=\S)")
_UNDERLINE = re.compile(r"(={3,}|-{3,})$")


@dataclass
class Stanza:
    """Lines without an empty one between them, and the rule drawn under them if there is one."""

    lines: list[str] = field(default_factory=list)
    underline: str = ""


def stanzas(lines: Sequence[str]) -> Iterator[Stanza]:
    stanza = Stanza()
    for line in lines:
        if line.strip() and not is_divider(line):
            stanza.lines.append(line)
        elif stanza.lines:
            if _is_underline(line, stanza.lines):
                stanza.underline = line.strip()[0]
            yield stanza
            stanza = Stanza()
    if stanza.lines:
        yield stanza


def _is_underline(line: str, above: Sequence[str]) -> bool:
    fits = len(above) == 1 and len(above[0]) <= LONGEST_HEADING and not ends_sentence(above[0])
    return fits and bool(_UNDERLINE.match(line.strip()))


def runs(lines: Sequence[str]) -> Iterator[tuple[Kind, list[str]]]:
    """The lines by what they are: quoted lines, one list item with its further lines, prose."""
    kind = Kind.TEXT
    run: list[str] = []
    for line in lines:
        begun = _begun(line, kind, run)
        if begun and run:
            yield kind, run
            run = []
        kind = begun or kind
        run.append(line)
    yield kind, run


def _begun(line: str, kind: Kind, run: Sequence[str]) -> Kind | None:
    """The kind of run that this line begins; None when it belongs to the one before."""
    if line.lstrip().startswith(">"):
        return Kind.QUOTE if kind is not Kind.QUOTE else None
    item = ITEM.match(line)
    # A dash or a year that wrapping has put at the beginning of a line is no item.
    if item and (not run or kind is not Kind.TEXT or ends_sentence(run[-1])):
        return Kind.LIST_ITEM
    if kind is Kind.TEXT:
        return None
    if kind is Kind.LIST_ITEM and (
        line.startswith(" ") or (len(run[-1]) > SHORT_LINE and not ends_sentence(run[-1]))
    ):
        return None
    return Kind.TEXT


def paragraphs(lines: Sequence[str], *, whole: bool) -> list[list[str]]:
    """The paragraphs in lines that no empty one parts; `whole` when they are the whole text."""
    indents = [len(line) - len(line.lstrip()) for line in lines]
    edge = min(indents)
    indented = [indent > edge for indent in indents]
    if any(indented) and (whole or (indented[0] and len(set(indents)) == 2)):
        beginnings = [index for index, begins in enumerate(indented) if begins or not index]
        return [list(lines[start:end]) for start, end in pairwise([*beginnings, len(lines)])]
    if is_unwrapped(lines) or (not is_wrapped(lines) and _are_sentences(lines)):
        return [[line] for line in lines]
    return [list(lines)]


def _are_sentences(lines: Sequence[str]) -> bool:
    return 2 * sum(map(ends_sentence, lines)) > len(lines)
