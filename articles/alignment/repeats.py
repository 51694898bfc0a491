"""Paragraphs whose text is the same: those that stand once, and those that stand several times."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

from articles.alignment.places import Gap, Matches, Places

type Keys = Mapping[int, Hashable]
# By key, side (0 before, 1 after) and neighbour.
type Beside = Mapping[tuple[Hashable, int, int], set[int]]


def match_unique(matches: Matches, old: Keys, new: Keys) -> None:
    """Match what stands once on each side, wherever it stands."""
    olds, news = indexes(old), indexes(new)
    for key, own in olds.items():
        theirs = news.get(key, [])
        if len(own) == len(theirs) == 1:
            matches.add(own[0], theirs[0])


def match_in_gaps(matches: Matches, places: Places, old: Keys, new: Keys) -> bool:
    """Match, in order, what stands equally often in the same gap on both sides.

    The paragraph before or after has to be the same too. Between pairs that have not moved this
    is done only where no other gap has a copy beside one of the same neighbours. Whether any were
    matched.
    """
    found = list(_groups(old, new, places.old, places.new))
    near_old, near_new = _by_neighbour(old, places.old), _by_neighbour(new, places.new)
    found += [
        (olds, news)
        for olds, news in _groups(old, new, places.old_steady, places.new_steady)
        if _beside(olds, old, places.old, near_new) <= set(news)
        and _beside(news, new, places.new, near_old) <= set(olds)
    ]
    count = len(matches.to_new)
    for olds, news in found:
        group = list(zip(olds, news, strict=True))
        if all(_is_accompanied(one, other, old, new, matches) for one, other in group):
            for one, other in group:
                if one not in matches.to_new and other not in matches.to_old:
                    matches.add(one, other)
    return len(matches.to_new) > count


def indexes(keys: Keys) -> dict[Hashable, list[int]]:
    """Where each key stands, in order."""
    found = defaultdict(list)
    for index, key in keys.items():
        found[key].append(index)
    return found


def _groups(
    old: Keys, new: Keys, old_gaps: list[Gap], new_gaps: list[Gap]
) -> Iterator[tuple[list[int], list[int]]]:
    olds = indexes({index: (key, old_gaps[index]) for index, key in old.items()})
    news = indexes({index: (key, new_gaps[index]) for index, key in new.items()})
    for key, own in olds.items():
        theirs = news.get(key, [])
        if len(own) == len(theirs):
            yield own, theirs


def _by_neighbour(keys: Keys, gaps: list[Gap]) -> Beside:
    """Where each key stands, by the neighbour on each of its sides."""
    found = defaultdict(set)
    for index, key in keys.items():
        for side, neighbour in enumerate(gaps[index]):
            found[key, side, neighbour].add(index)
    return found


def _beside(group: list[int], keys: Keys, gaps: list[Gap], there: Beside) -> set[int]:
    """What has the group's key on the other side and a neighbour in common with one of it."""
    sides = {
        (keys[index], side, neighbour)
        for index in group
        for side, neighbour in enumerate(gaps[index])
    }
    return {index for place in sides for index in there.get(place, ())}


def _is_accompanied(one: int, other: int, old: Keys, new: Keys, matches: Matches) -> bool:
    """Whether the paragraph right before or right after is the same on both sides."""
    for step in (-1, 1):
        if one + step in matches.to_new:
            if matches.to_new[one + step] == other + step:
                return True
        elif one + step in old and old[one + step] == new.get(other + step):
            return True
    return False
