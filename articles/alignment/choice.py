"""What is sure by likeness, and what has to be asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter

from articles.alignment.likeness import Likeness
from articles.alignment.places import Matches, Places

# The best must be better than the second best by this, as a part of the paragraph.
MARGIN = 0.1
# A paragraph is the one that at least half of its text went to.
_GREATER_PART = 0.5
_OWN_PART = 0.2
# Of fewer letters than many nearly all have to be alike; fewer than some have to stand in the
# same place besides.
_MANY_LETTERS, _SOME_LETTERS = 60, 30
_NEARLY_ALL = 0.7
# Below this, two texts have nothing to do with each other, or, in the same place, below that.
_RELATED, _RELATED_IN_PLACE = 0.3, 0.15
_SAME_WORDS = 0.35
_TRACE = 0.1
# So much of a new paragraph has to be an old one's for it to be of its origin.
_PART = 0.25
_TRACE_LETTERS = 12
_MOST_CANDIDATES = 4


def best_pairs(likenesses: Iterable[Likeness], matches: Matches, places: Places) -> list[Likeness]:
    """The pairs that are sure: each is the other's best by the margin, and enough by itself."""
    free = [pair for pair in likenesses if is_free(pair, matches)]
    leads_old = _leaders(free, attrgetter("old"), attrgetter("kept"))
    leads_new = _leaders(free, attrgetter("new"), attrgetter("taken"))
    return [pair for pair in leads_old & leads_new if is_same(pair, places)]


def is_free(pair: Likeness, matches: Matches) -> bool:
    return pair.old not in matches.to_new and pair.new not in matches.to_old


def is_same(pair: Likeness, places: Places) -> bool:
    """Whether this is the same paragraph, if there is no other to compare with."""
    if pair.renumbered or pair.kept < _GREATER_PART or pair.taken < _OWN_PART:
        return False
    alike = pair.kept + pair.taken
    if pair.letters >= _MANY_LETTERS:
        return alike >= 2 * _GREATER_PART
    is_told = pair.letters >= _SOME_LETTERS or places.same(pair.old, pair.new)
    return is_told and alike >= 2 * _NEARLY_ALL


def is_related(pair: Likeness, places: Places) -> bool:
    """Whether this may be the same paragraph, so that a person has to say."""
    if places.same(pair.old, pair.new):
        return pair.words >= _SAME_WORDS or (
            pair.much >= _RELATED_IN_PLACE and pair.taken >= _TRACE
        )
    if pair.letters < _TRACE_LETTERS:
        return is_copy(pair)
    return pair.much >= _RELATED and pair.little >= _TRACE


def is_copy(pair: Likeness) -> bool:
    """Whether both are much the same text."""
    return pair.little >= _GREATER_PART


def is_part(pair: Likeness) -> bool:
    """Whether a good part of the new paragraph's text is from the old one."""
    return pair.taken >= _PART and pair.letters >= _TRACE_LETTERS


def is_heir(pair: Likeness) -> bool:
    """Whether the greater part of the old paragraph's text went into the new one."""
    return pair.kept >= _GREATER_PART and pair.letters >= _TRACE_LETTERS


def likeliest(pairs: Iterable[Likeness]) -> tuple[int, ...]:
    """The old paragraphs of these pairs that a person is asked about, the likeliest first."""
    ranked = sorted(pairs, key=lambda pair: (-pair.kept - pair.taken, pair.old))
    return tuple(pair.old for pair in ranked[:_MOST_CANDIDATES])


def _leaders(
    pairs: Iterable[Likeness],
    side: Callable[[Likeness], int],
    part: Callable[[Likeness], float],
) -> set[Likeness]:
    """Each paragraph's best pair, where it is the best by the margin."""
    groups = defaultdict(list)
    for pair in pairs:
        groups[side(pair)].append(pair)
    leaders = set()
    for group in groups.values():
        first, *others = sorted(group, key=part, reverse=True)
        if not others or part(first) - part(others[0]) >= MARGIN:
            leaders.add(first)
    return leaders
