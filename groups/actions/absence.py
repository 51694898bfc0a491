"""Members who have not been seen for long while others wait for them.

They are offered a pause by letter, and paused some days later if they have not come: so nobody
blocks the group by accident. Where nobody waits for them nothing happens.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from groups import notifications
from groups.actions.attendance import end_attendances
from groups.actions.companions import hand_on
from groups.actions.locks import locked
from groups.actions.log import record
from groups.actions.steps import advance_group
from groups.models import Group, LogEntry, Membership, Place, Reading
from groups.models.memberships import MembershipQuerySet
from groups.models.readings import ReadingQuerySet

# How exactly it is known when somebody was here.
HOUR = timedelta(hours=1)
# Between the offer of a pause and the pause.
GRACE = timedelta(days=3)


def be_seen(membership: Membership) -> None:
    """Note that a member is here, once in an hour at most."""
    now = timezone.now()
    if now - membership.seen_at > HOUR or membership.pause_offered_at:
        seen = Membership.objects.filter(pk=membership.pk)
        seen.update(seen_at=now, pause_offered_at=None)


def mind_the_absent() -> None:
    """Offer a pause to those who are away and waited for, and pause who has not answered."""
    now = timezone.now()
    for group in Group.objects.exclude(away_days=None).filter(Exists(_waiting())).order_by("pk"):
        assert group.away_days
        away = _waited_for(group).filter(seen_at__lt=now - timedelta(days=group.away_days))
        for membership in away.filter(pause_offered_at=None):
            _offer_pause(membership)
        for membership in away.filter(pause_offered_at__lt=now - GRACE):
            _pause(membership)


def _waiting() -> ReadingQuerySet:
    return Reading.objects.paced().filter(group=OuterRef("pk"), pacing=Reading.Pacing.TOGETHER)


def _waited_for(group: Group) -> MembershipQuerySet:
    """The active members of a group who have not finished all that is open."""
    before = Place.objects.filter(
        membership=OuterRef("pk"),
        reading__pacing=Reading.Pacing.TOGETHER,
        paragraph__position__lt=F("reading__closed_from__position"),
    )
    return Membership.objects.active().filter(Exists(before), group=group).order_by("pk")


@transaction.atomic
def _offer_pause(membership: Membership) -> None:
    offered = Membership.objects.filter(pk=membership.pk, pause_offered_at=None)
    if offered.update(pause_offered_at=timezone.now()):
        notifications.offer_pause.enqueue(membership.pk)


@transaction.atomic
def _pause(membership: Membership) -> None:
    """Pause a member by rule, unless they have come or gone meanwhile."""
    membership = locked(membership)
    if not membership.is_active or membership.pause_offered_at is None:
        return
    membership.state = Membership.State.PAUSED
    membership.pause_offered_at = None
    membership.save(update_fields=["state", "pause_offered_at"])
    end_attendances(membership)
    hand_on(membership)
    record(membership.group, LogEntry.Act.PAUSED, by=None, about=membership.user)
    notifications.tell_pause.enqueue(membership.pk)
    advance_group(membership.group_id)
