"""The lines on the pages of a PDF file, with their places and sizes."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import hypot

import pypdfium2 as pdfium
from pypdfium2 import raw

from articles.blocks import MAX_CHARACTERS, Damaged, Encrypted, TooLong, TooManyParts
from articles.formats.outcome import Progress

MAX_PAGES = 2_000
_PASSWORD_ERRORS = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
# What stands around a raised mark in a line's words; no character, so it stands in no text.
RAISED, RAISED_END = "\ufdd1", "\ufdd2"

_RAISED = re.compile(f"{RAISED}[^{RAISED_END}]*{RAISED_END}")
_WORD = re.compile(r"\S+")
_MARK = re.compile(r"\d{1,3}|[*†‡§¶]{1,3}")
# What pdfium puts in the place of a hyphen at the end of a line, and of the line's end.
_HYPHENS = re.compile("[\u0002\ufffe]")
_LINE = re.compile("[^\r\n\0\u0002\ufffe]+[\u0002\ufffe]?")
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\uffff]")
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_MISPLACED = re.compile(r"(?<!\S)([:;,.!?]+)(\d[\d.,/–-]*)(?!\S)")
_WIDEST_GAP = 2.0
_LONGEST_NAME = 200


@dataclass
class Line:
    """A line of a page, its measures in points from the lower left corner.

    `gap` is where a wide space begins and ends in it, `split` the letter behind that space.
    """

    text: str
    page: int
    left: float
    right: float
    y: float
    size: float
    is_bold: bool = False
    column: int = 0
    gap: tuple[float, float] | None = None
    split: int = 0

    @cached_property
    def is_from_right(self) -> bool:
        """Whether most letters are read from right to left."""
        return 2 * len(_FROM_RIGHT.findall(self.text)) > len(_LETTER.findall(self.text))

    @property
    def bare(self) -> str:
        """The words without raised marks."""
        return _RAISED.sub("", self.text) if RAISED in self.text else self.text

    @property
    def start(self) -> float:
        """How far the line's beginning stands in, from its side of the page."""
        return -self.right if self.is_from_right else self.left

    @property
    def end(self) -> float:
        return -self.left if self.is_from_right else self.right

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass
class Page:
    """The lines of a page in the order of the file."""

    number: int
    height: float
    lines: list[Line]
    has_pictures: bool = False


def document(data: bytes) -> pdfium.PdfDocument:
    """The opened file. Raises Encrypted, Damaged or TooManyParts."""
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise (Encrypted if error.err_code in _PASSWORD_ERRORS else Damaged) from error
    if len(opened) > MAX_PAGES:
        raise TooManyParts
    return opened


def pages(opened: pdfium.PdfDocument, progress: Progress | None = None) -> Iterator[Page]:
    """The pages, one after the other; a broken one is empty. Raises TooLong."""
    characters = 0
    for number in range(len(opened)):
        if progress:
            progress("pages", number, len(opened))
        try:
            page = opened[number]
        except pdfium.PdfiumError:
            continue
        try:
            text = page.get_textpage()
            try:
                count = raw.FPDFText_CountChars(text)
                characters += max(count, 0)
                if characters > 2 * MAX_CHARACTERS:
                    raise TooLong
                lines = list(_Reader(text, number, count).lines()) if count > 0 else []
            finally:
                text.close()
            has_pictures = not lines and _has_pictures(page)
            yield Page(number, page.get_height(), lines, has_pictures)
        except pdfium.PdfiumError:
            continue
        finally:
            page.close()


def _has_pictures(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


class _Reader:
    """Reads the lines of one page; places are asked for only where they tell something."""

    def __init__(self, text: pdfium.PdfTextPage, page: int, count: int) -> None:
        self._text = text
        self._page = page
        self._count = count
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._origin = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_LONGEST_NAME)
        self._flags = ctypes.c_int()

    def lines(self) -> Iterator[Line]:
        units = (ctypes.c_ushort * (self._count + 1))()
        written = raw.FPDFText_GetText(self._text, 0, self._count, units)
        if written <= 1:
            return
        # One unit a letter: the others are told from their pairs only when the line is whole.
        whole = "".join(map(chr, units[: written - 1]))
        moved = written - 1 != self._count
        for found in _LINE.finditer(whole):
            if line := self._line(found[0], found.start(), moved=moved):
                yield line

    def _line(self, text: str, start: int, *, moved: bool) -> Line | None:
        words = list(_WORD.finditer(text))
        if not words:
            return None
        places = [
            (self._index(start + word.start(), moved), self._index(start + word.end() - 1, moved))
            for word in words
        ]
        sizes = [
            self._size(first) for first, _ in (places[0], places[len(places) // 2], places[-1])
        ]
        if not all(sizes):
            return None
        size = Counter(round(each, 1) for each in sizes).most_common(1)[0][0]
        extents = [self._extent(*place) for place in places]
        y = self._baseline(places[len(places) // 2][0])
        gap, split = _gap(extents, words, size)
        bold = self._is_bold(places[0][0]) and self._is_bold(places[-1][0])
        line = Line(
            self._marked(text, start, size, y, moved=moved),
            self._page,
            min(left for left, _ in extents),
            max(right for _, right in extents),
            y,
            size,
            bold,
            gap=gap,
            split=split,
        )
        line.text = _whole(line.text)
        if line.is_from_right:
            line.text = _MISPLACED.sub(r"\2\1", line.text)
        return line

    def _index(self, at: int, moved: bool) -> int:
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self._text, at)) if moved else at

    def _extent(self, first: int, last: int) -> tuple[float, float]:
        left, right = self._sides(first)
        if last != first:
            other_left, other_right = self._sides(last)
            left, right = min(left, other_left), max(right, other_right)
        return left, right

    def _sides(self, index: int) -> tuple[float, float]:
        left, right, bottom, top = self._box
        raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, right.value

    def _baseline(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._text, index, *self._origin)
        return self._origin[1].value

    def _size(self, index: int) -> float:
        """The size of a letter's type; 0 where it does not stand upright."""
        if not raw.FPDFText_GetMatrix(self._text, index, self._matrix):
            return 0
        if abs(self._matrix.b) > abs(self._matrix.a):
            return 0
        height = hypot(self._matrix.c, self._matrix.d)
        return float(raw.FPDFText_GetFontSize(self._text, index)) * height

    def _is_bold(self, index: int) -> bool:
        raw.FPDFText_GetFontInfo(self._text, index, self._name, _LONGEST_NAME, self._flags)
        return bool(_BOLD.search(self._name.value))

    def _marked(self, text: str, start: int, size: float, y: float, *, moved: bool) -> str:
        """The words, with what is raised and small in them marked."""

        def marked(mark: re.Match[str]) -> str:
            index = self._index(start + mark.start(), moved)
            own = self._size(index)
            is_small = 0 < own < 0.85 * size
            is_raised = is_small and self._baseline(index) > y + 0.1 * size
            return f"{RAISED}{mark[0]}{RAISED_END}" if is_raised else mark[0]

        return _MARK.sub(marked, _NO_CHARACTERS.sub(" ", text))


def _whole(text: str) -> str:
    """The line with letters for pairs of units, and its hyphens as they were."""
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return " ".join(_HYPHENS.sub("-", paired).split())


def _gap(
    extents: list[tuple[float, float]], words: list[re.Match[str]], size: float
) -> tuple[tuple[float, float] | None, int]:
    """The only wide space in a line, and where the words behind it begin."""
    wide = [
        ((before[1], after[0]), words[index + 1].start())
        for index, (before, after) in enumerate(pairwise(extents))
        if after[0] - before[1] > _WIDEST_GAP * size
    ]
    return wide[0] if len(wide) == 1 else (None, 0)
