"""Writing blocks as one Markdown document, from which `cutting.blocks_of` reads them again."""

import re
from collections.abc import Iterable, Iterator

from articles.blocks import Block, Kind
from articles.markdown.comments import escape_end

_NOTE_INDENT = 4
_BACKTICKS = re.compile(r"`{3,}")
# Their lines are kept as they stand, so there is no place to name a language.
_VERBATIM = {Kind.CODE, Kind.TABLE}


def document(blocks: Iterable[Block]) -> str:
    """The source of a text: a Markdown document with an empty line between its blocks."""
    return "\n\n".join(_written(blocks)) + "\n"


def _written(blocks: Iterable[Block]) -> Iterator[str]:
    indents: list[int] = []
    for block in blocks:
        if block.kind is not Kind.LIST_ITEM:
            indents.clear()
        first, others = _indent(block, indents)
        lines = _marked(block).split("\n")
        yield "\n".join([" " * first + lines[0], *(" " * others + line for line in lines[1:])])


def _indent(block: Block, indents: list[int]) -> tuple[int, int]:
    """How far a block's first line and the others stand from the margin.

    `indents` holds, for each level of list items that are open, where their text begins.
    """
    if block.kind is Kind.FOOTNOTE:
        return (0 if block.label else _NOTE_INDENT), _NOTE_INDENT
    if block.kind is not Kind.LIST_ITEM:
        return 0, 0
    if not block.marker:
        indent = indents[-1] if indents else 0
        return indent, indent
    del indents[max(block.level - 1, 0) :]
    indent = indents[-1] if indents else 0
    indents.append(indent + len(block.marker) + 1)
    return indent, indents[-1]


def _marked(block: Block) -> str:
    """The source with the marks of its kind."""
    source = block.source
    if block.language and block.kind not in _VERBATIM:
        source = f"{source} {{lang={block.language}}}"
    match block.kind:
        case Kind.HEADING:
            return f"{'#' * min(max(block.level, 1), 6)} {escape_end(' '.join(source.split()))}"
        case Kind.QUOTE:
            return "> " + source.replace("\n", "\n> ")
        case Kind.VERSE:
            return source.replace("\n", "\\\n")
        case Kind.CODE:
            longest = max((len(run) for run in _BACKTICKS.findall(source)), default=2)
            fence = "`" * (longest + 1)
            return f"{fence}\n{source}\n{fence}"
        case Kind.FOOTNOTE if block.label:
            return f"[^{block.label}]: {source}"
        case _:
            return source
