"""Reading PDF files that have their words as text."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from articles.blocks import Block, Cut, Kind, NothingToRead, OnlyPictures
from articles.formats.elements import language_code
from articles.formats.outcome import (
    Progress,
    cut_of,
    likely_language,
    sensible_author,
    sensible_title,
)
from articles.formats.pdf.layout import Layout, Note, layout
from articles.formats.pdf.pages import RAISED, RAISED_END, Line, document, pages
from articles.formats.pdf.passages import ITEM, Passage, Passages, counted_words, joined
from articles.formats.pieces import Piece
from articles.formats.prose import markdown

_TITLE_LARGER = 1.25
_LONGEST_TITLE = 200
_FEWEST_LETTERS = 20
_RAISED_MARK = re.compile(f"{RAISED}([^{RAISED_END}]*){RAISED_END}")
_LANGUAGE_LENGTH = 40


def read(data: bytes, *, progress: Progress | None = None) -> Cut:
    """The text of a PDF file.

    A PDF knows letters and their places only, so paragraphs, headings, verse, list items and
    notes are found by where they stand and how large they are. Pictures and tables are left out,
    as are running heads and page numbers. Raises InvalidArticle.
    """
    opened = document(data)
    try:
        said = opened.get_metadata_dict()
        declared = _language(opened)
        found = list(pages(opened, progress))
    finally:
        opened.close()
    read = layout(found)
    letters = sum(map(str.isalpha, "".join(line.text for line in read.lines)))
    if letters < _FEWEST_LETTERS and any(page.has_pictures for page in found):
        raise OnlyPictures
    if not letters:
        raise NothingToRead
    return _cut(read, said, declared)


def _cut(read: Layout, said: Mapping[str, str], declared: str) -> Cut:
    passages = Passages(read.lines, read.size).all()
    title = sensible_title(said.get("Title", ""))
    shown = _shown_title(passages, read.size)
    if shown:
        title = title or " ".join(passage.text for passage in shown)
        if len(shown) < len(passages):
            passages = [passage for passage in passages if passage not in shown]
    words = counted_words(read.lines)
    labels = _labels(read.notes)
    blocks = [
        *(_block(passage, words, labels) for passage in passages),
        *_notes(read.notes, words, labels),
    ]
    text = "\n".join(line.text for line in read.lines)
    return cut_of(
        blocks,
        language=likely_language(text, declared),
        title=title,
        author=sensible_author(said.get("Author", "")),
    )


def _shown_title(passages: Sequence[Passage], size: float) -> list[Passage]:
    """What stands in the largest type on the first page, if that is large enough for a title."""
    first = [passage for passage in passages if passage.lines[0].page == 0]
    headings = [passage for passage in first if passage.kind is Kind.HEADING]
    largest = max((passage.lines[0].size for passage in headings), default=0.0)
    if largest < _TITLE_LARGER * size:
        return []
    alike = [passage for passage in passages if passage.kind is Kind.HEADING]
    alike = [passage for passage in alike if passage.lines[0].size >= 0.97 * largest]
    text = " ".join(passage.text for passage in alike)
    is_title = all(passage.lines[0].page == 0 for passage in alike)
    return alike if is_title and len(text) <= _LONGEST_TITLE and RAISED not in text else []


def _labels(notes: Sequence[Note]) -> dict[tuple[int, str], str]:
    """The notes' names by their page and mark: their marks where these tell them apart."""
    marks = Counter(note.mark for note in notes)
    if all(mark.isdecimal() and count == 1 for mark, count in marks.items()):
        return {(note.page, note.mark): note.mark for note in notes}
    return {(note.page, note.mark): str(number) for number, note in enumerate(notes, start=1)}


def _block(
    passage: Passage, words: Mapping[str, int], labels: Mapping[tuple[int, str], str]
) -> Block:
    lines = [_mentioned(line, labels) for line in passage.lines]
    if passage.kind is Kind.VERSE:
        parts = [piece for line in lines for piece in (*_pieces(line), Piece("\n"))]
        return Block(markdown(parts[:-1]), Kind.VERSE)
    text = joined(lines, words)
    marker = ""
    if passage.kind is Kind.LIST_ITEM and (item := ITEM.match(text)):
        marker = f"{item['number']}. " if item["number"] else "- "
        text = text[item.end() :]
    return Block(marker + markdown(_pieces(text)), passage.kind, passage.level)


def _notes(
    notes: Iterable[Note], words: Mapping[str, int], labels: Mapping[tuple[int, str], str]
) -> Iterator[Block]:
    """The notes as blocks; one whose mark stands on its page once more is a part of the first."""
    done: set[str] = set()
    for note in notes:
        label = labels[note.page, note.mark]
        source = markdown(_pieces(joined((_unmarked(line) for line in note.lines), words)))
        if source:
            yield Block(source, Kind.FOOTNOTE, label="" if label in done else label)
            done.add(label)


def _mentioned(line: Line, labels: Mapping[tuple[int, str], str]) -> str:
    """The line's words, with the names of notes in the place of their marks."""

    def named(mark: re.Match[str]) -> str:
        label = labels.get((line.page, mark[1]))
        return f"{RAISED}{f'^{label}' if label else mark[1]}{RAISED_END}"

    return _RAISED_MARK.sub(named, line.text)


def _unmarked(line: Line) -> str:
    return _RAISED_MARK.sub(r"\1", line.text)


def _pieces(text: str) -> list[Piece]:
    pieces = []
    for index, part in enumerate(_RAISED_MARK.split(text)):
        if index % 2 == 0:
            pieces.append(Piece(part))
        elif part.startswith("^"):
            pieces.append(Piece(part[1:], mention=True))
        else:
            pieces.append(Piece(part, ("sup",)))
    return [piece for piece in pieces if piece.words]


def _language(opened: pdfium.PdfDocument) -> str:
    """The language that the file declares; empty where it declares none."""
    units = (ctypes.c_ushort * _LANGUAGE_LENGTH)()
    length = raw.FPDFCatalog_GetLanguage(opened, units, ctypes.sizeof(units))
    if not 2 < length <= ctypes.sizeof(units):
        return ""
    written = bytes(units)[: length - 2].decode("utf-16-le", "replace")
    return language_code(written)
