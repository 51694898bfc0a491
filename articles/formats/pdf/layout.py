"""What stands where on the pages: running heads, columns, notes at the foot."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from articles.cutting.lines import ends_sentence
from articles.formats.pdf.pages import RAISED, RAISED_END, Line, Page

# Parts of a page's height, from above and below, in which running heads and feet stand.
_MARGIN = 0.14
_MARGIN_LINES = 3
# Words at the same place on fewer pages may be there by chance.
_FEWEST_REPEATS = 3
_SAME_HEIGHT = 4.0
_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\[(–—|·\s-]*(?:(?:page|seite|стр\.?|עמוד|página)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|из|מתוך|de)\s*\d{1,4})?[\])–—|·.\s-]*",
    re.IGNORECASE,
)
_ONLY_MARK = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶]{1,3})[\])]?")
_NOTE_MARK = re.compile(
    f"{RAISED}(?P<raised>[^{RAISED_END}]+){RAISED_END}\\s*|(?P<plain>\\d{{1,3}}|[*†‡§¶]{{1,3}})[.)]?\\s+"
)
_SMALLER = 0.93
_FEWEST_IN_COLUMN = 5
_WIDEST_COLUMN = 0.55


@dataclass
class Note:
    """A note at the foot of a page, under its mark."""

    page: int
    mark: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Layout:
    """The lines of the text in the order of reading, and the notes; `size` is of most letters."""

    size: float
    lines: list[Line]
    notes: list[Note]


def layout(pages: Sequence[Page]) -> Layout:
    for page in pages:
        page.lines = _rejoined(page.lines)
    running = _running(pages)
    bodies = [[line for line in page.lines if id(line) not in running] for page in pages]
    size = body_size(line for lines in bodies for line in lines)
    notes: list[Note] = []
    read: list[Line] = []
    for page, lines in zip(pages, bodies, strict=True):
        above, foot = _without_foot(lines, size)
        found = _notes(page, foot, notes[-1] if notes else None)
        if found is None:
            above = lines
        else:
            notes += found
        read += _in_columns(above)
    return Layout(size, read, notes)


def body_size(lines: Iterable[Line]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    """The lines, whole again where a raised mark has broken them."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and _is_raised(line, last):
            mark = _ONLY_MARK.fullmatch(line.text)
            last.text += f"{RAISED}{mark[1] if mark else ''}{RAISED_END}"
            _widen(last, line)
        elif last and _goes_on(line, last):
            distance = max(line.left - last.right, last.left - line.right)
            last.text += (" " if distance > 0.12 * last.size else "") + line.text
            _widen(last, line)
        else:
            whole.append(line)
    return whole


def _is_raised(line: Line, last: Line) -> bool:
    rise = line.y - last.y
    if not _ONLY_MARK.fullmatch(line.text) or line.size > 0.85 * last.size:
        return False
    is_beside = -1 < line.left - last.right < last.size or -1 < last.left - line.right < last.size
    return 0.1 * last.size < rise < last.size and is_beside


def _goes_on(line: Line, last: Line) -> bool:
    same = abs(line.y - last.y) < 0.2 * last.size and abs(line.size - last.size) < 0.1 * last.size
    distance = max(line.left - last.right, last.left - line.right)
    return same and last.text[-1:] in {RAISED_END, "-"} and -1 < distance < 1.5 * last.size


def _widen(last: Line, line: Line) -> None:
    last.left, last.right = min(last.left, line.left), max(last.right, line.right)


def _running(pages: Sequence[Page]) -> set[int]:
    """The lines, by their identity, that stand above and below the text on page after page."""
    places: defaultdict[tuple[str, bool], list[Line]] = defaultdict(list)
    numbers: defaultdict[bool, list[Line]] = defaultdict(list)
    for page in pages:
        by_height = sorted(page.lines, key=lambda line: -line.y)
        edges = [(line, True) for line in by_height[:_MARGIN_LINES]]
        edges += [(line, False) for line in by_height[-_MARGIN_LINES:]]
        for line, is_above in edges:
            share = 1 - line.y / page.height if is_above else line.y / page.height
            if page.height and share < _MARGIN:
                words = " ".join(_NUMBERS.sub("#", line.text).casefold().split())
                places[words, is_above].append(line)
                if _PAGE_NUMBER.fullmatch(line.text):
                    numbers[is_above].append(line)
    runs = [run for found in places.values() for run in _runs(found, _FEWEST_REPEATS)]
    runs += [run for found in numbers.values() for run in _runs(found, 2)]
    return {id(line) for run in runs for line in run}


def _runs(lines: Sequence[Line], fewest: int) -> Iterator[list[Line]]:
    """Lines that stand at one height on so many pages, each the next or the next but one."""
    run: list[Line] = []
    for line in lines:
        if run and (line.page - run[-1].page > 2 or abs(line.y - run[-1].y) > _SAME_HEIGHT):
            if len(run) >= fewest:
                yield run
            run = []
        run.append(line)
    if len(run) >= fewest:
        yield run


def _without_foot(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and those in smaller type below them."""
    body = [line.y for line in lines if line.size > _SMALLER * size]
    lowest = min(body, default=0.0)
    foot = [line for line in lines if line.size <= _SMALLER * size and line.y < lowest]
    below = set(map(id, foot))
    above = [line for line in lines if id(line) not in below]
    return above, sorted(foot, key=lambda line: -line.y)


def _notes(page: Page, foot: Sequence[Line], last: Note | None) -> list[Note] | None:
    """The notes in these lines, `last` going on if they begin without a mark; None for no notes."""
    notes: list[Note] = []
    for line in foot:
        mark = _NOTE_MARK.match(line.text)
        if mark:
            notes.append(Note(page.number, mark["raised"] or mark["plain"]))
            notes[-1].lines.append(replace(line, text=line.text[mark.end() :]))
        elif notes:
            notes[-1].lines.append(line)
        elif last and last.page == page.number - 1 and not ends_sentence(last.lines[-1].bare):
            last.lines.append(line)
        else:
            return None
    return notes


def _in_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page in the order of reading, those of columns with their number."""
    split = _split(lines)
    if not split:
        return list(lines)
    left, right = min(line.left for line in split), max(line.right for line in split)
    narrow = [line for line in split if line.width <= _WIDEST_COLUMN * (right - left)]
    middle = _gutter(narrow, left, right)
    if middle is None:
        return list(lines) if len(split) == len(lines) else split
    from_right = 2 * sum(line.is_from_right for line in split) > len(split)
    for line in split:
        if line.right <= middle or line.left >= middle:
            line.column = 1 + ((line.left >= middle) != from_right)
    ordered: list[Line] = []
    for is_wide, group in groupby(split, lambda line: not line.column):
        members = list(group)
        ordered += members if is_wide else sorted(members, key=lambda line: line.column)
    return ordered


def _gutter(narrow: Sequence[Line], left: float, right: float) -> float | None:
    """Where two columns part; None where there are none."""
    centre = (left + right) / 2
    first = [line for line in narrow if line.right < centre + 0.1 * (right - left)]
    first = [line for line in first if line.left < centre - 0.1 * (right - left)]
    second = [line for line in narrow if line.left > centre - 0.1 * (right - left)]
    if min(len(first), len(second)) < _FEWEST_IN_COLUMN:
        return None
    edge = Counter(round(line.left) for line in second).most_common(1)[0]
    widest = max(line.right for line in first)
    if edge[1] < 0.3 * len(second) or widest > edge[0] + 1:
        return None
    return (widest + edge[0]) / 2


def _split(lines: Sequence[Line]) -> list[Line]:
    """The lines, those cut in two that run through a space between columns."""
    gaps = Counter(round(line.gap[1] / 4) for line in lines if line.gap)
    place, count = gaps.most_common(1)[0] if gaps else (0, 0)
    if count < _FEWEST_IN_COLUMN or 3 * count < len(lines):
        return list(lines)
    return [part for line in lines for part in _parts(line, place)]


def _parts(line: Line, place: int) -> Iterator[Line]:
    if not line.gap or abs(line.gap[1] / 4 - place) > 1.5 or RAISED in line.text:
        yield line
        return
    before, behind = line.text[: line.split].strip(), line.text[line.split :].strip()
    yield replace(line, text=before, right=line.gap[0], gap=None)
    yield replace(line, text=behind, left=line.gap[1], gap=None)
