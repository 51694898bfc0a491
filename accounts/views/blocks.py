"""People whom one does not want to see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import encounters
from accounts.access import form_page, signed_in
from accounts.actions import blocks as actions
from accounts.models import Block, User
from accounts.requests import SignedInRequest, next_page


@signed_in
@require_safe
def blocks(request: SignedInRequest) -> HttpResponse:
    """Whom I have blocked."""
    found = Block.objects.by(request.user).select_related("blocked")
    return render(request, "accounts/blocks.html", {"blocks": found})


@form_page
def block(request: SignedInRequest, pk: int) -> HttpResponse:
    """Block a person whom I have met here, after asking."""
    person = get_object_or_404(User.objects.filter(encounters.met_by(request.user)), pk=pk)
    back = next_page(request, reverse("accounts:blocks"))
    if request.method != "POST":
        return render(request, "accounts/block.html", {"person": person, "next": back})
    actions.block(request.user, blocked=person)
    messages.success(
        request,
        _("You do not see %(name)s any more. You can change this in your settings, under Privacy.")
        % {"name": person.display_name},
    )
    return redirect(back)


@signed_in
@require_POST
def unblock(request: SignedInRequest, pk: int) -> HttpResponse:
    """See a person again."""
    actions.unblock(request.user, blocked_pk=pk)
    messages.success(request, _("You see each other as before."))
    return redirect("accounts:blocks")
