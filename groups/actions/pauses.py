"""Pausing in a group, and coming back.

Who pauses is not waited for, and keeps their place and all that they have reached.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from groups.actions.attendance import end_attendances
from groups.actions.companions import hand_on
from groups.actions.locks import locked, require_lead
from groups.actions.log import record
from groups.actions.steps import advance_group
from groups.models import LogEntry, Membership

# Whoever is away for longer accompanies nobody meanwhile.
SHORT = timedelta(days=14)


@transaction.atomic
def pause(membership: Membership, *, by: Membership, until: date | None = None) -> None:
    """Let a member pause until this day, or until they come back.

    Members do it for themselves, leaders for everyone; raises PermissionDenied for others.
    Nothing changes for a member who has left meanwhile.
    """
    membership = _locked_for(membership, by=by)
    if membership.has_left or (membership.is_paused and membership.paused_until == until):
        return
    membership.state = Membership.State.PAUSED
    membership.paused_until = until
    membership.save(update_fields=["state", "paused_until"])
    end_attendances(membership)
    if until is None or until - today() > SHORT:
        hand_on(membership)
    record(membership.group, LogEntry.Act.PAUSED, by=by.user, about=membership.user)
    advance_group(membership.group_id)


@transaction.atomic
def come_back(membership: Membership, *, by: Membership) -> None:
    """End a pause. Raises PermissionDenied like `pause`; nothing changes where there is none."""
    membership = _locked_for(membership, by=by)
    if membership.is_paused:
        _end(membership, by=by)


def end_pauses() -> int:
    """End the pauses whose day has come, and tell how many those were.

    A day begins when it does in UTC: that a member is back some hours early or late by their own
    clock hurts nobody, and all of a group return at the same moment.
    """
    due = Membership.objects.filter(state=Membership.State.PAUSED, paused_until__lte=today())
    return sum(_end_due(membership) for membership in due.order_by("group", "pk"))


def today() -> date:
    """The day that it is in UTC."""
    return timezone.now().date()


@transaction.atomic
def _end_due(membership: Membership) -> bool:
    membership = locked(membership)
    is_due = membership.paused_until is not None and membership.paused_until <= today()
    if is_due:
        _end(membership, by=None)
    return is_due


def _end(membership: Membership, *, by: Membership | None) -> None:
    membership.state = Membership.State.ACTIVE
    membership.paused_until = None
    membership.save(update_fields=["state", "paused_until"])
    record(
        membership.group,
        LogEntry.Act.RETURNED,
        by=by.user if by else None,
        about=membership.user,
    )
    # Who returns alone, and has read all of it, is everyone.
    advance_group(membership.group_id)


def _locked_for(membership: Membership, *, by: Membership) -> Membership:
    membership = locked(membership)
    if membership.pk != by.pk:
        require_lead(by, of=membership.group)
    return membership
