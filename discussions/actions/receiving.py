"""Receiving what earlier groups hand down, and saying what of it helped."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions import notifications
from discussions.actions.passing import give_up, let_have
from discussions.models import Heirloom, HeirloomHelp, Inheritance, Legacy
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.actions.steps import held
from groups.models import LogEntry, Membership, Reading


@transaction.atomic
def receive(legacy: Legacy, *, reading: Reading, by: Membership) -> Inheritance:
    """Let a reading have a legacy that reaches it; receiving it twice is once.

    Raises PermissionDenied, as all below, for who does not lead the reading's group.
    """
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    held(reading.pk)
    # What its authors agree to at this moment comes by them or by this, one after the other.
    list(Legacy.objects.select_for_update().filter(pk=legacy.pk).values_list("pk"))
    inheritance, is_new = Inheritance.objects.get_or_create(
        reading=reading, legacy=legacy, defaults={"received_by": by.user}
    )
    if is_new:
        let_have(inheritance)
        record(group, LogEntry.Act.RECEIVED, by=by.user, reading=reading)
    return inheritance


@transaction.atomic
def put_back(legacy: Legacy, *, reading: Reading, by: Membership) -> None:
    """Let a reading have a legacy no more; what was brought in a file goes for good.

    A note that has come by another legacy as well stays.
    """
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    inheritance = Inheritance.objects.filter(reading=reading, legacy=legacy).first()
    if inheritance is None:
        return
    give_up(inheritance)
    inheritance.delete()
    if legacy.is_foreign and not legacy.inheritances.exists():
        legacy.delete()
    record(group, LogEntry.Act.PUT_BACK, by=by.user, reading=reading)


@transaction.atomic
def let_hear(reading: Reading, *, by: Membership, speaks_first: bool) -> None:
    """Say whether members have their own say before they hear those from before them."""
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    changed = Reading.objects.filter(pk=reading.pk).exclude(speaks_first=speaks_first)
    if changed.update(speaks_first=speaks_first):
        record(group, LogEntry.Act.OWN_SAY, by=by.user, reading=reading)


@transaction.atomic
def hide_heirloom(heirloom: Heirloom, *, by: Membership) -> None:
    """Show a note from before no more in the reading that has received it, on record."""
    group = locked_group(heirloom.reading.group_id)
    require_lead(by, of=group)
    shown = Heirloom.objects.filter(pk=heirloom.pk, hidden_at=None)
    if shown.update(hidden_at=timezone.now()):
        record(group, LogEntry.Act.HEIRLOOM_HID, by=by.user, reading=heirloom.reading)


@transaction.atomic
def be_helped(heirloom: Heirloom, *, user: User) -> None:
    """Say that a note from before helped; whoever wrote it is told, but not whom it helped."""
    helped, is_new = HeirloomHelp.objects.get_or_create(heirloom=heirloom, user=user)
    if is_new:
        notifications.tell_of_help.enqueue(helped.pk)


def be_helped_no_more(heirloom: Heirloom, *, user: User) -> None:
    """Say no more that it helped."""
    HeirloomHelp.objects.filter(heirloom=heirloom, user=user).delete()
