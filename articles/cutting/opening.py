"""The lines before a text: where it stood on a site, and its title, often more than once."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from articles.cutting.lines import SHORT_LINE, ends_like_body, is_divider

LONGEST_TITLE = 200
_LONGEST_TRAIL = 500
_SEPARATOR = re.compile(r"\s*[/\\>»›|<«‹→←]\s*")


def opening(lines: Sequence[str]) -> tuple[str, int]:
    """The title that the first lines give away, and how many lines belong to it.

    They do so by a trail to it (`Home / Texts / The Title`), or by saying it twice. Without
    that, or with nothing else in the text: no title and no lines.
    """
    filled = (index for index, line in enumerate(lines) if line.strip() and not is_divider(line))
    first, second = [*islice(filled, 2), 0, 0][:2]
    title = _announced(lines[first].strip(), lines[second].strip()) if second else ""
    if not title or len(title) > LONGEST_TITLE:
        return "", 0
    end = second + 1
    for index in filled:
        if not is_same(lines[index], title):
            parted = index > end or len(lines[index]) > SHORT_LINE
            return (title, end) if parted else ("", 0)
        end = index + 1
    return "", 0


def is_same(line: str, title: str) -> bool:
    """Whether both have the same letters and digits, whatever their case and punctuation."""
    return _letters(line) == _letters(title) != ""


def _announced(first: str, second: str) -> str:
    """The title that two lines give away between them; empty if they do not."""
    if is_same(first, second):
        return "" if ends_like_body(first) else first
    return second if any(_begins(part, second) for part in _trail_ends(first)) else ""


def _trail_ends(line: str) -> Iterator[str]:
    """What stands after each separator, for a title may have one of its own."""
    if len(line) <= _LONGEST_TRAIL:
        yield from (line[mark.end() :] for mark in _SEPARATOR.finditer(line))


def _begins(part: str, title: str) -> bool:
    beginning, whole = _letters(part), _letters(title)
    return beginning == whole != "" or (len(beginning) >= 3 and whole.startswith(beginning))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
