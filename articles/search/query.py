"""What somebody looks for, read from what they typed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from articles.search.words import Word, forms, is_hebrew, stem, words_of

# What is typed behind these is not looked at: each word costs a look into the index.
MOST_CHARACTERS = 500
MOST_WORDS = 12

_QUOTES = '"“”„«»״'
# From so many letters on a word is also found by its beginning: the one that is being typed, and
# any Hebrew one, as Hebrew has no stemmer.
_TYPED, _HEBREW = 2, 3


@dataclass(frozen=True)
class Term:
    """One word that must occur: itself, with any ending if `is_open`, or another of its stem."""

    word: str
    is_open: bool = False
    stems: tuple[str, ...] = ()

    def matches(self, word: Word, *languages: str) -> bool:
        """Whether this word of a text in one of these languages is one that is looked for."""
        others = (form for language in languages for form in forms(word.written, language))
        found = (word.folded, *others)
        if self.is_open and any(form.startswith(self.word) for form in found):
            return True
        return self.word in found or any(stem in found for stem in self.stems)


@dataclass(frozen=True)
class Query:
    """Words that must all occur in one paragraph or title, and phrases: words in a row.

    A phrase is a string as `articles.models.Entry.words` holds it, to be looked for as it is.
    `forms` must all be among the entry's: they only make it quick to find what is asked for.
    """

    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


def read(typed: str, languages: Iterable[str] = ()) -> Query:
    """The query in what was typed; stems are those in these languages. Takes any string."""
    typed = typed[:MOST_CHARACTERS]
    runs = list(_runs(typed))
    terms: dict[Term, None] = {}
    phrases = []
    left = MOST_WORDS
    for number, whole in enumerate(runs):
        run = whole[:left]
        left -= len(run)
        # The last word is still being typed, unless a space or a sign stands behind it.
        is_typed = number == len(runs) - 1 and bool(run) and run[-1].end == len(typed)
        is_phrase = len(run) > 1
        for word in run:
            is_last = is_typed and word is run[-1]
            terms[_term(word, () if is_phrase else languages, is_last, is_phrase)] = None
        if is_phrase:
            phrases.append(_row(run, is_typed))
    return Query(tuple(terms), tuple(phrases))


def _runs(typed: str) -> Iterator[list[Word]]:
    """The words one by one, and those in a row that stand in quotes or without a space."""
    number, end, is_quoted = 0, 0, False
    numbered: list[tuple[int, Word]] = []
    for word in words_of(typed):
        between = typed[end : word.start]
        quotes = sum(sign in _QUOTES for sign in between)
        is_quoted ^= quotes % 2 == 1
        if not is_quoted or quotes:
            number += not (numbered and word.start == end)
        numbered.append((number, word))
        end = word.end
    for _number, run in groupby(numbered, key=lambda numbered: numbered[0]):
        yield [word for _number, word in run]


def _term(word: Word, languages: Iterable[str], is_typed: bool, is_phrase: bool) -> Term:
    folded = word.folded
    is_open = (is_typed and len(folded) >= _TYPED) or (
        not is_phrase and len(folded) >= _HEBREW and is_hebrew(folded)
    )
    stems = dict.fromkeys(filter(None, (stem(folded, language) for language in languages)))
    return Term(folded, is_open, tuple(stems))


def _row(run: list[Word], is_typed: bool) -> str:
    row = " ".join(word.folded for word in run)
    return f" {row}" if is_typed and len(run[-1].folded) >= _TYPED else f" {row} "
