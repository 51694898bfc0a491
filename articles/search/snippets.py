"""A text's passage around what was looked for, with that marked."""

from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.search.query import Query
from articles.search.words import words_of

LENGTH = 200
# How much stands before the first word found.
_BEFORE = 60
# No further is looked in a paragraph without end.
_FARTHEST = 50_000

type Span = tuple[int, int]


def snippet(text: str, query: Query, *languages: str) -> SafeString:
    """About LENGTH characters of a text in these languages, where most of the words stand."""
    text = " ".join(text[:_FARTHEST].split())
    found = _found(text, query, *languages)
    start = _window(found)
    start, end = _whole_words(text, start, start + LENGTH)
    shown = _marked(text, start, end, [span for span, _terms in found])
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def marked(text: str, query: Query, language: str) -> SafeString:
    """All of a short text."""
    return _marked(text, 0, len(text), [span for span, _ in _found(text, query, language)])


def _found(text: str, query: Query, *languages: str) -> list[tuple[Span, int]]:
    """Where words stand that were looked for, each with the number of the term it answers."""
    return [
        ((word.start, word.end), number)
        for word in words_of(text)
        for number, term in enumerate(query.terms)
        if term.matches(word, *languages)
    ]


def _window(found: Sequence[tuple[Span, int]]) -> int:
    """Where the passage with most of the terms begins."""
    best, start = 0, 0
    for first, ((place, _end), _number) in enumerate(found):
        terms = set()
        for (_start, end), number in found[first:]:
            if end > place - _BEFORE + LENGTH:
                break
            terms.add(number)
        if len(terms) > best:
            best, start = len(terms), max(0, place - _BEFORE)
    return start


def _whole_words(text: str, start: int, end: int) -> Span:
    """The same passage, beginning and ending between words where there are spaces near."""
    if start:
        space = text.find(" ", start, start + _BEFORE // 2)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", end - _BEFORE, end)
        end = space if space >= 0 else end
    else:
        end = len(text)
    return start, end


def _marked(text: str, start: int, end: int, spans: Sequence[Span]) -> SafeString:
    parts, at = [], start
    for begin, finish in sorted(set(spans)):
        if at <= begin and finish <= end:
            parts += [escape(text[at:begin]), f"<mark>{escape(text[begin:finish])}</mark>"]
            at = finish
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped
