"""Mending a cut text before it is saved: what the person who brings it decides of each block."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from articles.blocks import Block, Kind

NEW_HEADING_LEVEL = 2


class Decision(StrEnum):
    KEEP = "keep"
    HEADING = "heading"
    TEXT = "text"
    JOIN = "join"
    DROP = "drop"


def mend(blocks: Sequence[Block], decisions: Sequence[Decision]) -> list[Block]:
    """The blocks after one decision for each of them.

    A block to be joined takes in the next one that is not dropped; the last has nothing to join.
    """
    mended: list[Block] = []
    is_open = False
    for block, decision in zip(blocks, decisions, strict=True):
        if decision is Decision.DROP:
            continue
        if is_open:
            mended[-1] = joined(mended[-1], block)
        else:
            mended.append(_as_decided(block, decision))
        is_open = decision is Decision.JOIN
    return mended


def joined(first: Block, second: Block) -> Block:
    """One block of two, of the first one's kind."""
    glue = "\n" if first.kind in {Kind.VERSE, Kind.CODE} else " "
    return replace(first, source=f"{first.source}{glue}{second.source}")


def _as_decided(block: Block, decision: Decision) -> Block:
    if decision is Decision.HEADING:
        # The level of a list item is its depth, which says nothing of a heading.
        level = block.level if block.kind is Kind.HEADING else NEW_HEADING_LEVEL
        return replace(block, kind=Kind.HEADING, level=level)
    if decision is Decision.TEXT:
        return replace(block, kind=Kind.TEXT, level=0)
    return block
