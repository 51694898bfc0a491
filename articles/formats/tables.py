"""Tables as Markdown."""

import re
from collections.abc import Callable, Iterator, Sequence

from articles.formats.elements import Element, value

_MOST_COLUMNS = 30
_LONGEST_CELL = 1_000
_LONGEST_TABLE = 30_000
_BARS = re.compile(r"\|")
_WITHIN = ("table", "ul", "ol", "dl", "blockquote", "figure", "pre", "h1", "h2", "h3", "h4")


def is_table(element: Element) -> bool:
    """Whether a table holds data: not a page's columns, nor anything that no cell can hold."""
    if value(element, "role") in {"presentation", "none"}:
        return False
    within = (f"{{*}}{tag}" for tag in _WITHIN)
    return next(element.iterdescendants(*within), None) is None


def rows_of(element: Element, written: Callable[[Element], str | None]) -> list[list[str]]:
    """The cells of each row; none if they are not a table of two columns or more.

    A cell over several columns or rows leaves empty ones beside and below it.
    """
    rows: list[list[str]] = []
    open_below: dict[int, int] = {}
    for row in element.iterdescendants("{*}tr"):
        cells: list[str] = []
        for cell in row.iterchildren("{*}td", "{*}th"):
            _fill(cells, open_below)
            words = written(cell)
            if words is None or len(words) > _LONGEST_CELL or len(cells) > _MOST_COLUMNS:
                return []
            columns, below = _span(cell, "colspan"), _span(cell, "rowspan") - 1
            for column in range(len(cells), len(cells) + columns):
                open_below[column] = below
            cells += [words, *[""] * (columns - 1)]
        _fill(cells, open_below)
        if any(cells):
            rows.append(cells)
    width = max(map(len, rows), default=0)
    if len(rows) < 2 or not 2 <= width <= _MOST_COLUMNS:
        return []
    if not any(sum(map(bool, row)) > 1 for row in rows):
        return []
    return [row + [""] * (width - len(row)) for row in rows]


def table_source(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as tables in Markdown, the first one as their head; several where it is long."""
    head = [_line(rows[0]), _line(["---"] * len(rows[0]))]
    lines, length = list(head), 0
    for row in rows[1:]:
        line = _line(row)
        if length and length + len(line) > _LONGEST_TABLE:
            yield "\n".join(lines)
            lines, length = list(head), 0
        lines.append(line)
        length += len(line)
    yield "\n".join(lines)


def _fill(cells: list[str], open_below: dict[int, int]) -> None:
    while open_below.get(len(cells), 0) > 0:
        open_below[len(cells)] -= 1
        cells.append("")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_BARS.sub(r'\\|', cell) for cell in cells)} |"


def _span(cell: Element, attribute: str) -> int:
    written = value(cell, attribute)
    number = int(written) if written.isdecimal() and len(written) < 4 else 1
    return min(max(number, 1), _MOST_COLUMNS if attribute == "colspan" else 999)
