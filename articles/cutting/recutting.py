"""Cutting the source of an article again, after somebody has edited it."""

from articles.blocks import MAX_CHARACTERS, MAX_LINES, Block, TooLong, TooManyBlocks
from articles.cutting import bounded
from articles.cutting.characters import tidy
from articles.cutting.language import with_languages
from articles.cutting.marked_text import blocks_of


def recut(source: str, *, language: str) -> tuple[Block, ...]:
    """The blocks of an edited source; `language` is the article's.

    Raises InvalidArticle for what is too long or has nothing to read.
    """
    if len(source) > MAX_CHARACTERS:
        raise TooLong
    text = tidy(source)
    if sum(map(bool, map(str.strip, text.split("\n")))) > MAX_LINES:
        raise TooManyBlocks
    return with_languages(bounded(blocks_of(text)), language)
