"""How much of the text of an old paragraph is in a new one, for all pairs that may matter."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest

from rapidfuzz import fuzz, process

from articles.alignment.places import Gap, Places
from articles.alignment.words import RUN, Passage, Run

# Texts of fewer words are found by their letters; longer ones by their runs of words.
_FEW_WORDS = 16
# Of runs that stand in more paragraphs than this, none is found by them.
_COMMON = 8
# How many partners of a paragraph are looked at; of the longer sort, parts of a split.
_NEW_PARTNERS, _OLD_PARTNERS = 6, 12
# So many pairs are compared letter by letter at most, and so many in one gap.
_MOST_PAIRS, _MOST_IN_GAP = 4_000_000, 16
_MOST_LETTERS = 2_000
# Unrelated texts have half of their letters in common.
_CHANCE = 0.5
_LONG_WORD = 5

type Passages = Mapping[int, Passage]


@dataclass(frozen=True)
class Likeness:
    """What an old and a new paragraph have in common, as parts from 0 to 1.

    `kept` is the part of the old one that is in the new one, `taken` the part of the new one that
    comes from the old one, `letters` how many there are of these. `words` is the part of the
    longer words that both have, wherever they stand. `renumbered` tells that few words differ in
    their numbers.
    """

    old: int
    new: int
    kept: float
    taken: float
    letters: int
    words: float = 0.0
    renumbered: bool = False

    @property
    def much(self) -> float:
        return max(self.kept, self.taken)

    @property
    def little(self) -> float:
        return min(self.kept, self.taken)


def likenesses(old: Passages, new: Passages, places: Places) -> list[Likeness]:
    """All pairs of these that may have to do with each other.

    The work grows with the length of the texts, not with the number of pairs.
    """
    near = set(_in_one_gap(old, new, places))
    pairs = near | set(_by_runs(old, new)) | set(_by_letters(old, new))
    return [
        _likeness(one, other, old[one], new[other], (one, other) in near)
        for one, other in sorted(pairs)
    ]


def _likeness(old: int, new: int, before: Passage, after: Passage, near: bool) -> Likeness:
    given = before.letters_in(after.distinct_runs)
    kept, taken = given / before.letters, after.letters_in(before.distinct_runs) / after.letters
    spelt, held = _spelt_alike(before, after), _letters_held(before, after)
    kept = max(kept, spelt, held / before.letters)
    taken = max(taken, spelt, held / after.letters)
    return Likeness(
        old,
        new,
        kept,
        taken,
        max(given, int(kept * before.letters)),
        _words_alike(before, after) if near else 0.0,
        _are_few(before, after) and before.numbers != after.numbers,
    )


def _are_few(before: Passage, after: Passage) -> bool:
    return max(len(before.words), len(after.words)) < _FEW_WORDS


def _spelt_alike(before: Passage, after: Passage) -> float:
    """How alike the letters are in their order, with what chance makes alike taken off."""
    ratio = fuzz.ratio(before.text[:_MOST_LETTERS], after.text[:_MOST_LETTERS]) / 100
    return max(0.0, (ratio - _CHANCE) / (1 - _CHANCE))


def _letters_held(before: Passage, after: Passage) -> int:
    """The letters of the one that is too short for a run, if the other has all its words."""
    small, large = sorted((before, after), key=lambda passage: len(passage.words))
    is_held = len(small.words) < RUN and set(small.words) <= set(large.words)
    return small.letters if is_held else 0


def _words_alike(before: Passage, after: Passage) -> float:
    ours, theirs = (
        {word for word in passage.words if len(word) >= _LONG_WORD} for passage in (before, after)
    )
    return len(ours & theirs) / max(1, len(ours), len(theirs))


# --- Which pairs are worth a look ----------------------------------------------------------------


def _by_runs(old: Passages, new: Passages) -> Iterator[tuple[int, int]]:
    """Pairs with the most runs of words in common."""
    sought = {run for passage in new.values() for run in passage.distinct_runs}
    owners: defaultdict[Run, list[int]] = defaultdict(list)
    for index, passage in old.items():
        for run in passage.distinct_runs & sought:
            owners[run].append(index)
    rare = {run: own for run, own in owners.items() if len(own) <= _COMMON}
    partners: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, passage in new.items():
        shared = Counter(one for run in passage.distinct_runs for one in rare.get(run, ()))
        for one, runs in shared.most_common(_NEW_PARTNERS):
            partners[one].append((runs, index))
    for one, found in partners.items():
        for _, index in nlargest(_OLD_PARTNERS, found):
            yield one, index


def _by_letters(old: Passages, new: Passages) -> Iterator[tuple[int, int]]:
    """Pairs of short texts that are spelt alike."""
    short_old, short_new = _short(old), _short(new)
    if len(short_old) * len(short_new) > _MOST_PAIRS:
        return
    for index, text in short_new.items():
        found = process.extract(
            text, short_old, scorer=fuzz.ratio, score_cutoff=65, limit=_NEW_PARTNERS
        )
        for _, _, one in found:
            yield one, index


def _short(passages: Passages) -> dict[int, str]:
    return {
        index: passage.text[:_MOST_LETTERS]
        for index, passage in passages.items()
        if len(passage.words) < _FEW_WORDS
    }


def _in_one_gap(old: Passages, new: Passages, places: Places) -> Iterator[tuple[int, int]]:
    """Pairs that stand in the same place, where there are few."""
    olds, news = _by_gap(old, places.old), _by_gap(new, places.new)
    for gap in olds.keys() & news.keys():
        if len(olds[gap]) * len(news[gap]) <= _MOST_IN_GAP:
            yield from ((one, other) for one in olds[gap] for other in news[gap])


def _by_gap(indexes: Iterable[int], gaps: list[Gap]) -> dict[Gap, list[int]]:
    found = defaultdict(list)
    for index in indexes:
        found[gaps[index]].append(index)
    return found
