"""Blocks, the parts that a text is cut into, and why a text may not become an article."""

import enum
import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 2_000_000
# Only a text that is made to keep the server busy has so many.
MAX_LINES = 100_000
MAX_BLOCKS = 5_000
MAX_BLOCK_CHARACTERS = 100_000

_MARKER = re.compile(r"(-|\d{1,9}[.)]) ")


class Kind(enum.StrEnum):
    HEADING = "heading"
    TEXT = "text"
    QUOTE = "quote"
    VERSE = "verse"
    LIST_ITEM = "list_item"
    CODE = "code"


@dataclass(frozen=True)
class Block:
    """One addressable part of an article.

    `source` is Markdown without the marks that make the kind: no `#`, no `>`, no fence; code is
    as it stands. A list item keeps its marker, `- ` or `3. `, for the number is part of what
    people quote; a further paragraph of the same item has none. `level` is 1 to 6 for headings,
    the depth of nesting from 1 for list items, else 0.
    """

    source: str
    kind: Kind = Kind.TEXT
    level: int = 0

    @property
    def marker(self) -> str:
        """What stands before a list item, `-` or `3.`; empty for all else."""
        found = _MARKER.match(self.source) if self.kind is Kind.LIST_ITEM else None
        return found[1] if found else ""

    @property
    def body(self) -> str:
        """The source without the marker."""
        return self.source.removeprefix(f"{self.marker} ") if self.marker else self.source


class InvalidArticle(ValueError):
    """A text that cannot become an article. Its message says in plain words what to do."""

    message: Promise = _("This text cannot be read. Check it and try again.")

    def __str__(self) -> str:
        return str(self.message)


class NotText(InvalidArticle):
    message = _(
        "This file is not plain text. Open it in the program it was written with, "
        "save it as plain text (UTF-8), and choose that file."
    )


class NothingToRead(InvalidArticle):
    message = _("There are no words in this text. Check that it is the right one.")


class TooLong(InvalidArticle):
    message = format_lazy(
        _(
            "This text is longer than {limit} characters. "
            "Split it into several articles, for example by chapter."
        ),
        limit=MAX_CHARACTERS,
    )


class TooManyBlocks(InvalidArticle):
    message = format_lazy(
        _(
            "This text has more than {limit} paragraphs. "
            "Split it into several articles, for example by chapter."
        ),
        limit=MAX_BLOCKS,
    )


class BlockTooLong(InvalidArticle):
    message = format_lazy(
        _(
            "One paragraph of this text is longer than {limit} characters. "
            "Put an empty line wherever a new paragraph begins."
        ),
        limit=MAX_BLOCK_CHARACTERS,
    )
