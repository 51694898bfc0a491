"""Telling people what is new for them, in the inbox and by letters."""

import zoneinfo
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.letters import tell_at_once, tell_of_day
from accounts.models import Notice, User

# What comes within this time goes into one letter.
GATHERING = timedelta(minutes=2)
# The hours in which the letter of the day is written, where its reader lives; late ones are for a
# site that did not run at seven.
MORNING = range(7, 12)

# How long it is kept what was read, and what never was.
READ_ARE_KEPT = timedelta(days=90)
ALL_ARE_KEPT = timedelta(days=365)


@transaction.atomic
def tell(
    kind: str, *, about: int, bundle: str, to: Collection[int], has_letter: bool = False
) -> None:
    """Tell these people, by their keys, of a thing; who was told of it already is not told again.

    Those who want letters at once get one soon, unless the thing `has_letter` of its own.
    """
    if not to:
        return
    wanted = dict(User.objects.filter(pk__in=to).order_by("pk").values_list("pk", "mail"))
    at_once = [pk for pk, mail in wanted.items() if mail == User.Mail.AT_ONCE]
    now = timezone.now()
    sent_at = dict.fromkeys(at_once, now) if has_letter else {}
    Notice.objects.bulk_create(
        [
            Notice(user_id=pk, kind=kind, about=about, bundle=bundle, sent_at=sent_at.get(pk))
            for pk in wanted
        ],
        ignore_conflicts=True,
    )
    if not has_letter:
        soon = tell_at_once.using(run_after=now + GATHERING)
        for pk in at_once:
            soon.enqueue(pk)


def read(unread: Collection[int]) -> int:
    """Note that the notices with these keys were looked at; gives how many had not been."""
    if not unread:
        return 0
    return Notice.objects.unread().filter(pk__in=unread).update(read_at=timezone.now())


def stop_letters(user: User) -> None:
    """Send this person no more letters about their groups."""
    User.objects.filter(pk=user.pk).update(mail=User.Mail.NEVER)


def send_letters_of_day() -> None:
    """Write to those who want one letter a day, and for whom it is morning; once each day."""
    for day, zones in _mornings().items():
        _send_letters_of(day, zones)


@transaction.atomic
def _send_letters_of(day: date, zones: Collection[str]) -> None:
    daily = User.objects.filter(mail=User.Mail.DAILY, time_zone__in=zones)
    due = daily.filter(Q(digested_on=None) | Q(digested_on__lt=day))
    unsent = Notice.objects.unread().filter(user=OuterRef("pk"), sent_at=None)
    people = list(due.filter(Exists(unsent)).values_list("pk", flat=True))
    due.update(digested_on=day)
    for pk in people:
        tell_of_day.enqueue(pk)


def _mornings() -> dict[date, list[str]]:
    """The time zones in which it is morning, by the day that it is there."""
    now = timezone.now()
    mornings: dict[date, list[str]] = defaultdict(list)
    daily = User.objects.filter(mail=User.Mail.DAILY).order_by()
    for zone in daily.values_list("time_zone", flat=True).distinct():
        there = now.astimezone(zoneinfo.ZoneInfo(zone))
        if there.hour in MORNING:
            mornings[there.date()].append(zone)
    return mornings


def forget_notices() -> None:
    """Delete what was read long ago, and what nobody has read for a year."""
    now = timezone.now()
    read_long_ago = Q(read_at__lt=now - READ_ARE_KEPT)
    Notice.objects.filter(read_long_ago | Q(created_at__lt=now - ALL_ARE_KEPT)).delete()
