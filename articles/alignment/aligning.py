"""Aligning the paragraphs of two versions of a text, from the surest evidence to the least sure."""

from collections.abc import Collection, Mapping, Sequence

from articles.alignment.choice import best_pairs
from articles.alignment.conclusions import Findings, conclude
from articles.alignment.likeness import Likeness, likenesses
from articles.alignment.outcome import Alignment
from articles.alignment.places import Matches, Places
from articles.alignment.repeats import match_in_gaps, match_unique
from articles.alignment.words import Passage, words_of

# Each round gives places to the next; a few are enough, and hostile texts would need many.
_ROUNDS = 20

type Texts = Mapping[int, str]


def align(old: Sequence[str], new: Sequence[str], *, removed: Sequence[str] = ()) -> Alignment:
    """Which old paragraph each new one is; all are given as their source, in the text's order.

    `removed` are those that earlier revisions removed. One comes back where its very text does,
    if that stands once in both and no paragraph of the old text is surely the same.
    """
    olds, news = _texts(old), _texts(new)
    matches = Matches()
    _match_equal(olds, news, matches)
    equal = dict(matches.to_new)
    pairs = _match_alike(olds, news, matches)
    return conclude(
        Findings(olds, news, matches, pairs, equal), removed=list(_texts(removed).values())
    )


def _match_equal(olds: Texts, news: Texts, matches: Matches) -> None:
    match_unique(matches, olds, news)
    match_unique(
        matches,
        {old: words_of(olds[old]) for old in _rest(olds, matches.to_new)},
        {new: words_of(news[new]) for new in _rest(news, matches.to_old)},
    )
    _match_repeats(olds, news, matches)


def _match_repeats(olds: Texts, news: Texts, matches: Matches) -> None:
    """Match what stands several times by its neighbours, for as long as that gives more."""
    for _ in range(_ROUNDS):
        old = {index: olds[index] for index in _rest(olds, matches.to_new)}
        new = {index: news[index] for index in _rest(news, matches.to_old)}
        if set(old.values()).isdisjoint(new.values()):
            return
        if not match_in_gaps(matches, _places(olds, news, matches), old, new):
            return


def _match_alike(olds: Texts, news: Texts, matches: Matches) -> list[Likeness]:
    """Match what is surely the same by its likeness; all the likenesses that were looked at."""
    places = _places(olds, news, matches)
    new = _rest(news, matches.to_old)
    old = {*_rest(olds, matches.to_new), *_doubtful(new, matches, places)}
    pairs = likenesses(
        {index: Passage(words_of(olds[index])) for index in sorted(old)},
        {index: Passage(words_of(news[index])) for index in new},
        places,
    )
    for _ in range(_ROUNDS):
        found = best_pairs(pairs, matches, _places(olds, news, matches))
        if not found:
            break
        for pair in found:
            matches.add(pair.old, pair.new)
        _match_repeats(olds, news, matches)
    return pairs


def _doubtful(new: Collection[int], matches: Matches, places: Places) -> set[int]:
    """Matched old paragraphs that one of these new ones might be as well.

    They have moved, or stand right beside it.
    """
    beside = {neighbour for index in new for neighbour in places.new[index]}
    return matches.crossing | {
        matches.to_old[neighbour] for neighbour in beside if neighbour in matches.to_old
    }


def _texts(texts: Sequence[str]) -> Texts:
    """The texts by their index; line breaks and several spaces count as one space."""
    return {index: " ".join(text.split()) for index, text in enumerate(texts)}


def _rest(texts: Texts, matched: Mapping[int, int]) -> list[int]:
    return [index for index in texts if index not in matched]


def _places(olds: Texts, news: Texts, matches: Matches) -> Places:
    return Places.among(matches, len(olds), len(news))
