"""What follows from the pairs that were found and from those that were not."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.alignment.choice import (
    is_copy,
    is_free,
    is_heir,
    is_part,
    is_related,
    likeliest,
)
from articles.alignment.likeness import Likeness
from articles.alignment.outcome import Alignment, Question
from articles.alignment.places import Matches, Places
from articles.alignment.repeats import indexes
from articles.alignment.words import words_of

# A text of so few letters leaves no trace by which likeness would find it.
_SMALL_LETTERS = 40
# Of more paragraphs of one text than these, nobody can tell one from another.
_MOST_EQUAL = 12


@dataclass(frozen=True)
class Findings:
    """Both versions, the pairs that are sure, all likenesses, and the pairs by equal texts only."""

    olds: Mapping[int, str]
    news: Mapping[int, str]
    matches: Matches
    likenesses: Sequence[Likeness]
    equal: Mapping[int, int]


def conclude(found: Findings, *, removed: Sequence[str]) -> Alignment:
    returned = _returned(found, removed)
    candidates = _candidates(found, returned)
    return Alignment(
        tuple(found.matches.to_old.get(new) for new in found.news),
        tuple(Question(new, candidates[new]) for new in sorted(candidates)),
        _parts(found, returned),
        _heirs(found),
        returned,
    )


def _returned(found: Findings, removed: Sequence[str]) -> dict[int, int]:
    once = {text for text, times in Counter(removed).items() if times == 1}
    places = indexes(found.news)
    old = set(found.olds.values())
    return {
        places[text][0]: index
        for index, text in enumerate(removed)
        if text in once - old
        and len(places.get(text, ())) == 1
        and places[text][0] not in found.matches.to_old
    }


# --- Questions -----------------------------------------------------------------------------------


def _candidates(found: Findings, returned: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """For each new paragraph in question, the old ones that it may be."""
    contested = sorted({pair.old for pair in _contested(found, returned)})
    for old in contested:
        found.matches.remove(old)
    open_pairs: defaultdict[int, list[Likeness]] = defaultdict(list)
    places = Places.among(found.matches, len(found.olds), len(found.news))
    for pair in found.likenesses:
        if is_free(pair, found.matches) and pair.new not in returned and is_related(pair, places):
            open_pairs[pair.new].append(pair)
    candidates = {new: likeliest(pairs) for new, pairs in open_pairs.items()}
    for new, olds in _repeated(found):
        candidates[new] = (*olds, *(old for old in candidates.get(new, ()) if old not in olds))
    for old in contested:
        candidates.setdefault(found.equal[old], (old,))
    return candidates


def _contested(found: Findings, returned: Mapping[int, int]) -> Iterator[Likeness]:
    """Likenesses that leave it open which of two new paragraphs an old one is.

    Its very text has moved, or has an unmatched neighbour that is nearly the same.
    """
    for pair in found.likenesses:
        if pair.new in found.matches.to_old or pair.new in returned:
            continue
        if pair.old in found.equal and is_copy(pair):
            yield pair


def _repeated(found: Findings) -> Iterator[tuple[int, list[int]]]:
    """New paragraphs whose text stands in several places, of which none is surely theirs."""
    matches = found.matches
    olds = indexes({old: text for old, text in found.olds.items() if old not in matches.to_new})
    news = indexes({new: text for new, text in found.news.items() if new not in matches.to_old})
    for text in olds.keys() & news.keys():
        for rank, new in enumerate(news[text]):
            # Of very many, those at about the same part of the text.
            middle = rank * len(olds[text]) // len(news[text])
            start = max(0, min(middle - _MOST_EQUAL // 2, len(olds[text]) - _MOST_EQUAL))
            yield new, olds[text][start : start + _MOST_EQUAL]


# --- What became of the rest ---------------------------------------------------------------------


def _parts(found: Findings, returned: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    origins: defaultdict[int, list[int]] = defaultdict(list)
    for pair in sorted(found.likenesses, key=lambda pair: -pair.taken):
        if is_part(pair):
            origins[pair.new].append(pair.old)
    equal = {text: places[0] for text, places in indexes(found.olds).items()}
    parts: list[tuple[int, ...]] = []
    for new, text in found.news.items():
        if new in found.matches.to_old or new in returned:
            parts.append(())
        elif text in equal:
            parts.append((equal[text],))
        else:
            whole = _end_of(new, found.news, found.olds, found.matches.to_old)
            parts.append(tuple(origins[new]) or whole)
    return tuple(parts)


def _heirs(found: Findings) -> dict[int, int | None]:
    heirs: dict[int, int | None] = {}
    for pair in sorted(found.likenesses, key=lambda pair: -pair.kept):
        if is_heir(pair) and pair.old not in found.matches.to_new:
            heirs.setdefault(pair.old, pair.new)
    for old in found.olds:
        if old not in found.matches.to_new and old not in heirs:
            whole = _end_of(old, found.olds, found.news, found.matches.to_new)
            heirs[old] = whole[0] if whole else None
    return heirs


def _end_of(
    index: int, here: Mapping[int, str], there: Mapping[int, str], matched: Mapping[int, int]
) -> tuple[int, ...]:
    """What a small text, such as a heading, is the beginning or the end of on the other side.

    That is its neighbour's match, if it has these words there and the neighbour has not.
    """
    if len(here[index]) > _SMALL_LETTERS:
        return ()
    words = words_of(here[index])
    for neighbour, end in ((index + 1, slice(len(words))), (index - 1, slice(-len(words), None))):
        if neighbour in matched:
            whole, rest = words_of(there[matched[neighbour]]), words_of(here[neighbour])
            if whole[end] == words != rest[end]:
                return (matched[neighbour],)
    return ()
