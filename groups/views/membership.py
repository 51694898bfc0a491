"""Joining and leaving a group, and who leads it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from groups import actions, permissions
from groups.forms import RoleForm
from groups.models import Group, Membership
from groups.views.loading import led_by, membership_in


@signed_in
@require_POST
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Join an open group."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    belongs = Membership.objects.of(request.user).filter(group=group).exists()
    if not belongs and not permissions.may_join(group):
        raise PermissionDenied(_("This group is by invitation: ask one of its leaders for a link."))
    actions.join(group, user=request.user)
    return redirect(group)


@signed_in
@require_POST
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a group; the last leader is told to hand over first."""
    membership = membership_in(pk, request.user)
    try:
        actions.leave(membership)
    except actions.LastLeader as refusal:
        messages.error(request, str(refusal))
        return redirect(membership.group)
    messages.success(request, _("You have left %(group)s.") % {"group": membership.group})
    return redirect("home")


@signed_in
@require_POST
def role(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Make a member a leader, or a leader a member."""
    leader = led_by(pk, request.user)
    members = Membership.objects.present().filter(group=leader.group)
    member = get_object_or_404(members, pk=membership_pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    try:
        actions.change_role(member, role=Membership.Role(form.cleaned_data["role"]))
    except actions.LastLeader as refusal:
        messages.error(request, str(refusal))
    return redirect(leader.group)
