"""The reading room, and marking in it how far one has read."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from articles.models import Paragraph
from articles.passage import asked_page
from discussions.forms.rooms import LanguageForm, MarkForm
from discussions.room import Room
from discussions.views.loading import discussion_context, room_of
from groups import actions


@signed_in
@require_safe
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text of a reading with its margins; of a long text one page, the others as parts."""
    found = room_of(pk, request.user)
    if page := asked_page(request.GET, found.article, found.pages):
        found.page = page
    template = "discussions/room.html#passage" if request.htmx else "discussions/room.html"
    return render(request, template, {"room": found})


@signed_in
@require_POST
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark one paragraph, or all up to one, as read; or take a mark back."""
    before = room_of(pk, request.user)
    if not before.may_mark:
        raise PermissionDenied(_("You have paused in this group. Return first, then read on."))
    form = MarkForm(request.POST, article=before.article)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    act = getattr(actions, form.cleaned_data["act"])
    paragraph, opened = form.cleaned_data["paragraph"], form.cleaned_data["open"]
    if opened and opened.is_removed:
        opened = None
    was_reached = opened and before.has_reached(opened)
    act(before.place, paragraph=paragraph)
    after = Room(before.reading, request.user)
    if not request.htmx:
        return redirect(_where_to(after, opened))
    ends = (before.place.paragraph, after.place.paragraph, paragraph)
    pages = form.pages_of(after.pages)
    context = {
        "room": after,
        "changed": after.paragraphs_between(*ends, on=pages),
        "has_end": any(page.is_last for page in pages),
    }
    if opened:
        context |= discussion_context(after, opened)
        context["arrived"] = after.has_reached(opened) and not was_reached
    return render(request, "discussions/marked.html", context)


@signed_in
@require_POST
def language(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the text in another language from now on; what is said on it stays the same."""
    found = room_of(pk, request.user)
    form = LanguageForm(request.POST, versions=found.versions)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    actions.read_in(found.place, language=form.cleaned_data["language"])
    return redirect(_where_to(found, None))


def _where_to(room: Room, opened: Paragraph | None) -> str:
    if opened:
        return reverse("discussions:discussion", args=[room.reading.pk, opened.pk])
    place = room.place.paragraph_id
    if place:
        return f"{room.reading.get_absolute_url()}#paragraph-{place}"
    return f"{room.reading.get_absolute_url()}{room.pages.last.query}#end"
