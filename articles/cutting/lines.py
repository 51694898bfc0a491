"""What lines say of a text: where it was wrapped, what is verse, what stands between its parts."""

import re
from collections.abc import Sequence
from itertools import pairwise

SHORT_LINE = 45
LONGEST_HEADING = 80
# Nobody wraps prose narrower than this, nor wider than that.
_NARROWEST, _WIDEST = 24, 120

_SENTENCE_END = re.compile(r"[.!?:;…,。！？：；，、׃。؟؛،][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[.。׃,;:，；：]$")
_HYPHEN = re.compile(r"[^\W\d_][-‐־]$")
_DIVIDER_MARKS = frozenset("*-_=~#•·–—")
_LONE_DIVIDERS = frozenset("*•·⁂")


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a mark that closes a sentence or a part of it."""
    return bool(_SENTENCE_END.search(line))


def ends_like_body(line: str) -> bool:
    """Whether a line ends as titles do not: a question or a call may be a title."""
    return bool(_FULL_STOP.search(line))


def is_divider(line: str) -> bool:
    """Whether a line only parts what stands above and below: `***`, `- - -`, `⁂`."""
    marks = "".join(line.split())
    if marks in _LONE_DIVIDERS:
        return True
    return len(marks) >= 3 and len(set(marks)) == 1 and marks[0] in _DIVIDER_MARKS


def joined(lines: Sequence[str]) -> str:
    """One line of several, with a space between; none after the hyphen of a compound."""
    parts = [line.strip() for line in lines]
    for index, (line, following) in enumerate(pairwise(parts)):
        hyphenated = _HYPHEN.search(line) and following[:1].isalpha()
        parts[index] = line if hyphenated else f"{line} "
    return "".join(parts)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether each line is full: the next one's first word would not have gone in as well."""
    width = max(map(len, lines))
    pairs = list(pairwise(lines))
    full = sum(len(line) + 1 + len(_first_word(following)) > width for line, following in pairs)
    return width <= _WIDEST and full >= 0.75 * len(pairs)


def is_unwrapped(lines: Sequence[str]) -> bool:
    """Whether a line is longer than anybody wraps them."""
    return any(len(line) > _WIDEST for line in lines)


def is_verse(lines: Sequence[str], *, narrow: bool) -> bool:
    """Whether lines end where they do for their own sake.

    `narrow` tells that the whole text is wrapped so narrowly that short lines say nothing.
    """
    return not narrow and len(lines) > 1 and all(len(line) <= SHORT_LINE for line in lines)


def is_narrow(lines: Sequence[str]) -> bool:
    """Whether the text as a whole is prose in short lines, and not verse.

    Lines of verse are seldom all full; where they are, most begin with a capital or end with
    a mark.
    """
    pairs = [pair for pair in pairwise(line.strip() for line in lines) if all(pair)]
    width = max((len(line) for pair in pairs for line in pair), default=0)
    if not _NARROWEST <= width <= SHORT_LINE:
        return False
    full = sum(len(line) + 1 + len(_first_word(following)) > width for line, following in pairs)
    measured = sum(ends_sentence(line) or following[0].isupper() for line, following in pairs)
    return full >= 0.8 * len(pairs) and measured < 0.6 * len(pairs)


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0] if line.strip() else ""
