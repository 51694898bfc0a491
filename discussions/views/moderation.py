"""Hiding a comment, and showing it again: for the leaders of its group."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import kept
from accounts.access import form_page
from accounts.requests import SignedInRequest, posted
from discussions import actions, permissions
from discussions.forms.reports import HidingForm, RestorationForm
from discussions.models import Comment
from discussions.room import Room
from discussions.views.loading import comment_for, form_at


@form_page
def hiding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hide a comment from the members, with a reason."""
    comment, room = _moderated(request, pk)
    form = HidingForm(posted(request), initial=kept.take(request), auto_id=f"hiding-{pk}-%s")
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return form_at(request, room, comment, act="hiding", form=form, status=status)
    actions.hide(comment, by=room.place.membership, reason=form.cleaned_data["reason"])
    return _as_it_is_now(request, comment)


@form_page
def restoration(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a hidden comment again."""
    comment, room = _moderated(request, pk)
    form = RestorationForm(
        posted(request), initial=kept.take(request), auto_id=f"restoration-{pk}-%s"
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return form_at(request, room, comment, act="restoration", form=form, status=status)
    actions.restore(comment, by=room.place.membership, reason=form.cleaned_data["reason"])
    return _as_it_is_now(request, comment)


def _moderated(request: SignedInRequest, pk: int) -> tuple[Comment, Room]:
    comment = comment_for(request.user, pk)
    room = Room(comment.reading_id, request.user)
    if not permissions.may_moderate(room.place.membership, comment):
        raise PermissionDenied(
            _("Only a leader of the group can do this, and nobody with their own words.")
        )
    return comment, room


def _as_it_is_now(request: SignedInRequest, comment: Comment) -> HttpResponse:
    if not request.htmx:
        return redirect(comment.place_url)
    current = comment_for(request.user, comment.pk)
    room = Room(current.reading_id, request.user)
    context = {
        "room": room,
        "comment": current,
        "seen": room.seen(current.paragraph),
        "thread": room.conversation_with(current),
    }
    return render(request, "discussions/moderated.html", context)
