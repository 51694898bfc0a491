"""The words of elements, blocks and notes, as they are wanted elsewhere."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from articles.blocks import Block
from articles.formats.elements import LEFT_OUT, Element, name, value
from articles.formats.notes import without_sign
from articles.formats.pieces import Piece

_TEX = re.compile(r"\{\\(?:displaystyle|textstyle)\s*(.*)\}", re.DOTALL)


def one_line(block: Block) -> str:
    return block.source.replace("\\\n", " ").replace("\n", " ")


def formula(element: Element) -> str:
    written = value(element, "alttext")
    found = _TEX.fullmatch(written.strip())
    return found[1] if found else written or "".join(visible_words(element))


def visible_words(element: Element) -> Iterable[str]:
    """The words within an element as they stand, a line break for each `br`."""
    walk: Any = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in walk:
        if event == "start":
            if name(each) in LEFT_OUT:
                walk.skip_subtree()
            elif name(each) == "br":
                yield "\n"
            else:
                yield each.text or ""
        elif each is not element:
            yield each.tail or ""


def unsigned(pieces: Sequence[Piece], sign: str) -> list[Piece]:
    """A note's words without the sign that they begin with."""
    rest = list(pieces)
    while rest and not rest[0].mention and not rest[0].words.strip():
        rest.pop(0)
    if rest and not rest[0].mention:
        rest[0] = rest[0]._replace(words=without_sign(rest[0].words, sign))
    return rest
