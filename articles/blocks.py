"""Blocks, the parts that a text is cut into, and why a text may not become an article."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 2_000_000
# Only a text that is made to keep the server busy has so many.
MAX_LINES = 100_000
MAX_BLOCKS = 5_000
MAX_BLOCK_CHARACTERS = 100_000

_MARKER = re.compile(r"(-|\d{1,9}[.)]) ")
_FIGURE = re.compile(
    r"!\[(?P<words>(?:\\.|[^\]\\])*)\]\(<?(?P<address>[^\n<>]*?)>?\)(?:\n(?P<caption>.*))?",
    re.DOTALL,
)
_PICTURE = re.compile(r"picture:(?P<name>[0-9a-f]{32}-(?P<width>\d{1,5})x(?P<height>\d{1,5}))")


class Kind(enum.StrEnum):
    HEADING = "heading"
    TEXT = "text"
    QUOTE = "quote"
    VERSE = "verse"
    LIST_ITEM = "list_item"
    FIGURE = "figure"
    TABLE = "table"
    CODE = "code"
    FOOTNOTE = "footnote"


@dataclass(frozen=True)
class Block:
    """One addressable part of an article.

    `source` is Markdown without the marks that make the kind: no `#`, no `>`, no fence; code is
    as it stands, a table as its lines. A list item keeps its marker, `- ` or `3. `, for the number
    is part of what people quote; a further paragraph of the same item has none. A figure is an
    image, `![alternative text](picture:name)`, with its caption behind it. `level` is 1 to 6 for
    headings, the depth of nesting from 1 for list items, else 0. `label` is a footnote's name;
    a further paragraph of the same note has none. `language` is the code of the block's language
    where it is not the article's.
    """

    source: str
    kind: Kind = Kind.TEXT
    level: int = 0
    label: str = ""
    language: str = ""

    @property
    def marker(self) -> str:
        """What stands before a list item, `-` or `3.`; empty for all else."""
        found = _MARKER.match(self.source) if self.kind is Kind.LIST_ITEM else None
        return found[1] if found else ""

    @property
    def body(self) -> str:
        """The source without the marker."""
        return self.source.removeprefix(f"{self.marker} ") if self.marker else self.source

    @property
    def figure(self) -> "Figure | None":
        """What a figure shows; None for all else."""
        found = _FIGURE.fullmatch(self.source) if self.kind is Kind.FIGURE else None
        return Figure(found["words"], found["address"], found["caption"] or "") if found else None


@dataclass(frozen=True)
class Figure:
    """An image and its caption; both texts are Markdown."""

    words: str
    address: str
    caption: str = ""

    @property
    def picture(self) -> "PictureName | None":
        """The picture that came with the text; None where the image is elsewhere or lost."""
        found = _PICTURE.fullmatch(self.address)
        return (
            PictureName(found["name"], int(found["width"]), int(found["height"])) if found else None
        )

    @property
    def source(self) -> str:
        """The figure as the source of a block."""
        plain = not self.address or re.fullmatch(r"[^\s()<>]+", self.address)
        image = f"![{self.words}]({self.address if plain else f'<{self.address}>'})"
        return f"{image}\n{self.caption}" if self.caption else image


class PictureName(NamedTuple):
    """A picture's name, which holds its size in pixels so that pages keep its place free."""

    name: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """How a figure refers to it."""
        return f"picture:{self.name}"


@dataclass(frozen=True)
class Cut:
    """A text as it becomes an article; what was not found out is empty.

    `pictures` holds the images that its figures show, by their names, as files in WebP. A book's
    chapters begin at its headings of the first level.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str
    author: str = ""
    source: str = ""
    licence: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    is_book: bool = False


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


class UnknownKind(InvalidArticle):
    message = _(
        "Files of this kind cannot be read here. Choose an EPUB, Word (DOCX), OpenDocument (ODT), "
        "PDF, HTML, Markdown or plain text file."
    )


class Encrypted(InvalidArticle):
    message = _(
        "This file is locked by a password or by copy protection. "
        "Choose one that opens without a key."
    )


class Damaged(InvalidArticle):
    message = _(
        "This file is damaged or not what its name says. Open it in the program it was made with, "
        "save it again, and choose that file."
    )


class OnlyPictures(InvalidArticle):
    message = _(
        "The pages of this file are pictures without text. Let a text recognition program read "
        "them first, and choose the file that it makes."
    )


class TooManyParts(InvalidArticle):
    message = _("This file is made of too many parts. Save only the text that you need.")


class TooLargeUnpacked(InvalidArticle):
    message = _(
        "This file is far larger inside than it looks. Save the text without its large pictures, "
        "sounds or films."
    )


class TakesTooLong(InvalidArticle):
    message = _(
        "This file takes too long or too much memory to read. "
        "Split it into smaller ones, or save it as plain text."
    )
