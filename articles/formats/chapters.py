"""The chapters of a book: where their notes stand, and which of them have words."""

import re
from collections.abc import Iterator, Sequence

from articles.blocks import Block, Kind
from articles.markdown import plain_block
from articles.markdown.prose import labels_in


def with_notes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each chapter's footnotes at its end, though the book have them all at its own."""
    chapters: list[list[Block]] = [[]]
    notes: dict[str, list[Block]] = {}
    homes: dict[str, int] = {}
    label = ""
    for block in blocks:
        if block.kind is Kind.HEADING and block.level == 1:
            chapters.append([])
        if block.kind is Kind.FOOTNOTE:
            label = block.label or label
            notes.setdefault(label, []).append(block)
            continue
        chapters[-1].append(block)
        for each in labels_in(block.source):
            homes.setdefault(each, len(chapters) - 1)
    for each, note in notes.items():
        if each not in homes:
            for further in (other for block in note for other in labels_in(block.source)):
                homes.setdefault(further, len(chapters) - 1)
        chapters[homes.get(each, len(chapters) - 1)] += note
    empty = bool(notes)
    kept = [chapter for chapter in chapters if not (empty and _only_headings(chapter))]
    return [block for chapter in kept or chapters for block in chapter]


def _only_headings(chapter: Sequence[Block]) -> bool:
    return len(chapter) > 0 and all(
        block.kind is Kind.HEADING and _is_of_notes(plain_block(block)) for block in chapter
    )


_NOTES = re.compile(
    r"(?:foot|end)?notes?|notas?|anmerkungen|fußnoten|примечания|сноски|הערות(?: שוליים)?|.{0,4}",
    re.IGNORECASE,
)


def _is_of_notes(heading: str) -> bool:
    return bool(_NOTES.fullmatch(heading.strip(" :.0123456789")))


def chapters_with_text(blocks: Sequence[Block]) -> Iterator[Block]:
    """The headings of the chapters that have more than headings."""
    chapter: Block | None = None
    for block in blocks:
        if block.kind is Kind.HEADING:
            chapter = block if block.level == 1 else chapter
        elif chapter:
            yield chapter
            chapter = None
