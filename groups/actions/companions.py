"""Companions: a newcomer has one person to turn to, who volunteered.

Whoever accompanies somebody is in the group and has volunteered. All of this happens under the
group's lock.
"""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Block
from groups.actions.locks import locked
from groups.models import Membership
from groups.models.memberships import MembershipQuerySet


@transaction.atomic
def volunteer(membership: Membership, *, is_glad: bool) -> None:
    """Let a member accompany newcomers, or not any more: whom they accompany is handed on."""
    membership = locked(membership)
    if membership.has_left or membership.is_companion == is_glad:
        return
    membership.is_companion = is_glad
    membership.save(update_fields=["is_companion"])
    if not is_glad:
        hand_on(membership)


def assign_companion(membership: Membership) -> Membership | None:
    """Give a newcomer a companion, the volunteer who accompanies the fewest; None without one.

    Between equals it is who has been in the group for longest. It is nobody who has paused, and
    nobody whom the newcomer does not want to see, nor the other way round. The caller holds the
    group's lock.
    """
    companion = _volunteers_for(membership).first()
    membership.companion = companion
    membership.save(update_fields=["companion"])
    return companion


def hand_on(companion: Membership) -> None:
    """Give those whom this member accompanies another companion, or none if nobody volunteers."""
    for membership in Membership.objects.filter(companion=companion).order_by("pk"):
        assign_companion(membership)


def _volunteers_for(newcomer: Membership) -> MembershipQuerySet:
    hidden = Block.objects.filter(
        Q(blocker=newcomer.user_id, blocked=OuterRef("user"))
        | Q(blocked=newcomer.user_id, blocker=OuterRef("user"))
    )
    volunteers = (
        Membership.objects.staying()
        .active()
        .filter(~Exists(hidden), group=newcomer.group_id, is_companion=True)
    )
    return (
        volunteers.exclude(pk=newcomer.pk)
        .exclude(companion=newcomer)
        .annotate(accompanies=Count("accompanied"))
        .order_by("accompanies", "joined_at", "pk")
    )
