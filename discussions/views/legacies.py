"""Handing down what a reading prepared: for the leaders of its group."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.models import User
from accounts.requests import SignedInRequest, posted
from discussions import actions
from discussions.forms.legacies import PublicationForm
from discussions.legacies.back import LookBack
from discussions.models import Legacy, Publication, groups_to_give
from discussions.permissions import may_hand_down
from discussions.transcripts import Transcript, legacy_file
from groups.models import Membership, Reading
from groups.views.loading import led_by


@form_page
def legacy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who receives what a finished reading hands down."""
    reading, leader = _handing_down(pk, request.user)
    look = LookBack(reading, leader)
    initial = {
        "reach": Publication.Reach.ALL,
        "names_group": bool(look.legacy and look.legacy.names_group),
        "carries_on": True,
    }
    form = PublicationForm(
        posted(request),
        groups=groups_to_give(request.user),
        has_more=bool(look.carried),
        initial=initial | kept.take(request),
    )
    if form.is_valid():
        actions.publish(
            reading,
            by=leader,
            reach=Publication.Reach(form.cleaned_data["reach"]),
            to_group=form.cleaned_data["to_group"],
            names_group=form.cleaned_data["names_group"],
            carries_on=form.cleaned_data.get("carries_on", False),
        )
        messages.success(request, _("It is handed down."))
        return redirect("discussions:legacy", pk=pk)
    context = {"reading": reading, "look": look, "form": form}
    return render(request, "discussions/legacy.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def publication_revoke(request: SignedInRequest, pk: int, publication_pk: int) -> HttpResponse:
    """End one way of handing down."""
    reading, leader = _handing_down(pk, request.user)
    mine = Publication.objects.filter(legacy__reading=reading).select_related("legacy__reading")
    publication = get_object_or_404(mine, pk=publication_pk)
    actions.revoke_publication(publication, by=leader)
    messages.success(request, _("Nobody receives it in this way any more."))
    return redirect("discussions:legacy", pk=pk)


@signed_in
@require_POST
def legacy_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a legacy back."""
    reading, leader = _handing_down(pk, request.user)
    found = Legacy.objects.select_related("reading").filter(reading=reading).first()
    if found:
        actions.withdraw(found, by=leader)
        messages.success(request, _("It is withdrawn: later groups do not see it any more."))
    return redirect("discussions:legacy", pk=pk)


@signed_in
@require_safe
def legacy_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The legacy as a file for another site."""
    reading, _leader = _handing_down(pk, request.user)
    standing = Legacy.objects.standing().select_related("reading__group")
    found = get_object_or_404(standing, reading=reading)
    content_type = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    answer = HttpResponse(legacy_file(found, reading), content_type=content_type)
    name = Transcript(reading, request.user, is_private=False).file_name
    disposition = content_disposition_header(True, f"{name}.legacy.jsonld")
    answer.headers["Content-Disposition"] = str(disposition)
    return answer


def _handing_down(pk: int, user: User) -> tuple[Reading, Membership]:
    reading = get_object_or_404(Reading.objects.visible_to(user), pk=pk)
    leader = led_by(reading.group_id, user)
    if not may_hand_down(leader, reading):
        raise PermissionDenied(_("A reading is handed down when it is finished."))
    return reading, leader
