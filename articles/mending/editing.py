"""A block's source in the hands of its editor."""

import re
from dataclasses import replace

from articles.blocks import Block, Kind
from articles.cutting import blocks_of
from articles.cutting.characters import tidy
from articles.markdown import document
from articles.mending.faithful import fully_escaped

_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def shown_source(block: Block) -> str:
    """What is edited: the block in Markdown with the marks of its kind, a line of verse a line."""
    if block.kind is Kind.VERSE or _continues(block):
        return block.source
    return document([replace(block, language="")]).strip("\n")


def edited(block: Block, source: str) -> list[Block]:
    """The blocks that the edited source of a block says; none if it is empty.

    An empty line ends a block. What stands in lines in a verse stays in lines.
    """
    text = tidy(source).strip("\n")
    if block.kind is Kind.VERSE:
        text = _in_lines(text)
    found = list(blocks_of(text))
    if not found and text.strip():
        found = [Block(fully_escaped(text))]
    return [_in_place_of(block, part) for part in found]


def _in_place_of(block: Block, part: Block) -> Block:
    language = part.language or block.language
    if block.kind is Kind.LIST_ITEM and part.kind is Kind.LIST_ITEM:
        return replace(part, level=part.level + block.level - 1, language=language)
    if _continues(block) and part.kind is Kind.TEXT:
        return replace(part, kind=block.kind, level=block.level, language=language)
    return replace(part, language=language)


def _continues(block: Block) -> bool:
    """Whether it is a further paragraph of the list item or note before it."""
    is_item = block.kind is Kind.LIST_ITEM and not block.marker
    return is_item or (block.kind is Kind.FOOTNOTE and not block.label)


def _in_lines(text: str) -> str:
    stanzas = (stanza.strip().split("\n") for stanza in _EMPTY_LINES.split(text))
    return "\n\n".join("\\\n".join(line.rstrip(" \\") for line in lines) for lines in stanzas)
