"""The members of a group: who they are, who leads, and who has to go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.models import Block, User
from accounts.requests import SignedInRequest, posted
from groups import actions, permissions
from groups.company import company_of
from groups.forms.members import CompanionForm, RemovalForm, RoleForm
from groups.models import Ban, Membership
from groups.proposal import FEWEST
from groups.views.loading import led_by, membership_in, present_in


@signed_in
@require_safe
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everyone in the group; for leaders with what they can do, and who is barred."""
    membership = membership_in(pk, request.user)
    may_lead = permissions.may_lead(membership)
    present = Membership.objects.present().filter(group=membership.group)
    # Leaders come first ("leader" stands before "member"), and before them who is asking.
    people = list(
        present.select_related("user", "companion__user").order_by(
            "role", "user__display_name", "pk"
        )
    )
    bans = Ban.objects.filter(group=membership.group).select_related("user", "banned_by")
    context = {
        "group": membership.group,
        "membership": membership,
        "may_lead": may_lead,
        "members": sorted(people, key=lambda member: member != membership),
        "unseen": set() if may_lead else _blocked_by(request.user),
        "may_split": may_lead and len(people) >= FEWEST,
        "company": company_of(membership),
        "companion_form": CompanionForm(initial={"is_companion": membership.is_companion}),
        "bans": bans if may_lead else (),
    }
    return render(request, "groups/members.html", context)


def _blocked_by(user: User) -> set[int]:
    return set(Block.objects.by(user).values_list("blocked", flat=True))


@signed_in
@require_POST
def role(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Make a member a leader, or a leader a member."""
    leader = led_by(pk, request.user)
    member = present_in(leader.group, membership_pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    try:
        actions.change_role(member, role=Membership.Role(form.cleaned_data["role"]), by=leader)
    except actions.LastLeader as refusal:
        messages.error(request, str(refusal))
    return redirect("groups:members", pk=pk)


@form_page
def removal(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Remove a member from the group, with a reason, and for good if the leader says so."""
    leader = led_by(pk, request.user)
    member = present_in(leader.group, membership_pk)
    if not permissions.may_remove(leader, member):
        raise PermissionDenied(_("Nobody removes themselves: leave the group instead."))
    form = RemovalForm(posted(request), initial=kept.take(request))
    if form.is_valid():
        try:
            actions.remove(member, by=leader, **form.cleaned_data)
        except actions.LastLeader as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("%(name)s is not in the group any more.") % {"name": member.user}
            )
            return redirect("groups:members", pk=pk)
    context = {"group": leader.group, "member": member, "form": form, "may_lead": True}
    return render(request, "groups/removal.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def pardon(request: SignedInRequest, pk: int, ban_pk: int) -> HttpResponse:
    """Let somebody who is barred join again."""
    leader = led_by(pk, request.user)
    ban = get_object_or_404(Ban.objects.select_related("user"), pk=ban_pk, group=leader.group)
    actions.allow_again(ban, by=leader)
    messages.success(request, _("%(name)s can join the group again.") % {"name": ban.user})
    return redirect("groups:members", pk=pk)


@signed_in
@require_POST
def companion(request: SignedInRequest, pk: int) -> HttpResponse:
    """Volunteer to accompany newcomers, or do so no more."""
    membership = membership_in(pk, request.user)
    form = CompanionForm(request.POST)
    if form.is_valid():
        actions.volunteer(membership, is_glad=form.cleaned_data["is_companion"])
        messages.success(request, _("Saved."))
    return redirect("groups:members", pk=pk)
