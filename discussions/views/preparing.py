"""What members prepare for each other: saying that it helped, and what has come of one's own."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest
from articles.markdown.comments import plain
from discussions import actions, permissions
from discussions.echoes import echoes_of
from discussions.forms.helping import HelpForm
from discussions.greetings import SHOWN
from discussions.models import Comment
from discussions.room import Room
from discussions.views.loading import comment_for

# So many stand on a page, each with so many words.
A_PAGE, WORDS = 50, 32


@signed_in
@require_POST
@limited("reaction")
def helping(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a preparation helped, or take that back."""
    comment = comment_for(request.user, pk)
    if not permissions.may_say_helped(request.user, comment):
        raise PermissionDenied(_("This is for what others have prepared and everyone may read."))
    form = HelpForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    if form.cleaned_data["act"] == HelpForm.SAY:
        actions.say_helped(comment, user=request.user)
    else:
        actions.take_back_help(comment, user=request.user)
    if not request.htmx:
        return redirect(comment.place_url)
    room = Room(comment.reading_id, request.user)
    seen = room.seen(comment.paragraph)
    shown = seen.greetings[:SHOWN]
    context = {
        "room": room,
        "comment": comment,
        "is_open": form.cleaned_data["open"] == comment.paragraph_id,
        "is_greeting": seen.is_place and comment.pk in [one.comment.pk for one in shown],
    }
    return render(request, "discussions/helped.html", context)


@signed_in
@require_safe
def preparations(request: SignedInRequest) -> HttpResponse:
    """All that one has prepared, in all of one's groups, and what has come of it."""
    mine = Comment.objects.visible_to(request.user).standing().preparations()
    related = ("reading__article", "reading__group", "paragraph", "preparation")
    newest = (
        mine.filter(author=request.user).select_related(*related).order_by("-created_at", "-pk")
    )
    page = Paginator(newest, A_PAGE).get_page(request.GET.get("page"))
    echoes = echoes_of(Comment.objects.filter(pk__in=[comment.pk for comment in page]))
    prepared = [
        (comment, Truncator(plain(comment.source)).words(WORDS), echoes[comment.pk])
        for comment in page
    ]
    context = {"page": page, "prepared": prepared}
    return render(request, "discussions/preparations.html", context)
