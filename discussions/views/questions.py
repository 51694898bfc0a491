"""Marking what answers a question."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from discussions import actions, permissions
from discussions.forms.questions import AnswerForm
from discussions.room import Room
from discussions.views.loading import comment_for


@signed_in
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark a comment as what answers its question, or take that back."""
    comment = comment_for(request.user, pk)
    room = Room(comment.reading_id, request.user)
    if not permissions.may_mark_answer(room.place.membership, comment):
        raise PermissionDenied(
            _("Only who asked the question, or a leader, can say what answers it.")
        )
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    if form.cleaned_data["act"] == AnswerForm.MARK:
        actions.mark_answer(comment, by=request.user)
    else:
        actions.take_back_answer(comment)
    if not request.htmx:
        return redirect(comment.place_url)
    thread = room.conversation_with(comment)
    # The comment, and the one that was the answer before.
    changed = {comment.pk, comment.thread.answer_id}
    voices = [thread.voices[key] for key in thread.voices if key in changed]
    return render(
        request, "discussions/answered.html", {"room": room, "thread": thread, "changed": voices}
    )
