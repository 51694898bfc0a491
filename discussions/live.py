"""What those who have a room open are told of discussions, and who may know of it."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Block, User, compiled
from discussions.models import Kind, Thread
from discussions.models.drafts import Spot
from discussions.models.threads import meant_for, past_by
from groups.horizon import who_reached, within_horizon
from groups.live import tell
from groups.models import Event, Mark, Reading

# Of so many threads that change at once is told one by one; of more, that all is to be looked at.
_EACH = 20


def tell_of(thread: Thread) -> None:
    """Tell of what is new in a thread, once the transaction is committed."""
    place = {"paragraph_pk": thread.paragraph_id, "thread_pk": thread.pk}
    tell(thread.reading_id, Event.What.SPOKEN, **place)


def tell_of_all(threads: Collection[int]) -> None:
    """The same for several threads, by their keys."""
    transaction.on_commit(partial(_tell_of_all, threads), robust=True)


def tell_of_withdrawal(thread: Thread) -> None:
    """Tell that somebody was stuck and is not any more; the thread goes with it."""
    tell(thread.reading_id, Event.What.WITHDRAWN, paragraph_pk=thread.paragraph_id)


def tell_of_writing(spot: Spot, kind: str) -> None:
    """Tell that somebody is about to speak, in a thread of this kind, to those who will hear it."""
    thread = spot.answers.thread if spot.answers else None
    is_public = thread is not None or kind in {Kind.TALK, Kind.QUESTION, Kind.PREPARATION, ""}
    if spot.changes or not is_public or not spot.user.shows_presence:
        return
    place = {"paragraph_pk": spot.paragraph.pk, "thread_pk": thread.pk if thread else None}
    tell(spot.reading.pk, Event.What.WRITING, by_pk=spot.user.pk, **place)


def tell_of_hearing(user: User, reading_pk: int, paragraph_pk: int | None = None) -> None:
    """Tell somebody's own pages that they have heard what is said there, or chosen to hear it."""
    tell(reading_pk, Event.What.HEARD, paragraph_pk=paragraph_pk, by_pk=user.pk)


def hearers_of(event: Event) -> set[int]:
    """Those who may read in the thread that an event is about, by their keys."""
    assert event.thread
    return set(_hearers(event.thread))


def helpers_at(event: Event) -> set[int]:
    """Those who are past the paragraph of an event, by their keys."""
    member = "membership__user"
    marks = Mark.objects.filter(
        past_by(member), reading=event.reading, paragraph=event.paragraph_id
    )
    return set(marks.values_list(member, flat=True))


def neighbours_of(event: Event) -> set[int]:
    """Those who may know that somebody is writing, by their keys."""
    if event.thread:
        people = hearers_of(event)
    else:
        assert event.paragraph
        reached = User.objects.filter(who_reached(event.reading, event.paragraph))
        people = set(reached.values_list("pk", flat=True))
    deaf = Block.objects.filter(blocker__in=people, blocked=event.by_id)
    return people - set(deaf.values_list("blocker", flat=True)) - {event.by_id}


def who_did(event: Event) -> set[int]:
    """Who did it themselves."""
    assert event.by_id
    return {event.by_id}


AUDIENCES: dict[str, Callable[[Event], set[int]]] = {
    Event.What.SPOKEN: hearers_of,
    Event.What.WITHDRAWN: helpers_at,
    Event.What.WRITING: neighbours_of,
    Event.What.HEARD: who_did,
}


@compiled
def _hearers(thread: int) -> QuerySet[Thread, int]:
    member = "reading__group__memberships__user"
    heard = Thread.objects.filter(meant_for(member), within_horizon(member), pk=thread)
    return heard.values_list(member, flat=True)


def _tell_of_all(threads: Collection[int]) -> None:
    found = Thread.objects.filter(pk__in=threads)
    if len(threads) <= _EACH:
        for thread in found.only("reading", "paragraph"):
            tell_of(thread)
        return
    for reading in Reading.objects.filter(threads__in=found).distinct():
        tell(reading.pk, Event.What.STALE)
