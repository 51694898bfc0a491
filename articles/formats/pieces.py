"""Pieces of text with their marks, as they come out of a document."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """Words that share their marks: em, strong, del, code, sup, sub, or the address of a link.

    A line break is a piece of its own, `\\n`. The words of a `mention` are a footnote's label.
    """

    words: str
    marks: tuple[str, ...] = ()
    language: str = ""
    mention: bool = False


def text_of(pieces: Iterable[Piece]) -> str:
    """The words without marks."""
    return "".join(piece.words for piece in pieces if not piece.mention)


def has_words(pieces: Iterable[Piece]) -> bool:
    return any(piece.mention or not piece.words.isspace() for piece in pieces)


def split_at_breaks(pieces: Sequence[Piece], *, at_least: int) -> list[list[Piece]]:
    """The pieces in parts, between that many line breaks in a row or more."""
    parts: list[list[Piece]] = [[]]
    breaks = 0
    for piece in pieces:
        if piece.words == "\n":
            breaks += 1
        elif breaks and piece.words.isspace():
            continue
        else:
            if breaks >= at_least:
                parts.append([])
            elif breaks:
                parts[-1].append(Piece("\n"))
            breaks = 0
            parts[-1].append(piece)
    return [part for part in parts if has_words(part)]
