"""Invitation links: making them, ending them, following them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.requests import SignedInRequest, posted
from groups import actions
from groups.forms import InvitationForm
from groups.models import Invitation, Membership
from groups.views.loading import is_new, led_by


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: SignedInRequest, pk: int) -> HttpResponse:
    """A group's valid links; a post makes a new one and shows it, this once."""
    leader = led_by(pk, request.user)
    form = InvitationForm(posted(request))
    link = ""
    if form.is_valid():
        _invitation, token = actions.invite(leader, note=form.cleaned_data["note"])
        link = request.build_absolute_uri(reverse("groups:invitation", args=[token]))
        form = InvitationForm()
    valid = Invitation.objects.valid().filter(group=leader.group)
    context = {
        "group": leader.group,
        "form": form,
        "link": link,
        "is_first": is_new(leader.group),
        "invitations": valid.select_related("invited_by__user"),
    }
    return render(request, "groups/invitations.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def invitation_revoke(request: SignedInRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """End a link."""
    leader = led_by(pk, request.user)
    invitation = get_object_or_404(Invitation, pk=invitation_pk, group=leader.group)
    actions.revoke(invitation)
    messages.success(request, _("The link lets nobody in any more."))
    return redirect("groups:invitations", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose group this is and who invites; only a post joins."""
    found = Invitation.objects.for_token(token).select_related("group", "invited_by__user").first()
    if found is None:
        return render(request, "groups/invitation_gone.html", status=404)
    if request.method == "POST":
        return _accept(request, invitation=found)
    already = request.user.is_authenticated and (
        Membership.objects.of(request.user).filter(group=found.group).exists()
    )
    context = {"invitation": found, "group": found.group, "already": already}
    response = render(request, "groups/invitation.html", context)
    # The token stays out of every Referer. (With "no-referrer" browsers send `Origin: null`,
    # and the post that joins would be refused.)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@signed_in
def _accept(request: SignedInRequest, *, invitation: Invitation) -> HttpResponse:
    actions.accept(invitation, user=request.user)
    return redirect(invitation.group)
