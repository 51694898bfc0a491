"""Answering a comment with a small sign."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest
from discussions import actions, permissions
from discussions.forms.reactions import ReactionForm
from discussions.room import Room
from discussions.views.loading import comment_for


@signed_in
@require_POST
@limited("reaction")
def reactions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give one sign at a comment, or take it back."""
    comment = comment_for(request.user, pk)
    if not permissions.may_react(request.user, comment):
        raise PermissionDenied(_("Signs are for what others have said and everyone may read."))
    form = ReactionForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    act = getattr(actions, form.cleaned_data["act"])
    act(comment, user=request.user, sign=form.cleaned_data["sign"])
    if not request.htmx:
        return redirect(comment.place_url)
    context = {"comment": comment, "room": Room(comment.reading_id, request.user)}
    return render(request, "discussions/_signs.html", context)
