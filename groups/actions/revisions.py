"""What a revision of a text does to those who read it: nobody gets further back by it."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from articles.models import Article
from articles.reordering import Reordering
from groups.actions.sessions import go_on_in
from groups.actions.steps import advance, held, move_steps
from groups.live import tell
from groups.models import Event, Mark, Place

# Behind every paragraph: where somebody stands who has read them all.
_FINISHED = sys.maxsize

# A member's place, and the key of a paragraph.
type Passed = tuple[Place, int]


@transaction.atomic
def follow_revision(
    sender: object = None, *, article: Article, reordering: Reordering, **_more: Any
) -> None:
    """Let the places and marks in all readings of an article follow a revision of it.

    What is added before a member's place, or was split off from what they had marked, is marked
    for them. Who had read everything stands at what is added at the end. What was within a
    member's horizon stays there, even what is removed.
    """
    places = Place.objects.filter(reading__article=article)
    before = list(places.select_for_update(of=("self",)).order_by("pk"))
    if not before:
        return
    readings = [held(key) for key in sorted({place.reading_id for place in before})]
    was_closed = {r.pk: _position(r.closed_from_id, reordering.was) for r in readings}
    _carry([*_passed(before, reordering), *_split_off(before, reordering)])
    _settle(article)
    go_on_in(article)
    for reading in readings:
        move_steps(reading, reordering)
    closed = {r.pk: _position(r.closed_from_id, reordering.stands) for r in readings}
    limits = {key: (was_closed[key], closed[key]) for key in closed}
    now = dict(places.values_list("pk", "paragraph"))
    _carry(_lost(before, now, limits, reordering))
    for reading in readings:
        advance(reading.pk)
        tell(reading.pk, Event.What.STALE)


def _passed(places: Iterable[Place], reordering: Reordering) -> Iterator[Passed]:
    """What came, or moved, before each member's place."""
    for place in places:
        now = reordering.place_of(_position(place.paragraph_id, reordering.was))
        for key in reordering.unsteady:
            if reordering.stands[key] >= now:
                break
            yield place, key


def _split_off(places: Sequence[Place], reordering: Reordering) -> Iterator[Passed]:
    """What was added, where a member had marked all that its words are from."""
    origins = {key for keys in reordering.origins.values() for key in keys}
    readings = {place.reading_id for place in places}
    marks = Mark.objects.filter(reading__in=readings, paragraph__in=origins)
    marked: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for reading, membership, key in marks.values_list("reading", "membership", "paragraph"):
        marked[reading, membership].add(key)
    for place in places:
        mine = marked[place.reading_id, place.membership_id]
        for key, from_keys in reordering.origins.items():
            if mine.issuperset(from_keys):
                yield place, key


def _lost(
    places: Iterable[Place],
    now: Mapping[int, int | None],
    limits: Mapping[int, tuple[int, int]],
    reordering: Reordering,
) -> Iterator[Passed]:
    """What each member had got to, and would not have any more by their new place alone.

    `limits` are the positions where each reading was closed before, and is now.
    """
    steady = {reordering.before[position - 1] for position in reordering.steady}
    others = [(key, position) for key, position in reordering.was.items() if key not in steady]
    for place in places:
        was = _position(place.paragraph_id, reordering.was)
        is_at = _position(now[place.pk], reordering.stands)
        was_closed, closed = limits[place.reading_id]
        for key, position in others:
            had_it = position <= was and position < was_closed
            if had_it and not (reordering.stands[key] <= is_at and reordering.stands[key] < closed):
                yield place, key


def _position(key: int | None, positions: Mapping[int, int]) -> int:
    return _FINISHED if key is None else positions[key]


def _carry(passed: Iterable[Passed]) -> None:
    """Mark these paragraphs for these members, unless they have done so themselves."""
    Mark.objects.bulk_create(
        (
            Mark(
                reading_id=place.reading_id,
                membership_id=place.membership_id,
                paragraph_id=key,
                is_carried=True,
            )
            for place, key in passed
        ),
        ignore_conflicts=True,
    )


def _settle(article: Article) -> None:
    """Let everyone stand at the first paragraph that they have not marked."""
    mine = Mark.objects.filter(
        reading=OuterRef(OuterRef("reading")),
        membership=OuterRef(OuterRef("membership")),
        paragraph=OuterRef("pk"),
    )
    unmarked = article.text.filter(~Exists(mine)).values("pk")[:1]
    Place.objects.filter(reading__article=article).update(paragraph=Subquery(unmarked))
