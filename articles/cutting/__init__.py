"""Cutting a text into the blocks that people discuss."""

import re
from collections.abc import Iterable
from itertools import islice

from articles.blocks import (
    MAX_BLOCK_CHARACTERS,
    MAX_BLOCKS,
    MAX_CHARACTERS,
    MAX_LINES,
    Block,
    BlockTooLong,
    Cut,
    NothingToRead,
    TooLong,
    TooManyBlocks,
)
from articles.cutting.characters import tidy
from articles.cutting.front_matter import FrontMatter, split_front_matter
from articles.cutting.language import guess_language, with_languages
from articles.cutting.marked_text import blocks_of, cut_markdown
from articles.cutting.plain_text import cut_plain

__all__ = ["blocks_of", "bounded", "cut", "is_markdown", "with_languages"]

_MARKDOWN = re.compile(
    r"""
      ^\ {0,3}\#{1,6}[ ]\S                                      # a heading
    | ^\ {0,3}(?:```|~~~)                                       # a fence
    | ^\ {0,3}\[[^\[\]\n]{1,200}\]:[ ]+(?:<|https?:|/|\#)       # where a link leads
    | \[[^\[\]\n]{1,500}\]\([^()\s]{1,500}(?:\ "[^"\n]*")?\)    # a link, an image
    | \*\*[^\s*][^*\n]{0,500}\*\*
    """,
    re.VERBOSE | re.MULTILINE,
)
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?![\s*_])[^*_\n]{1,500}(?<!\s)\1(?![\w*_])")
_INDENTED = re.compile(r"^(?: {4}|\t)[ \t]*[^\s>*+\-\d]", re.MULTILINE)


def cut(source: str, *, markdown: bool | None = None) -> Cut:
    """The title and blocks of a text; `markdown` tells what it is, or is found out from it.

    Raises InvalidArticle for what is too long or has nothing to read.
    """
    if len(source) > MAX_CHARACTERS:
        raise TooLong
    matter, text = FrontMatter(), tidy(source)
    if sum(map(bool, map(str.strip, text.split("\n")))) > MAX_LINES:
        raise TooManyBlocks
    if markdown is not False:
        matter, text = split_front_matter(text)
    if markdown or any(matter) or (markdown is None and is_markdown(text)):
        title, blocks = cut_markdown(text, title=matter.title)
    else:
        title, blocks = cut_plain(text)
    language = matter.language or guess_language(text)
    return Cut(title, with_languages(bounded(blocks), language), language, matter.author)


def is_markdown(text: str) -> bool:
    """Whether a text has marks that nobody would write but in Markdown.

    Lists and quotes say nothing, for they look the same in plain text; emphasis little, so
    indented lines, which would be code in Markdown, outweigh it.
    """
    if _MARKDOWN.search(text):
        return True
    return bool(_EMPHASIS.search(text)) and not _INDENTED.search(text)


def bounded(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, should they make an article.

    Raises InvalidArticle for too many, for one that is too long, and for none with words.
    """
    kept = []
    for block in islice(blocks, MAX_BLOCKS + 1):
        if len(block.source) > MAX_BLOCK_CHARACTERS:
            raise BlockTooLong
        kept.append(block)
    if len(kept) > MAX_BLOCKS:
        raise TooManyBlocks
    if not any(character.isalnum() for block in kept for character in block.body):
        raise NothingToRead
    return tuple(kept)
