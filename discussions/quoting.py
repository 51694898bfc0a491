"""Words quoted from a paragraph, and finding them again when the text was edited.

A quote is a TextQuoteSelector with a TextPositionSelector of the W3C's Web Annotation Data Model
(https://www.w3.org/TR/annotation-model/#text-quote-selector) over the plain words of a paragraph:
what a browser shows of it (`words_of`, and the same in js/words.js), without the marks of
footnotes and with single spaces. Positions count characters, not halves of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from itertools import takewhile
from typing import NamedTuple
from unicodedata import category, normalize

from rapidfuzz import fuzz

# Characters of a quote, and of what is kept from either side of it.
LONGEST = 1_000
AROUND = 32

_SPACES = re.compile("[\t\n\f\r \u00a0]+")
_MARKS_OF_NOTES = {"doc-noteref", "doc-backlink"}
_EDGES = re.compile(r"\b")
_APART = {"br", "figcaption", "li", "p", "td", "th"}

# So many characters can hardly stand in two places by chance; of shorter quotes a neighbour must
# be there as well.
_TELLING = 12
_NEAR = 8
# So many of the same are not told apart.
_MANY = 200
# How alike (of 100) edited words must be, and how much less alike all others.
_ALIKE, _AHEAD = 80, 8
# Characters of the longest text in which edited words are looked for.
_SEARCHED = 20_000
# How much longer or shorter at either end edited words may have become.
_GROWN = 40

_SAME = str.maketrans("‘’ʼ׳“”״„«»‐‑–—־", '\'\'\'\'""""""-----')


class Span(NamedTuple):
    """Where words stand: from the character `start` up to, without it, `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Quote:
    """Quoted words, what stands around them, and where they stood in which language."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    language: str = ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _APART:
            self.parts.append(" ")
        if tag == "a":
            self.is_mark = dict(attrs).get("role") in _MARKS_OF_NOTES

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.is_mark = False

    def handle_data(self, data: str) -> None:
        if not self.is_mark:
            self.parts.append(data)


def words_of(blocks: Iterable[str]) -> str:
    """The plain words of a paragraph, which may be of several blocks, from their HTML."""
    parser = _Words()
    for html in blocks:
        parser.feed(f"<p>{html}</p>")
    parser.close()
    return squeezed("".join(parser.parts))


def squeezed(text: str) -> str:
    """The text with single spaces, and none at its ends."""
    return _SPACES.sub(" ", text).strip(" ")


def take(asked: Quote, words: str) -> Quote | None:
    """The quote of these words, with all that finds it again; None: they are not there.

    Where they stand several times the neighbours that are given decide, else it is the first.
    Capitals, points, and the shape of quotation marks and dashes need not be right.
    """
    asked = replace(asked, exact=squeezed(asked.exact))
    spans = _occurrences(asked, words)
    if not spans:
        return None
    span = max(spans, key=lambda span: sum(_agreement(asked, words, span)))
    return Quote(words[slice(*span)], *_around(span, words), *span, asked.language)


def find(quote: Quote, words: str) -> Span | None:
    """Where the quoted words stand now; None where they are gone, or may be one of several."""
    spans = _occurrences(quote, words)
    if not spans:
        return _edited(quote.exact, words)
    if len(spans) == _MANY:
        return None
    agreements = {span: sum(_agreement(quote, words, span)) for span in spans}
    most = max(agreements.values())
    likely = [span for span in spans if agreements[span] == most]
    if (unmoved := Span(quote.start, quote.end)) in likely:
        return unmoved
    return likely[0] if len(likely) == 1 and _is_sure(quote, words, likely[0]) else None


def _occurrences(quote: Quote, words: str) -> list[Span]:
    """Where the words stand among the same neighbours; else letter by letter; else alike."""
    length = len(quote.exact)
    if not length:
        return []
    for before, after in ((quote.prefix, quote.suffix), ("", "")):
        starts = (at + len(before) for at in _all(f"{before}{quote.exact}{after}", words))
        if spans := [Span(start, start + length) for start in starts]:
            return spans[:_MANY]
    (needle, _places), (folded, places) = _folded(quote.exact), _folded(words)
    return [Span(places[at], places[at + len(needle)]) for at in _all(needle, folded)][:_MANY]


def _all(needle: str, words: str) -> Iterator[int]:
    at = words.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = words.find(needle, at + 1)


@lru_cache(maxsize=32)
def _folded(words: str) -> tuple[str, list[int]]:
    """The words without capitals, accents and points, and where each letter and the end stand."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(words):
        for letter in _letters(sign):
            letters.append(letter)
            places.append(place)
    return "".join(letters), [*places, len(words)]


@lru_cache(maxsize=4096)
def _letters(sign: str) -> str:
    plain = normalize("NFKD", sign.translate(_SAME)).casefold()
    return "".join(letter for letter in plain if category(letter) not in {"Mn", "Cf"})


def _agreement(quote: Quote, words: str, span: Span) -> tuple[int, int]:
    """How many letters right before and right after a span are those around the quote."""
    prefix, suffix = _around(span, words)
    return _alike(quote.prefix[::-1], prefix[::-1]), _alike(quote.suffix, suffix)


def _around(span: Span, words: str) -> tuple[str, str]:
    return words[max(span.start - AROUND, 0) : span.start], words[span.end : span.end + AROUND]


def _alike(some: str, others: str) -> int:
    pairs = zip(*("".join(map(_letters, text)) for text in (some, others)), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_sure(quote: Quote, words: str, span: Span) -> bool:
    """Whether moved words are more than a likeness: they are many, or a neighbour came along."""
    before, after = _agreement(quote, words, span)
    came_along = (
        quote.prefix and before >= min(_NEAR, len(quote.prefix)),
        quote.suffix and after >= min(_NEAR, len(quote.suffix)),
    )
    return len(quote.exact) >= _TELLING or any(came_along)


@lru_cache(maxsize=512)
def _edited(exact: str, words: str) -> Span | None:
    """The words that have come of these by an edit, if no others are nearly as like."""
    if len(exact) < _TELLING or not words or len(words) > _SEARCHED:
        return None
    found = fuzz.partial_ratio_alignment(exact, words, score_cutoff=_ALIKE - _AHEAD)
    if found is None:
        return None
    is_part = len(words) > len(exact)
    span = _whole_words(exact, words, found.dest_start, found.dest_end if is_part else len(words))
    likeness = fuzz.ratio(exact, words[slice(*span)])
    rests = (words[: span.start], words[span.end :])
    is_first = all(_likest(exact, rest) <= likeness - _AHEAD for rest in rests)
    return span if likeness >= _ALIKE and is_first else None


def _whole_words(exact: str, words: str, start: int, end: int) -> Span:
    """The span, grown or shrunk at both ends to the words that are most like the quoted ones."""
    edges = [0, *(edge.start() for edge in _EDGES.finditer(words)), len(words)]
    starts = [edge for edge in edges if abs(edge - start) <= _GROWN and edge < end]
    start = max([start, *starts], key=lambda at: fuzz.ratio(exact, words[at:end]))
    ends = [edge for edge in edges if abs(edge - end) <= _GROWN and edge > start]
    return Span(start, max([end, *ends], key=lambda at: fuzz.ratio(exact, words[start:at])))


def _likest(exact: str, words: str) -> float:
    # A text of a few letters is part of anything.
    return fuzz.partial_ratio(exact, words) if len(words) > len(exact) / 2 else 0
