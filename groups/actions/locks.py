"""The group's row: the lock under which people come and go, one change after another."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from groups.models import Group, Membership


def locked_group(group_pk: int) -> Group:
    """A group, locked until the transaction ends; raises Http404 if it has closed meanwhile."""
    return get_object_or_404(Group.objects.select_for_update(), pk=group_pk)


def locked(membership: Membership) -> Membership:
    """This membership as it is now, with its group locked until the transaction ends.

    Raises Http404 if the group has closed meanwhile, or the person's account is erased.
    """
    locked_group(membership.group_id)
    members = Membership.objects.select_related("user", "group")
    return get_object_or_404(members, pk=membership.pk)


def require_lead(by: Membership, *, of: Group) -> None:
    """Raise PermissionDenied for those who do not lead this group, or do so no more."""
    if not Membership.objects.leading().filter(pk=by.pk, group=of).exists():
        raise PermissionDenied(_("This is for the leaders of the group."))
