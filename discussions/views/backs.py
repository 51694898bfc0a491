"""Looking back on a reading, and choosing what of one's own is handed down."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import form_page, signed_in
from accounts.requests import SignedInRequest, posted
from discussions import actions
from discussions.forms.legacies import ConsentForm
from discussions.legacies.back import LookBack
from discussions.legacies.lineage import Lineage
from groups.models import Reading
from groups.views.loading import membership_in


@form_page
def back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The course of a reading, and what came of it; a post says what one hands down."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    look = LookBack(reading, membership_in(reading.group_id, request.user))
    form = ConsentForm(posted(request), mine=look.mine)
    if form.is_valid():
        actions.choose(reading, author=request.user, choices=form.choices)
        messages.success(request, _("Saved. You can change it at any time."))
        return redirect(f"{request.path}#handing-down")
    context = {"reading": reading, "look": look, "form": form}
    return render(request, "discussions/back.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def lineage(request: SignedInRequest, pk: int) -> HttpResponse:
    """From whom a reading has received, and who has received from it."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    context = {"reading": reading, "lineage": Lineage(reading, request.user)}
    return render(request, "discussions/lineage.html", context)
