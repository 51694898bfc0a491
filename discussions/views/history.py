"""What a comment said before it was edited."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from discussions.history import edits
from discussions.room import Room
from discussions.views.loading import comment_for, form_at


@signed_in
@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """The edits of a comment, newest first, for whoever may read what it says now."""
    found = comment_for(request.user, pk)
    if found.is_deleted or found.withheld:
        raise Http404
    room = Room(found.reading_id, request.user)
    return form_at(request, room, found, act="history", edits=list(edits(found)))
