"""Who may know of an event, and what they are told of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import compiled
from groups.models import Event, Membership, Reading


@dataclass(frozen=True)
class Nudge:
    """What a page is told: what to look at, and on which paragraph."""

    what: str
    paragraph: int | None

    @property
    def data(self) -> dict[str, int]:
        """As it is sent."""
        return {} if self.paragraph is None else {"paragraph": self.paragraph}


# Who may know of an event of this kind, by the keys of users. An app above adds to it when it is
# loaded; of what is not named here all members know.
audiences: dict[str, Callable[[Event], set[int]]] = {}


def hearers(event: Event) -> set[int]:
    """The keys of those who may know of an event now."""
    return audiences.get(event.what, _members)(event)


def news_since(reading: Reading, user_pk: int, number: int) -> list[Nudge] | None:
    """What this person may know of what has happened after this number, each once.

    None where that is not known any more.
    """
    events = events_between(reading.pk, number, reading.told)
    if len(events) < reading.told - number:
        return None
    nudges = (nudge_of(event) for event in events if user_pk in hearers(event))
    return list(dict.fromkeys(nudges))


def nudge_of(event: Event) -> Nudge:
    """What is told of an event."""
    return Nudge(event.what, event.paragraph_id)


def events_between(reading_pk: int, after: int, last: int) -> list[Event]:
    """What has happened in a reading after the one number, up to the other."""
    events = Event.objects.filter(reading=reading_pk, number__gt=after, number__lte=last)
    return list(events.order_by("number"))


def _members(event: Event) -> set[int]:
    return set(_members_in(event.reading_id))


@compiled
def _members_in(reading: int) -> QuerySet[Membership, int]:
    present = Membership.objects.present().filter(group__readings=reading)
    return present.values_list("user", flat=True)
