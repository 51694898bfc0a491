"""Links that let people into a group: making them, showing them, following them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import guesses_limited
from accounts.requests import SignedInRequest, posted
from groups import actions, intents
from groups.forms.invitations import InvitationForm
from groups.models import Emblem, Group, Invitation
from groups.models.invitations import hash_of
from groups.qr import square
from groups.views.loading import is_new, led_by

ENDED_SHOWN = 20


@form_page
def invitations(request: SignedInRequest, pk: int) -> HttpResponse:
    """A group's links; a post makes a new one."""
    leader = led_by(pk, request.user)
    form = InvitationForm(posted(request), initial=kept.take(request))
    if form.is_valid():
        try:
            made = actions.invite(
                leader,
                note=form.cleaned_data["note"],
                lifetime=form.lifetime,
                max_uses=form.cleaned_data["people"],
            )
            return redirect(f"{request.path}#invitation-{made.pk}")
        except actions.TooManyLinks as refusal:
            form.add_error(None, str(refusal))
    links = Invitation.objects.links().filter(group=leader.group)
    valid = list(links.valid().select_related("invited_by__user"))
    context = {
        "group": leader.group,
        "may_lead": True,
        "form": form,
        "choices": [form["days"], form["people"]],
        "is_first": is_new(leader.group),
        "links": [(link, _address_of(link, request)) for link in valid],
        "ended": links.exclude(pk__in=[link.pk for link in valid])[:ENDED_SHOWN],
    }
    return render(request, "groups/invitations.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def invitation_revoke(request: SignedInRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """End an invitation."""
    leader = led_by(pk, request.user)
    invitation = get_object_or_404(Invitation, pk=invitation_pk, group=leader.group)
    actions.revoke(invitation, by=leader)
    messages.success(request, _("The link lets nobody in any more."))
    return redirect("groups:letters" if invitation.email else "groups:invitations", pk=pk)


@signed_in
@require_safe
def invitation_qr(request: SignedInRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """A link as a square for a whole room to read with their telephones."""
    leader = led_by(pk, request.user)
    valid = Invitation.objects.valid().filter(group=leader.group)
    invitation = get_object_or_404(valid, pk=invitation_pk)
    address = _address_of(invitation, request)
    if not address:
        raise Http404
    context = {"group": leader.group, "invitation": invitation, "square": square(address)}
    return render(request, "groups/invitation_qr.html", context)


def _address_of(invitation: Invitation, request: HttpRequest) -> str:
    """The link to hand out, empty where it cannot be told any more."""
    token = invitation.token
    return token and request.build_absolute_uri(reverse("groups:invitation", args=[token]))


# --- Following a link ----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@guesses_limited("invitation")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose group this is and who invites; only a post joins."""
    response = _invitation(request, token)
    # The token stays out of every Referer. (With "no-referrer" browsers send `Origin: null`,
    # and the post that joins would be refused.)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _invitation(request: HttpRequest, token: str) -> HttpResponse:
    if request.user.is_authenticated:
        mine = Group.objects.of(request.user).filter(invitations__token_hash=hash_of(token))
        if group := mine.first():
            return redirect(group)
    found = Invitation.objects.for_token(token).select_related("invited_by__user").first()
    if found is None:
        return _gone(request)
    refusal, status = "", 200
    if request.method == "POST":
        if not request.user.is_authenticated:
            return intents.begin(request, "invitation", token)
        try:
            return redirect(actions.accept(found, user=request.user).group)
        except actions.Ended:
            return _gone(request)
        except actions.Refused as refused:
            refusal, status = str(refused), 403
    group = Group.objects.with_size().get(pk=found.group_id)
    context = {"invitation": found, "group": group, "token": token, "refusal": refusal}
    return render(request, "groups/invitation.html", context, status=status)


@require_safe
@guesses_limited("invitation")
def invitation_emblem(request: HttpRequest, token: str) -> HttpResponse:
    """The picture of the group to which a link leads."""
    groups = Invitation.objects.for_token(token).values("group")
    emblem = get_object_or_404(Emblem, group__in=groups)
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(emblem.content), content_type="image/webp", headers=headers)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "groups/invitation_gone.html", status=404)
