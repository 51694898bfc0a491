"""How well an indexed text answers a query: the same on every database, by counting alone."""

from itertools import pairwise

from articles.search.query import Query

# What an occurrence is worth: the word itself, the word with an ending, another form of it.
_SAME, _BEGUN, _FORM = 3.0, 2.0, 1.0
# Two words of the query beside each other, in its order.
_BESIDE = 2.0
_HEADING = 1.5
# A text of this many letters is worth three quarters of a short one.
_LONG = 600


def score(words: str, query: Query, *, is_heading: bool = False) -> float:
    """More is better. `words` are those of the index entry, with a space around each."""
    total = sum(_worth(words, term.word) for term in query.terms)
    row = [term.word for term in query.terms]
    total += _BESIDE * sum(f" {first} {second}" in words for first, second in pairwise(row))
    shortness = 0.5 + 0.5 / (1 + len(words) / _LONG)
    return total * shortness * (_HEADING if is_heading else 1)


def _worth(words: str, word: str) -> float:
    same = words.count(f" {word} ")
    begun = words.count(f" {word}") - same
    if not same and not begun:
        return _FORM
    return _SAME * _of(same) + _BEGUN * _of(begun)


def _of(number: int) -> float:
    """From 0 towards 2: a word that stands there ten times does not count ten times."""
    return 2 * number / (number + 1)
