"""What a block can be said to be: its kind, and a heading's level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.blocks import Block, Kind
from articles.markdown import plain_block
from articles.mending.faithful import faithful, lines_of, variants, words_of

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ESCAPED_NUMBER = re.compile(r"(\d{1,9})\\?([.)]) ")
# Their lines ended where somebody wanted it; as a text of its own sense they flow.
_OWN_LINES = frozenset({Kind.VERSE, Kind.CODE})


class Shape(NamedTuple):
    kind: Kind
    level: int = 0


SHAPES = {
    **{f"heading-{level}": Shape(Kind.HEADING, level) for level in range(1, 7)},
    **{str(kind): Shape(kind) for kind in Kind if kind is not Kind.HEADING},
}
_OFFERED = (
    *(f"heading-{level}" for level in range(1, 5)),
    *map(str, (Kind.TEXT, Kind.QUOTE, Kind.VERSE, Kind.LIST_ITEM, Kind.CODE)),
)
_ONLY_THEMSELVES = {Kind.FIGURE: (), Kind.TABLE: (str(Kind.TEXT), str(Kind.CODE))}


def shape_of(block: Block) -> str:
    """The name of the block's shape."""
    return f"heading-{block.level}" if block.kind is Kind.HEADING else str(block.kind)


def shapes_for(block: Block) -> list[str]:
    """The names of the shapes that the block can take, its own among them."""
    own, offered = shape_of(block), _ONLY_THEMSELVES.get(block.kind, _OFFERED)
    if block.kind not in _ONLY_THEMSELVES and len(lines_of(block)) < 2:
        offered = tuple(name for name in offered if name != Kind.VERSE)
    return list(offered) if own in offered else [own, *offered]


def shaped(block: Block, name: str) -> Block:
    """The block in this shape, with all its words; as it was where it cannot take it."""
    if name == shape_of(block) or name not in shapes_for(block):
        return block
    shape = SHAPES[name]
    if block.kind is Kind.HEADING and shape.kind is Kind.HEADING:
        return replace(block, level=shape.level)
    bare = replace(block, kind=shape.kind, level=shape.level, label="")
    if shape.kind is Kind.CODE:
        return replace(bare, source=code_of(block), language="")
    lines = lines_of(block)
    words = words_of(Block(line) for line in lines)
    flows = block.kind in _OWN_LINES and shape.kind is not Kind.VERSE
    return faithful(_candidates(bare, lines, flows=flows), words=words) or block


def code_of(block: Block) -> str:
    """The words of a block as code: plain if it has no markup, else as they were written."""
    if block.kind in {Kind.CODE, Kind.TABLE}:
        return block.source
    written = "\n".join(lines_of(replace(block, source=block.body)))
    plain = plain_block(block)
    source = plain if _ESCAPED.sub(r"\1", written) == plain else block.body
    return f"{block.marker.removeprefix('-')} {source}".lstrip(" ") if block.marker else source


def _candidates(bare: Block, lines: Sequence[str], *, flows: bool) -> Iterator[Block]:
    for variant in variants(lines):
        if bare.kind is Kind.LIST_ITEM:
            yield from _items(bare, "  \n".join([" ".join(variant)] if flows else variant))
            continue
        yield replace(bare, source=_glue(bare.kind, flows=flows).join(variant))


def _items(bare: Block, source: str) -> Iterator[Block]:
    number = _ESCAPED_NUMBER.match(source)
    if number:
        numbered = f"{number[1]}{number[2]} {source[number.end() :]}"
        yield replace(bare, source=numbered, level=1)
    yield replace(bare, source=f"- {source}", level=1)


def _glue(kind: Kind, *, flows: bool) -> str:
    if kind is Kind.VERSE:
        return "\n"
    if kind is Kind.QUOTE and flows:
        return "\\\n"
    return " " if flows or kind is Kind.HEADING else "  \n"
