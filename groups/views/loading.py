"""Loading through membership: what a person is not part of does not exist for them."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from groups import permissions
from groups.models import Group, Membership, Reading


def membership_in(group_pk: int, user: User) -> Membership:
    """This person's membership in a group, with the group; raises Http404 without one."""
    return get_object_or_404(Membership.objects.of(user), group=group_pk)


def led_by(group_pk: int, user: User) -> Membership:
    """The same for a leader; raises PermissionDenied for other members."""
    membership = membership_in(group_pk, user)
    if not permissions.may_lead(membership):
        raise PermissionDenied(_("This is for the leaders of the group."))
    return membership


def reading_of(pk: int, user: User) -> tuple[Reading, Membership]:
    """A reading of a group that this person is in, and their membership; raises Http404 else."""
    reading = get_object_or_404(Reading.objects.visible_to(user), pk=pk)
    return reading, membership_in(reading.group_id, user)


def present_in(group: Group, membership_pk: int) -> Membership:
    """Somebody who is in this group, with their name; raises Http404 for others."""
    present = Membership.objects.present().filter(group=group).select_related("user", "group")
    return get_object_or_404(present, pk=membership_pk)


def is_new(group: Group) -> bool:
    """Whether nobody but its founder is in the group yet."""
    return Membership.objects.present().filter(group=group).count() == 1
