"""The numbers of a Word document's list items and headings."""

import re
from typing import NamedTuple

from articles.formats.docx.names import W, number, value
from articles.formats.elements import Element
from articles.formats.numerals import PLAIN, numeral

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
# `3.`, `(3)`, `3`: what a list in Markdown can say.
_ALONE = re.compile(r"[(\[]?%[1-9][.):\]׳'-]*\s*")
_NO_LIST = "0"


class Mark(NamedTuple):
    """What stands before a paragraph: a bullet, a `number`, or a `label` such as `1.2` or `(a)`."""

    level: int
    number: int | None = None
    label: str = ""


class _Level(NamedTuple):
    kind: str = "decimal"
    text: str = ""
    start: int = 1
    keeps_counting: bool = False


class Numbering:
    """Counts the items of a document's lists as it is read."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._own_levels: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._linked: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        of_style = {}
        for abstract in root.iterchildren(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            self._levels[key] = dict(map(_level, abstract.iterchildren(f"{W}lvl")))
            if style := value(abstract, f"{W}styleLink"):
                of_style[style] = key
            if style := value(abstract, f"{W}numStyleLink"):
                self._linked[key] = style
        self._linked = {key: of_style.get(style, key) for key, style in self._linked.items()}
        for each in root.iterchildren(f"{W}num"):
            key = each.get(f"{W}numId", "")
            self._lists[key] = value(each, f"{W}abstractNumId")
            for override in each.iterchildren(f"{W}lvlOverride"):
                level = number(override.get(f"{W}ilvl", ""))
                if (own := override.find(f"{W}lvl")) is not None:
                    self._own_levels.setdefault(key, {})[level] = _level(own)[1]
                if start := value(override, f"{W}startOverride"):
                    self._restarts.setdefault(key, {})[level] = number(start, 1)

    def next(self, key: str, level: int) -> Mark | None:
        """Count an item of this list on; None for what is in no list."""
        abstract = self._lists.get(key)
        if key == _NO_LIST or abstract is None:
            return None
        abstract = self._linked.get(abstract, abstract)
        level = min(max(level, 0), _LEVELS - 1)
        counters = self._counters.setdefault(abstract, {})
        if (start := self._restarts.get(key, {}).pop(level, None)) is not None:
            counters[level] = start
        else:
            first = self._level(key, abstract, level).start
            counters[level] = counters[level] + 1 if level in counters else first
        for deeper in range(level + 1, _LEVELS):
            if not self._level(key, abstract, deeper).keeps_counting:
                counters.pop(deeper, None)
        return self._mark(key, abstract, level)

    def _level(self, key: str, abstract: str, level: int) -> _Level:
        own = self._own_levels.get(key, {}).get(level)
        return own or self._levels.get(abstract, {}).get(level) or _Level()

    def _mark(self, key: str, abstract: str, level: int) -> Mark | None:
        own = self._level(key, abstract, level)
        counters = self._counters[abstract]
        if own.kind == "bullet":
            return Mark(level)
        if own.kind == "none" or not own.text.strip():
            return Mark(level, label=own.text.strip()) if own.text.strip() else None
        if _ALONE.fullmatch(own.text) and own.kind in PLAIN:
            return Mark(level, min(max(counters[level], 0), 999_999_999))

        def written(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            each = self._level(key, abstract, at)
            return numeral(counters.get(at, each.start), each.kind)

        return Mark(level, label=_PLACE.sub(written, own.text).strip())


def _level(element: Element) -> tuple[int, _Level]:
    found = _Level(
        value(element, f"{W}numFmt") or "decimal",
        value(element, f"{W}lvlText")[:100],
        number(value(element, f"{W}start"), 1),
        value(element, f"{W}lvlRestart") == "0",
    )
    return number(element.get(f"{W}ilvl", "")), found
