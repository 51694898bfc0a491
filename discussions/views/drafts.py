"""Words begun and not said yet: kept where they were begun, and shown as they would read.

Scripts post a form's fields here a moment after they were typed; without scripts the form has
buttons that do, and come back to the form.
"""

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest
from articles import markdown
from discussions import actions, permissions
from discussions.forms.comments import CommentForm, EditForm, OpeningForm
from discussions.forms.drafts import DraftForm
from discussions.models.drafts import Spot
from discussions.room import Room
from discussions.views.loading import comment_for, paragraph_in

# Characters of a field besides the words themselves.
LONGEST_CHOICE = 2_000


@form_page
@limited("draft")
def thread_draft(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """What is begun in a paragraph's composer."""
    room = Room(pk, request.user)
    paragraph = paragraph_in(room, paragraph_pk)
    if paragraph.is_removed or not room.has_reached(paragraph):
        raise PermissionDenied(_("You have not read to this paragraph yet."))
    spot = Spot(request.user, room.reading, paragraph)
    page = reverse("discussions:discussion", args=[pk, paragraph_pk])
    return _draft(request, spot, OpeningForm, page=page, anchor="composer")


@form_page
@limited("draft")
def reply_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is begun in answer to a comment."""
    comment = comment_for(request.user, pk)
    if not permissions.may_reply(comment):
        raise PermissionDenied(_("A leader has hidden this comment."))
    spot = Spot.answering(request.user, comment)
    page = reverse("discussions:reply", args=[pk])
    return _draft(request, spot, CommentForm, page=page, anchor=f"reply-{pk}")


@form_page
@limited("draft")
def edit_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one has begun to make of one's own comment."""
    comment = comment_for(request.user, pk)
    if not permissions.may_edit(request.user, comment):
        raise PermissionDenied(_("Only its author can change a comment."))
    spot = Spot.changing(request.user, comment)
    page = reverse("discussions:edit", args=[pk])
    return _draft(request, spot, EditForm, page=page, anchor=f"comment-{pk}")


@signed_in
@require_POST
@limited("preview")
def preview(request: SignedInRequest) -> HttpResponse:
    """How these words would read."""
    form = DraftForm(request.POST)
    html = markdown.render(form.cleaned_data["text"]) if form.is_valid() else ""
    context = {"html": html, "errors": form.errors.get("text")}
    return render(request, "discussions/_preview.html", context, status=422 if form.errors else 200)


def _draft(
    request: SignedInRequest, spot: Spot, form_class: type[forms.Form], *, page: str, anchor: str
) -> HttpResponse:
    """Keep or discard what was posted, and lead back to the form on its page."""
    if request.method != "POST":
        kept.hand_over(request, to=page)
        return redirect(f"{page}#{anchor}")
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    is_discarded = "discard" in request.POST
    actions.keep_draft(
        spot,
        text="" if is_discarded else form.cleaned_data["text"],
        chosen=_chosen(request, form_class),
        key=form.cleaned_data["key"],
    )
    if request.htmx and not is_discarded:
        return HttpResponse(status=204)
    return redirect(f"{page}{'?preview=1' if 'preview' in request.POST else ''}#{anchor}")


def _chosen(request: SignedInRequest, form_class: type[forms.Form]) -> dict[str, str]:
    """What stands in the form besides words; its key comes anew with each form."""
    others = form_class.base_fields.keys() & request.POST.keys() - {"text", "key"}
    return {name: request.POST[name][:LONGEST_CHOICE] for name in sorted(others)}
