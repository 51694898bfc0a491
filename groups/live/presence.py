"""Who has a reading open now, in whichever process."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from groups.models import Presence, Reading

# How often it is renewed, and for how long it holds without.
RENEWED = timedelta(seconds=10)
HOLDS = timedelta(seconds=25)

type Here = tuple[int, int]


def renew(here: Iterable[Here]) -> None:
    """Note that these people have these readings open, by the keys of both."""
    now = timezone.now()
    Presence.objects.bulk_create(
        (Presence(reading_id=reading, user_id=user, seen_at=now) for reading, user in here),
        update_conflicts=True,
        update_fields=["seen_at"],
        unique_fields=["reading", "user"],
    )


def end(reading: int, user: int) -> None:
    """Note that somebody has closed a reading."""
    Presence.objects.filter(reading=reading, user=user).delete()


def present_in(readings: Iterable[int]) -> set[Here]:
    """Who is there, by the keys of the readings and of the people."""
    here = _present().filter(reading__in=list(readings))
    return set(here.values_list("reading", "user"))


def people_in(reading: Reading) -> list[User]:
    """The people who are there and show it."""
    here = _present().filter(reading=reading, user__shows_presence=True)
    return [one.user for one in here.select_related("user").order_by("user__display_name", "pk")]


def _present() -> QuerySet[Presence]:
    return Presence.objects.filter(seen_at__gt=timezone.now() - HOLDS)
