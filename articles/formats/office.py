"""What the documents of word processors have in common: their parts become simple HTML."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable

from lxml import etree

from articles.blocks import (
    MAX_BLOCKS,
    MAX_CHARACTERS,
    Cut,
    Encrypted,
    PictureName,
    TooLong,
    TooManyBlocks,
    TooManyParts,
    UnknownKind,
)
from articles.cutting.lines import LONGEST_HEADING, ends_sentence
from articles.formats.archive import Archive
from articles.formats.elements import Element
from articles.formats.markup import blocks_of_tree
from articles.formats.outcome import (
    Progress,
    cut_of,
    likely_language,
    sensible_author,
    sensible_title,
)
from articles.formats.pictures import Pictures
from articles.formats.runs import Words
from articles.formats.trees import xml_tree

MAX_DEPTH = 24
_MOST_PARTS = 2 * MAX_BLOCKS
_LONGEST_TITLE_PART = 100
# Ten times those of a long book; each takes some hundred bytes.
_MOST_TAGS = 1_500_000
_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Body:
    """HTML in the making: what it is told in order, with nested lists, captions and notes."""

    def __init__(self) -> None:
        self.root = etree.Element("body")
        self.has_headings = False
        self.title = ""
        self.characters: Counter[str] = Counter()
        self._size = 0
        self._blocks = 0
        self._lists: list[tuple[int, Element]] = []
        self._notes: dict[str, Element] = {}
        self._bold: list[Element] = []

    def heading(self, words: Words, level: int) -> None:
        self.has_headings = True
        self._append(words, f"h{min(max(level, 1), 6)}", without=["strong"])

    def titled(self, words: Words) -> None:
        """Take the title; what comes later, or after other words, is a heading."""
        text = " ".join(words.text.split())
        if not words.is_empty and not len(self.root) and len(self.title) < _LONGEST_TITLE_PART:
            self.title = f"{self.title} {text}".strip()
            self._hang(words)
        else:
            self._append(words, "h1", without=["strong"])

    def paragraph(self, words: Words, *, bare: bool = True) -> None:
        """Add a paragraph; `bare` tells that it has no style that says what it is."""
        element = self._append(words, "p")
        if element is not None and bare and words.is_bold and not words.hanging:
            text = words.text.strip()
            if len(text) <= LONGEST_HEADING and not ends_sentence(text):
                self._bold.append(element)

    def quote(self, words: Words) -> None:
        quote = etree.Element("blockquote")
        if self._append(words, "p", quote) is not None:
            self.root.append(quote)

    def item(self, words: Words, level: int, number: int | None) -> None:
        """Add a list item; one without number has a bullet. `level` counts from 0."""
        if words.is_empty:
            self._hang(words)
            return
        tag = "ul" if number is None else "ol"
        while self._lists and (
            self._lists[-1][0] > level
            or (self._lists[-1][0] == level and self._lists[-1][1].tag != tag)
        ):
            self._lists.pop()
        if not self._lists or self._lists[-1][0] < level:
            parent = self._lists[-1][1][-1] if self._lists else self.root
            self._lists.append((level, etree.SubElement(parent, tag)))
        item = etree.SubElement(self._lists[-1][1], "li")
        if number is not None:
            item.set("value", str(number))
        self._append(words, "p", item, keep_lists=True)

    def continuation(self, words: Words, level: int = 1) -> None:
        """Add a further paragraph of the item that is open above `level`, or else a plain one."""
        while self._lists and self._lists[-1][0] >= level:
            self._lists.pop()
        if self._lists:
            self._append(words, "p", self._lists[-1][1][-1], keep_lists=True)
        else:
            self._append(words, "p")

    @property
    def in_list(self) -> bool:
        return bool(self._lists)

    def caption(self, words: Words) -> None:
        """Add what is said of the figure or table before; a paragraph where there is none."""
        last = self.root[-1] if len(self.root) else None
        if last is None or last.tag != "figure" or last.find("figcaption") is not None:
            self._append(words, "p")
        elif not words.is_empty:
            self.count(words)
            last.append(words.element("figcaption"))

    def add(self, element: Element) -> None:
        """Add a figure or a table."""
        self._lists.clear()
        self._grow(1)
        self.root.append(element)

    def note(self, name: str, words: Iterable[Words]) -> None:
        """Keep a footnote, to stand behind the text."""
        aside = etree.Element("aside", role="doc-footnote", id=name)
        for paragraph in words:
            self._append(paragraph, "p", aside, keep_lists=True)
        self._notes[name] = aside

    def finished(self) -> Element:
        """The whole; bold lines are headings in a text that has no other."""
        if not self.has_headings:
            self._raise_bold_lines()
        for note in self._notes.values():
            if len(note):
                self.root.append(note)
        return self.root

    def _raise_bold_lines(self) -> None:
        for element in self._bold:
            following = element.getnext()
            if element.getparent() is not self.root or following is None or following in self._bold:
                continue
            element.tag = "h2"
            for bold in list(element.iter("strong")):
                bold.tag = "span"

    def _append(
        self,
        words: Words,
        tag: str,
        parent: Element | None = None,
        *,
        without: Iterable[str] = (),
        keep_lists: bool = False,
    ) -> Element | None:
        element = None
        if not words.is_empty:
            if not keep_lists:
                self._lists.clear()
            self.count(words)
            element = words.element(tag, without=without)
            if language := words.language:
                element.set("lang", language)
            (self.root if parent is None else parent).append(element)
        self._hang(words)
        return element

    def _hang(self, words: Words) -> None:
        for element in words.hanging:
            self.add(element)

    def count(self, words: Words) -> None:
        self._grow(1)
        for run in words.runs:
            self._size += len(run.words)
            self.characters[run.language] += len(run.words)
        if self._size > MAX_CHARACTERS:
            raise TooLong

    def _grow(self, count: int) -> None:
        self._blocks += count
        if self._blocks > _MOST_PARTS:
            raise TooManyBlocks


def parsed(data: bytes) -> Element:
    """The root of an XML document.

    Raises InvalidArticle for what is no XML, defines entities, or would fill the memory.
    """
    if data.count(b"<") + data.count(b"=") > _MOST_TAGS:
        raise TooManyParts
    return xml_tree(data)


def opened(data: bytes) -> Archive:
    """The archive that a document is. Raises InvalidArticle.

    Word wraps a document with a password in the container of its older files.
    """
    if data.startswith(_LEGACY):
        raise Encrypted if "EncryptedPackage".encode("utf-16-le") in data else UnknownKind
    return Archive(data)


def cut_of_body(
    body: Body,
    file: Callable[[str], bytes | None],
    *,
    title: str,
    author: str,
    language: str,
    progress: Progress | None,
) -> Cut:
    """The cut that a body makes; the rest is what the file says of itself.

    `file` gives what the address of a picture leads to. Raises InvalidArticle.
    """
    root = body.finished()
    most = body.characters.most_common(1)
    declared = (most[0][0] if most else "") or language
    spoken = likely_language("".join(root.itertext()), declared)
    pictures = Pictures()
    count, done = sum(1 for _ in root.iter("img")), itertools.count(1)

    def picture(address: str, _words: str) -> PictureName | None:
        if progress:
            progress("pictures", next(done), count)
        data = file(address)
        return pictures.add(data) if data else None

    blocks = blocks_of_tree(root, picture=picture, language=spoken)
    return cut_of(
        blocks,
        language=spoken,
        title=body.title or sensible_title(title),
        author=sensible_author(author),
        pictures=pictures.files,
    )


def file_in(archive: Archive) -> Callable[[str], bytes | None]:
    """What finds a file in the archive, and gives None for what is not there or too large."""

    def file(name: str) -> bytes | None:
        return archive.read(name) if archive.has_room_for(name) else None

    return file
