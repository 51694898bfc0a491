"""The reading room, and marking in it how far one has read."""

from typing import Any

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
from discussions.legacies.layer import Layer
from discussions.room import Room
from discussions.views.loading import discussion_context, opening_form
from groups import actions
from groups.permissions import may_mark_here


@signed_in
@require_safe
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text of a reading with its margins; of a long text one page, the others as parts."""
    found = Room(pk, request.user)
    actions.be_seen(found.place.membership)
    if page := asked_page(request.GET, found.article, found.pages):
        found.page = page
    template = "discussions/room.html#passage" if request.htmx else "discussions/room.html"
    return render(request, template, {"room": found})


@signed_in
@require_POST
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark one paragraph, or all up to one, as read; or take a mark back."""
    before = Room(pk, request.user)
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
    if form.cleaned_data["act"] != "unmark" and not may_mark_here(before.reading, paragraph):
        raise PermissionDenied(_("This step is not open yet. Wait for the others, or for its day."))
    actions.be_seen(before.place.membership)
    act(before.place, paragraph=paragraph)
    after = Room(pk, request.user)
    if not request.htmx:
        return redirect(_where_to(after, opened))
    context: dict[str, Any] = {"room": after}
    # First, for what is heard by it is not new any more beside the text.
    if opened and after.has_reached(opened) and not was_reached:
        context |= discussion_context(request, after, opened) | {"arrived": True}
    elif opened:
        context |= {"open": after.seen(opened), "layer": Layer(after, opened)}
        # What is begun in the composer stays: only the choice that has come or gone is drawn anew.
        if after.may_prepare(opened) != before.may_prepare(opened):
            context["composer"] = opening_form(after, opened)
    ends = [before.place.paragraph, after.place.paragraph, paragraph]
    closed_from = (before.reading.closed_from, after.reading.closed_from)
    if len(set(closed_from)) > 1:
        ends += closed_from
    pages = form.pages_of(after.pages)
    context["changed"] = after.paragraphs_between(*ends, on=pages)
    context["has_end"] = any(page.is_last for page in pages)
    return render(request, "discussions/marked.html", context)


@signed_in
@require_POST
def language(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the text in another language from now on; what is said on it stays the same."""
    found = Room(pk, request.user)
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
