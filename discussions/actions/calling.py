"""Calling those who can help somebody who is stuck: a few first, then more of them.

A few of those past the paragraph are called at once, or whoever comes past it first. Unanswered
after a day, all past it are called, and from then on who comes past it; after another day the
leaders. What is answered, cleared or taken back calls nobody any more.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import compiled
from discussions import notifications
from discussions.calling import nearest
from discussions.models import Call, Stuck, StuckQuerySet, helpers_nearby, who_can_help
from groups.models import Mark, Membership, Place

# How long each round waits for an answer.
PATIENCE = timedelta(days=1)


def call_first(stuck: Stuck) -> None:
    """Call a few of those who are past it, in the transaction in which somebody got stuck."""
    _call(stuck, nearest(helpers_nearby(stuck)))


def call_who_came(sender: object = None, *, place: Place, **_more: Any) -> None:
    """Call who has come past what others are stuck at, if nobody was there or all are called.

    In the transaction of their mark.
    """
    for stuck in _unheard_before(place.reading_id, place.membership_id):
        came = who_can_help(stuck).filter(pk=place.membership_id)
        _call(stuck, set(came.values_list("user", flat=True)))


@compiled
def _unheard_before(reading: int, membership: int) -> StuckQuerySet:
    """Those stuck at what a member has marked, if nobody is called or all are."""
    called = Call.objects.filter(stuck=OuterRef("pk"))
    marks = Mark.objects.filter(reading=reading, membership=membership, is_carried=False)
    unheard = Stuck.objects.waiting().filter(Q(round__gt=Stuck.FIRST) | ~Exists(called))
    here = unheard.filter(reading=reading, paragraph__in=marks.values("paragraph"))
    return here.select_related("reading")


def call_more() -> None:
    """Call more people where nobody has answered for long enough."""
    due = Stuck.objects.waiting().filter(
        round__lt=Stuck.LEADERS, called_at__lte=timezone.now() - PATIENCE
    )
    for key in due.order_by("pk").values_list("pk", flat=True):
        _call_next_round(key)


@transaction.atomic
def _call_next_round(stuck_pk: int) -> None:
    now = timezone.now()
    held = Stuck.objects.select_for_update(of=("self",), no_key=True).filter(pk=stuck_pk)
    stuck = held.first()
    if stuck is None or stuck.called_at > now - PATIENCE or stuck.is_cleared:
        return
    stuck.round += 1
    stuck.called_at = now
    stuck.save(update_fields=["round", "called_at"])
    if stuck.round == Stuck.ALL:
        _call(stuck, set(who_can_help(stuck).values_list("user", flat=True)))
    else:
        _call(stuck, _leaders(stuck))


def _leaders(stuck: Stuck) -> set[int]:
    """Those who lead the group now, and do so actively."""
    leading = Membership.objects.leading().active().staying().filter(group=stuck.reading.group_id)
    return set(leading.exclude(user=stuck.asker_id).values_list("user", flat=True))


def _call(stuck: Stuck, people: Collection[int]) -> None:
    calls = [Call(stuck=stuck, helper_id=key, round=stuck.round) for key in people]
    Call.objects.bulk_create(calls, ignore_conflicts=True)
    if calls:
        notifications.tell_stuck.enqueue(stuck.pk)
