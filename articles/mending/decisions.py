"""What is decided of each block, and the text after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from articles.blocks import Block, Kind
from articles.formats.outcome import settled
from articles.mending.editing import edited
from articles.mending.joining import is_apart, joined
from articles.mending.shapes import shaped


class Fate(StrEnum):
    KEEP = "keep"
    JOIN = "join"
    DROP = "drop"


@dataclass(frozen=True)
class Decision:
    """What becomes of a block; what is None stays as it is."""

    fate: Fate = Fate.KEEP
    # The name of a shape.
    shape: str | None = None
    language: str | None = None
    # Its source as it was edited.
    source: str | None = None


def mend(blocks: Sequence[Block], decisions: Mapping[int, Decision]) -> tuple[Block, ...]:
    """The text after these decisions, by the indexes of the blocks.

    A block to be joined takes in the next one that is not left out; figures, tables and notes
    between the two stand behind them then. The outcome is read again as it is written. Raises
    InvalidArticle where too much is left of the text, or nothing.
    """
    mended: list[Block] = []
    # The index of what is to be joined with the next one.
    waiting: int | None = None
    for index, block in enumerate(blocks):
        decision = decisions.get(index, Decision())
        parts = _as_decided(block, decision)
        if not parts:
            continue
        whole = joined(mended[waiting], parts[0]) if waiting is not None else None
        if waiting is not None and whole:
            mended[waiting] = whole
            mended += parts[1:]
        elif waiting is None or not all(map(is_apart, parts)) or is_apart(mended[waiting]):
            waiting = None
            mended += parts
        else:
            mended += parts
            continue
        if decision.fate is not Fate.JOIN:
            waiting = None
        elif waiting is None or parts[1:]:
            waiting = len(mended) - 1
    text = tuple(_in_order(mended))
    return text if text == tuple(blocks) else settled(text)


def _as_decided(block: Block, decision: Decision) -> list[Block]:
    if decision.fate is Fate.DROP:
        return []
    parts = [block] if decision.source is None else edited(block, decision.source)
    if decision.shape is not None:
        parts = [shaped(part, decision.shape) for part in parts]
    if decision.language is not None and decision.language != block.language:
        parts = [_in_language(part, decision.language) for part in parts]
    return parts


def _in_language(block: Block, language: str) -> Block:
    return block if block.kind in {Kind.CODE, Kind.TABLE} else replace(block, language=language)


def _in_order(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, none deeper in a list than those before allow, none going on from nothing."""
    depth, is_noted = 0, False
    for block in blocks:
        if block.kind is Kind.LIST_ITEM and block.marker:
            depth = min(block.level, depth + 1)
            yield replace(block, level=depth)
        elif block.kind is Kind.LIST_ITEM and depth:
            yield replace(block, level=depth)
        else:
            depth = 0
            is_lost = block.kind is Kind.LIST_ITEM or (
                block.kind is Kind.FOOTNOTE and not block.label and not is_noted
            )
            yield shaped(block, str(Kind.TEXT)) if is_lost else block
        is_noted = block.kind is Kind.FOOTNOTE and (is_noted or bool(block.label))
