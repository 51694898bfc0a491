"""Leaving a group, pausing in it, and coming back from a pause."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.models import User
from accounts.requests import SignedInRequest, next_page, posted
from groups import actions, permissions
from groups.forms.members import PauseForm, SuccessorForm
from groups.models import Membership
from groups.views.loading import membership_in, present_in


@form_page
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """What leaving means; a post leaves. Its only leader chooses who leads the group then."""
    membership = membership_in(pk, request.user)
    others = Membership.objects.staying().filter(group=membership.group).exclude(pk=membership.pk)
    is_needed = membership.is_leader and not others.leading().exists()
    heirs = others.select_related("user").order_by("user__display_name", "pk")
    form = SuccessorForm(
        posted(request), others=heirs if is_needed else None, initial=kept.take(request)
    )
    if form.is_valid():
        try:
            actions.leave(membership, successor=form.cleaned_data.get("successor"))
        except actions.LastLeader as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You have left %(group)s.") % {"group": membership.group})
            return redirect("home")
    context = {
        "group": membership.group,
        "membership": membership,
        "may_lead": permissions.may_lead(membership),
        "form": form,
        "is_needed": is_needed,
        "is_alone": is_needed and not heirs,
    }
    return render(request, "groups/leave.html", context, status=422 if form.errors else 200)


@form_page
def pause(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Pause in the group, until a day or without one; leaders do it for others too."""
    mine, member = _two(request.user, pk, membership_pk)
    form = PauseForm(
        posted(request),
        today=timezone.now().date(),
        initial={"until": member.paused_until} | kept.take(request),
    )
    if form.is_valid():
        actions.pause(member, by=mine, until=form.cleaned_data["until"])
        return redirect("groups:members", pk=pk)
    context = {
        "group": member.group,
        "member": member,
        "is_me": member == mine,
        "may_lead": permissions.may_lead(mine),
        "form": form,
    }
    return render(request, "groups/pause.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def come_back(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """End a pause, and go on where the form says."""
    mine, member = _two(request.user, pk, membership_pk)
    actions.come_back(member, by=mine)
    if member == mine:
        messages.success(request, _("Welcome back."))
    return redirect(next_page(request, reverse("groups:members", args=[pk])))


def _two(user: User, group_pk: int, membership_pk: int) -> tuple[Membership, Membership]:
    """Who acts and whose pause it is; raises PermissionDenied for who may not decide on it."""
    mine = membership_in(group_pk, user)
    member = present_in(mine.group, membership_pk)
    if not permissions.may_pause(mine, member):
        raise PermissionDenied(_("Members pause for themselves; leaders can do it for them."))
    return mine, member
