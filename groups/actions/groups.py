"""Founding groups, joining and leaving them, leading them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from groups.actions.readings import take_places
from groups.models import Group, Membership


class LastLeader(Exception):
    """Refused: the group would be left without a leader. Its text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            _("A group always has a leader. Make someone else a leader first, on the group's page.")
        )


@transaction.atomic
def found(group: Group, *, founder: User) -> Membership:
    """Save a new group with its founder as the leader."""
    group.save()
    return Membership.objects.create(group=group, user=founder, role=Membership.Role.LEADER)


@transaction.atomic
def join(group: Group, *, user: User) -> Membership:
    """Make this person an active member, or leave things be where they are one already.

    Who returns finds their marks and places again.
    """
    Group.objects.select_for_update().get(pk=group.pk)
    membership, is_new = Membership.objects.get_or_create(group=group, user=user)
    if membership.has_left:
        membership.state = Membership.State.ACTIVE
        membership.save(update_fields=["state"])
        is_new = True
    if is_new:
        take_places(membership)
    return membership


@transaction.atomic
def leave(membership: Membership) -> None:
    """End this membership at once. Raises LastLeader for the only leader."""
    membership = _locked(membership)
    if membership.has_left:
        return
    if membership.is_leader:
        _require_another_leader(membership)
    membership.role = Membership.Role.MEMBER
    membership.state = Membership.State.LEFT
    membership.save(update_fields=["role", "state"])


@transaction.atomic
def change_role(membership: Membership, *, role: Membership.Role) -> None:
    """Make a member a leader, or the other way round. Raises LastLeader for the only leader.

    Nothing changes for a member who has left meanwhile.
    """
    membership = _locked(membership)
    if membership.has_left:
        return
    if membership.is_leader and role == Membership.Role.MEMBER:
        _require_another_leader(membership)
    membership.role = role
    membership.save(update_fields=["role"])


def _locked(membership: Membership) -> Membership:
    # The group's row is the lock under which leaders come and go, one change after another.
    Group.objects.select_for_update().get(pk=membership.group_id)
    return Membership.objects.get(pk=membership.pk)


def _require_another_leader(membership: Membership) -> None:
    others = Membership.objects.leading().filter(group=membership.group_id)
    if not others.exclude(pk=membership.pk).exists():
        raise LastLeader
