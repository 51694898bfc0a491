"""Leading a group, leaving it, and being asked to leave."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import notifications, permissions
from groups.actions.attendance import end_attendances
from groups.actions.companions import hand_on
from groups.actions.locks import locked, locked_group, require_lead
from groups.actions.log import record
from groups.actions.steps import advance_group
from groups.models import Ban, JoinRequest, LogEntry, Membership


class LastLeader(Exception):
    """Refused: the group would be left without a leader. Its text says what to do."""

    def __init__(self) -> None:
        super().__init__(_("A group always has a leader. Make someone else a leader first."))


@transaction.atomic
def leave(membership: Membership, *, successor: Membership | None = None) -> None:
    """End this membership at once, with the successor leading from now on if one is named.

    Raises LastLeader for the only leader without a successor who is in the group. Who leaves
    several groups in one transaction does so in the order of the groups' keys.
    """
    membership = locked(membership)
    if membership.has_left:
        return
    heir = _heir(membership, successor)
    if heir:
        _promote(heir, by=membership)
    if membership.is_leader:
        _require_another_leader(membership)
    _part(membership)
    record(membership.group, LogEntry.Act.LEFT, by=membership.user)


@transaction.atomic
def remove(membership: Membership, *, by: Membership, reason: str = "", bans: bool = False) -> None:
    """End another's membership at once, on record, and for good if `bans`; they are told by mail.

    Who has left meanwhile is barred all the same. Raises PermissionDenied for who does not lead
    the group, or would remove themselves; LastLeader for its only leader.
    """
    membership = locked(membership)
    require_lead(by, of=membership.group)
    if not permissions.may_remove(by, membership):
        raise PermissionDenied(_("Nobody removes themselves: leave the group instead."))
    is_gone = membership.has_left
    is_barred = bans and _bar(membership, by=by, reason=reason)
    if is_gone and not is_barred:
        return
    if membership.is_leader:
        _require_another_leader(membership)
    if not is_gone:
        _part(membership)
    waiting = JoinRequest.objects.waiting().filter(group=membership.group, user=membership.user)
    waiting.update(
        state=JoinRequest.State.DECLINED, answered_by=by.user, answered_at=timezone.now()
    )
    act = LogEntry.Act.BANNED if bans else LogEntry.Act.REMOVED
    record(membership.group, act, by=by.user, about=membership.user, reason=reason)
    notifications.tell_removal.enqueue(membership.group_id, membership.user_id, reason, bans)


@transaction.atomic
def allow_again(ban: Ban, *, by: Membership) -> None:
    """Let a barred person join again. Raises PermissionDenied for who does not lead the group."""
    group = locked_group(ban.group_id)
    require_lead(by, of=group)
    lifted, _rows = Ban.objects.filter(pk=ban.pk).delete()
    if lifted:
        record(group, LogEntry.Act.UNBANNED, by=by.user, about=ban.user)


@transaction.atomic
def change_role(
    membership: Membership, *, role: Membership.Role, by: Membership | None = None
) -> None:
    """Make a member a leader, or the other way round. Raises LastLeader for the only leader.

    Nothing changes for a member who has left meanwhile. Raises PermissionDenied for who leads the
    group no more; None stands for the program.
    """
    membership = locked(membership)
    if by:
        require_lead(by, of=membership.group)
    if membership.has_left or membership.role == role:
        return
    if membership.is_leader:
        _require_another_leader(membership)
    _set_role(membership, role, by=by)


def _set_role(membership: Membership, role: Membership.Role, *, by: Membership | None) -> None:
    membership.role = role
    membership.save(update_fields=["role"])
    act = LogEntry.Act.PROMOTED if membership.is_leader else LogEntry.Act.DEMOTED
    record(membership.group, act, by=by.user if by else None, about=membership.user)
    if by and by.pk != membership.pk:
        notifications.tell_role.enqueue(membership.pk, by.user_id)


def _promote(membership: Membership, *, by: Membership) -> None:
    if not membership.is_leader:
        _set_role(membership, Membership.Role.LEADER, by=by)


def _heir(membership: Membership, successor: Membership | None) -> Membership | None:
    """The successor as they are now, if they are in the group still and can lead it."""
    if successor is None:
        return None
    others = Membership.objects.staying().filter(group=membership.group_id)
    found = others.exclude(pk=membership.pk).filter(pk=successor.pk)
    return found.select_related("user", "group").first()


def _part(membership: Membership) -> None:
    membership.role = Membership.Role.MEMBER
    membership.state = Membership.State.LEFT
    membership.paused_until = None
    membership.is_companion = False
    membership.companion = None
    membership.save(update_fields=["role", "state", "paused_until", "is_companion", "companion"])
    end_attendances(membership)
    hand_on(membership)
    advance_group(membership.group_id)


def _bar(membership: Membership, *, by: Membership, reason: str) -> bool:
    """Keep a person from joining again; whether that is new."""
    _ban, is_new = Ban.objects.get_or_create(
        group=membership.group,
        user=membership.user,
        defaults={"banned_by": by.user, "reason": reason},
    )
    return is_new


def _require_another_leader(membership: Membership) -> None:
    others = Membership.objects.staying().leading().filter(group=membership.group_id)
    if not others.exclude(pk=membership.pk).exists():
        raise LastLeader
