"""The paragraphs, lists and tables of a Word document, in order."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from articles.formats.docx.names import MC, W, number, value
from articles.formats.docx.numbering import Numbering
from articles.formats.docx.styles import Role, Shape, Styles
from articles.formats.docx.words import Scribe, Source
from articles.formats.elements import Element
from articles.formats.office import MAX_DEPTH, Body
from articles.formats.runs import Words

# In twentieths of a point: what is set in from both sides is quoted.
_INSET = 500
_BODY_LEVEL = 9
_AROUND = frozenset(
    f"{W}{name}" for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo")
)


@dataclass
class Reader:
    """Tells a body what the parts of a document hold."""

    styles: Styles
    numbering: Numbering
    scribe: Scribe
    body: Body

    def read(self, parent: Element, source: Source, depth: int = 0) -> None:
        for element in _parts(parent):
            if element.tag == f"{W}p":
                self._paragraph(element, source, depth)
            elif element.tag == f"{W}tbl":
                self._table(element, source, depth)

    def paragraphs(self, parent: Element, source: Source) -> Iterator[Words]:
        """The words of all paragraphs within, whatever stands around them."""
        for element in parent.iter(f"{W}p"):
            words = self.scribe.words(element, source, value(element, f"{W}pPr/{W}pStyle"))
            words.hanging.clear()
            yield words

    def _paragraph(self, element: Element, source: Source, depth: int) -> None:
        properties = element.find(f"{W}pPr")
        key = value(properties, f"{W}pStyle")
        shape = self._shape(properties, key)
        words = self.scribe.words(element, source, key)
        if shape.role is Role.CONTENTS:
            return
        boxes = [each for each in words.hanging if each.tag == f"{W}txbxContent"]
        words.hanging = [each for each in words.hanging if each.tag != f"{W}txbxContent"]
        self._write(words, shape, properties)
        for box in boxes:
            if depth < MAX_DEPTH:
                self.read(box, source, depth + 1)

    def _shape(self, properties: Element | None, key: str) -> Shape:
        """What the paragraph is, by its style and by what is said of itself."""
        shape = self.styles.shape(key)
        if properties is None:
            return shape
        if outline := value(properties, f"{W}outlineLvl"):
            level = number(outline, _BODY_LEVEL) + 1
            shape = shape._replace(level=level if 1 <= level <= _BODY_LEVEL else 0)
        own = properties.find(f"{W}numPr")
        if own is not None:
            list_key, list_level = shape.numbering or ("", 0)
            list_key = value(own, f"{W}numId") or list_key
            level = number(value(own, f"{W}ilvl"), list_level)
            shape = shape._replace(numbering=(list_key, level))
        return shape

    def _write(self, words: Words, shape: Shape, properties: Element | None) -> None:
        mark = None
        if shape.numbering and not words.is_empty:
            mark = self.numbering.next(*shape.numbering)
        if shape.level:
            if mark:
                _prepend(words, mark.label or (f"{mark.number}." if mark.number else ""))
            self.body.heading(words, shape.level)
        elif shape.role is Role.TITLE:
            self.body.titled(words)
        elif mark and not mark.label:
            self.body.item(words, mark.level, mark.number)
        elif mark:
            _prepend(words, mark.label)
            self.body.continuation(words, mark.level)
        elif shape.role is Role.CAPTION:
            self.body.caption(words)
        elif shape.role is Role.QUOTE or _is_inset(properties):
            self.body.quote(words)
        elif shape.role is Role.LIST and self.body.in_list:
            self.body.continuation(words)
        else:
            self.body.paragraph(words, bare=shape.role is Role.BODY)

    def _table(self, table: Element, source: Source, depth: int) -> None:
        """A table; what is no table of data is read cell by cell."""
        kept = (row for row in _parts(table, "tr") if row.find(f"{W}trPr/{W}del") is None)
        rows = [list(_parts(row, "tc")) for row in kept]
        is_plain = all(map(_is_plain, (cell for row in rows for cell in row)))
        if is_plain and max(map(len, rows), default=0) > 1:
            self.body.add(self._plain_table(rows, source))
        elif depth < MAX_DEPTH:
            for row in rows:
                for cell in row:
                    self.read(cell, source, depth + 1)

    def _plain_table(self, rows: list[list[Element]], source: Source) -> Element:
        table = etree.Element("table")
        for cells in rows:
            row = etree.SubElement(table, "tr")
            for cell in cells:
                made = etree.SubElement(row, "td")
                if (span := value(cell, f"{W}tcPr/{W}gridSpan")) and number(span) > 1:
                    made.set("colspan", span)
                for words in self.paragraphs(cell, source):
                    if not words.is_empty:
                        self.body.count(words)
                        made.append(words.element("p"))
        return table


def _parts(parent: Element, tag: str = "p") -> Iterator[Element]:
    """The paragraphs and tables of a part, or its rows or cells, in order.

    What stands around them for a program's sake is looked through; what is deleted is left out.
    """
    wanted = {f"{W}{tag}", f"{W}tbl"} if tag == "p" else {f"{W}{tag}"}
    waiting: list[Iterator[Element]] = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in wanted:
            yield element
        elif element.tag in _AROUND or (element.tag == f"{W}sdt" and not _is_contents(element)):
            waiting.append(iter(element))
        elif element.tag == f"{MC}AlternateContent" and len(element):
            waiting.append(iter(element[0]))


def _is_contents(element: Element) -> bool:
    """Whether a part is a table of contents, made by the program."""
    gallery = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
    return value(element, gallery) == "Table of Contents"


def _is_plain(cell: Element) -> bool:
    """Whether a cell holds only a few words."""
    within = (f"{W}tbl", f"{W}drawing", f"{W}pict", f"{W}numPr", f"{W}outlineLvl")
    return next(cell.iterdescendants(*within), None) is None


def _is_inset(properties: Element | None) -> bool:
    indent = properties.find(f"{W}ind") if properties is not None else None
    if indent is None:
        return False
    before = indent.get(f"{W}left") or indent.get(f"{W}start") or ""
    behind = indent.get(f"{W}right") or indent.get(f"{W}end") or ""
    return number(before) >= _INSET and number(behind) >= _INSET


def _prepend(words: Words, label: str) -> None:
    if label and words.runs:
        first = words.runs[0]
        words.runs.insert(0, first._replace(words=f"{label} ", href="", mention=""))
