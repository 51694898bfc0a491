"""The paragraphs, lists and tables of an OpenDocument text, in order."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from articles.formats.elements import Element
from articles.formats.numerals import PLAIN, numeral
from articles.formats.odt.names import DRAW, OFFICE, TABLE, TEXT, XML_ID, number
from articles.formats.odt.styles import Level, Role
from articles.formats.odt.words import Scribe
from articles.formats.office import MAX_DEPTH, Body
from articles.formats.runs import Words

_LEVELS = 10
_LARGEST_NUMBER = 999_999_999
_MOST_COLUMNS = 30
_LEFT_OUT = frozenset(
    f"{TEXT}{name}"
    for name in (
        *("tracked-changes", "table-of-content", "illustration-index", "table-index"),
        *("object-index", "user-index", "alphabetical-index", "sequence-decls", "variable-decls"),
        *("user-field-decls", "index-title-template"),
    )
)
_IN_CELLS = (f"{TABLE}table", f"{TEXT}list", f"{TEXT}h")


class _List(NamedTuple):
    """The list that an item stands in: its style, its depth from 1, and its counters by level."""

    style: str
    depth: int
    counters: dict[int, int]


class Reader:
    """Tells a body what a document's text holds."""

    def __init__(self, scribe: Scribe, body: Body) -> None:
        self._scribe = scribe
        self._styles = scribe.styles
        self._body = body
        self._outline: dict[int, int] = {}
        self._counted: dict[str, dict[int, int]] = {}
        self._last: dict[str, dict[int, int]] = {}

    def read(self, parent: Element, depth: int = 0) -> None:
        for element in parent:
            if element.tag == f"{TEXT}p":
                self._write(element, depth)
            elif element.tag == f"{TEXT}h":
                self._write(element, depth, number(element.get(f"{TEXT}outline-level"), 1))
            elif depth >= MAX_DEPTH or element.tag in _LEFT_OUT:
                continue
            elif element.tag == f"{TEXT}list":
                self._list(element, None, depth)
            elif element.tag == f"{TABLE}table":
                self._table(element, depth)
            elif isinstance(element.tag, str) and element.tag.startswith((TEXT, TABLE)):
                self.read(element, depth + 1)
            elif isinstance(element.tag, str) and element.tag.startswith(DRAW):
                words = self._scribe.hanging(element)
                boxes = self._take_boxes(words)
                self._body.paragraph(words)
                self._read_boxes(boxes, depth)

    def paragraphs(self, parent: Element) -> Iterator[Words]:
        """The words of all paragraphs within, whatever stands around them."""
        walk = etree.iterwalk(parent, events=("start",))
        for _, element in walk:
            if element.tag == f"{OFFICE}annotation":
                walk.skip_subtree()
            elif element.tag in {f"{TEXT}p", f"{TEXT}h"}:
                words = self._scribe.words(element)
                words.hanging.clear()
                yield words

    def _write(self, element: Element, depth: int, level: int = 0) -> None:
        words = self._scribe.words(element)
        boxes = self._take_boxes(words)
        shape = self._styles.shape(element.get(f"{TEXT}style-name", ""))
        level = level or shape.level
        if level and not words.is_empty:
            is_counted = element.get(f"{TEXT}is-list-header") != "true"
            _prepend(words, self._outline_label(level) if is_counted else "")
            self._body.heading(words, level)
        elif shape.role is Role.TITLE:
            self._body.titled(words)
        elif shape.role is Role.QUOTE:
            self._body.quote(words)
        elif shape.role is Role.CAPTION:
            self._body.caption(words)
        else:
            self._body.paragraph(words, bare=shape.role is Role.BODY)
        self._read_boxes(boxes, depth)

    def _take_boxes(self, words: Words) -> list[Element]:
        boxes = [each for each in words.hanging if each.tag != "figure"]
        words.hanging = [each for each in words.hanging if each.tag == "figure"]
        return boxes

    def _read_boxes(self, boxes: list[Element], depth: int) -> None:
        for box in boxes:
            if depth >= MAX_DEPTH:
                continue
            pictured = box[0] if len(box) == 1 and _is_captioned(box[0]) else None
            if pictured is None:
                self.read(box, depth + 1)
                continue
            words = self._scribe.words(pictured)
            self._take_boxes(words)
            for figure in words.hanging:
                self._body.add(figure)
            words.hanging = []
            self._body.caption(words)

    def _outline_label(self, level: int) -> str:
        styles = self._styles.outline
        own = styles.get(level, Level("none"))
        self._outline[level] = self._outline.get(level, own.start - 1) + 1
        for deeper in [each for each in self._outline if each > level]:
            del self._outline[deeper]
        if own.kind in {"", "none"}:
            return ""
        return _label(own, level, self._outline, styles)

    def _list(self, element: Element, around: _List | None, depth: int) -> None:
        style = element.get(f"{TEXT}style-name", "") or (around.style if around else "")
        style = style or self._style_within(element)
        level = around.depth + 1 if around else 1
        inside = _List(style, min(level, _LEVELS), self._counters(element, style, around))
        if around:
            inside.counters.pop(level, None)
        for item in element:
            if depth < MAX_DEPTH and item.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                self._item(item, inside, depth + 1)
        key = element.get(XML_ID)
        self._last[style] = inside.counters
        if key:
            self._counted[key] = inside.counters

    def _style_within(self, element: Element) -> str:
        paragraph = next(element.iter(f"{TEXT}p"), None)
        name = paragraph.get(f"{TEXT}style-name", "") if paragraph is not None else ""
        return self._styles.list_of(name)

    def _counters(self, element: Element, style: str, around: _List | None) -> dict[int, int]:
        """Where the list counts on from."""
        if around:
            return around.counters
        if (key := element.get(f"{TEXT}continue-list")) in self._counted:
            return self._counted[key]
        if element.get(f"{TEXT}continue-numbering") == "true":
            return self._last.get(style, {})
        return {}

    def _item(self, item: Element, inside: _List, depth: int) -> None:
        is_first = item.tag == f"{TEXT}list-item"
        for element in item:
            if element.tag == f"{TEXT}list":
                is_first = False
                self._list(element, inside, depth)
            elif element.tag == f"{TEXT}h":
                self._write(element, depth, number(element.get(f"{TEXT}outline-level"), 1))
            elif element.tag == f"{TEXT}p":
                words = self._scribe.words(element)
                boxes = self._take_boxes(words)
                if is_first:
                    is_first = words.is_empty
                    self._write_item(words, item, inside)
                else:
                    self._body.continuation(words, inside.depth)
                self._read_boxes(boxes, depth)

    def _write_item(self, words: Words, item: Element, inside: _List) -> None:
        own = self._styles.level(inside.style, inside.depth)
        shape = self._styles.shape(item[0].get(f"{TEXT}style-name", "")) if len(item) else None
        if words.is_empty or own.kind == "none" or (shape and shape.level):
            self._body.continuation(words, inside.depth - 1)
            return
        if not own.kind:
            self._body.item(words, inside.depth - 1, None)
            return
        count = number(item.get(f"{TEXT}start-value"), 0)
        counters = inside.counters
        counters[inside.depth] = count or counters.get(inside.depth, own.start - 1) + 1
        if own.kind in PLAIN and own.shown == 1:
            counted = min(counters[inside.depth], _LARGEST_NUMBER)
            self._body.item(words, inside.depth - 1, counted)
            return
        levels = {at: self._styles.level(inside.style, at) for at in range(1, inside.depth + 1)}
        _prepend(words, _label(own, inside.depth, counters, levels))
        self._body.continuation(words, inside.depth - 1)

    def _table(self, table: Element, depth: int) -> None:
        """A table; what is no table of data is read cell by cell."""
        rows = [
            [cell for cell in row if cell.tag == f"{TABLE}table-cell"]
            for row in _within(table, f"{TABLE}table-row")
        ]
        cells = [cell for row in rows for cell in row]
        is_plain = all(next(cell.iterdescendants(*_IN_CELLS), None) is None for cell in cells)
        if is_plain and max(map(len, rows), default=0) > 1:
            self._body.add(self._plain_table(rows))
        else:
            for cell in cells:
                self.read(cell, depth + 1)

    def _plain_table(self, rows: list[list[Element]]) -> Element:
        table = etree.Element("table")
        for cells in rows:
            row = etree.SubElement(table, "tr")
            for cell in cells:
                made = etree.SubElement(row, "td")
                for attribute in ("columns", "rows"):
                    span = number(cell.get(f"{TABLE}number-{attribute}-spanned"), 1)
                    if span > 1:
                        made.set(f"{attribute[:3]}span", str(span))
                for words in self.paragraphs(cell):
                    if not words.is_empty:
                        self._body.count(words)
                        made.append(words.element("p"))
        return table


def _is_captioned(paragraph: Element) -> bool:
    """Whether a box, of which this is all, is drawn around a picture and its caption."""
    pictures = len(list(paragraph.iter(f"{DRAW}image")))
    return pictures == 1 and next(paragraph.iter(f"{DRAW}text-box"), None) is None


def _within(table: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, but not of one in its cells."""
    walk = etree.iterwalk(table, events=("start",), tag=(tag, f"{TABLE}table"))
    for _, element in walk:
        if element.tag == tag:
            yield element
            walk.skip_subtree()
        elif element is not table:
            walk.skip_subtree()


def _label(own: Level, at: int, counters: dict[int, int], levels: dict[int, Level]) -> str:
    """What stands before a paragraph that is numbered otherwise than by a plain number."""
    shown = range(max(at - own.shown + 1, 1), at + 1)
    numbers = (
        numeral(counters.get(each, level.start), level.kind)
        for each in shown
        if (level := levels.get(each, Level())).kind not in {"", "none"}
    )
    return f"{own.before}{'.'.join(numbers)}{own.behind}".strip()


def _prepend(words: Words, label: str) -> None:
    if label and words.runs:
        first = words.runs[0]
        words.runs.insert(0, first._replace(words=f"{label} ", href="", mention=""))
