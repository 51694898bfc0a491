"""What has changed in a room, for a page that was told of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from discussions.room import Room
from groups.live.presence import people_in

# Of so many paragraphs the voices are told at once; a page that heard of more looks at all.
MOST_PARAGRAPHS = 50


@signed_in
@require_safe
def now(request: SignedInRequest, pk: int) -> HttpResponse:
    """Progress, news, who is here, and what was asked for: paragraphs, and where members stand."""
    room = Room(pk, request.user)
    wanted = room.article.paragraphs.filter(pk__in=_keys(request, "spoken"))
    present = people_in(room.reading)
    context = {
        "room": room,
        "after": next(iter(_keys(request, "after")), ""),
        "spoken": room.see(wanted) if wanted else (),
        "present": [one for one in present if one != request.user and one.pk not in room.blocked],
        "has_moved": "moved" in request.GET,
        "standing": [(number, faces) for number, faces in room.progress.at.items() if number],
    }
    return render(request, "discussions/now.html", context)


def _keys(request: HttpRequest, of: str) -> list[int]:
    asked = request.GET.getlist(of)[:MOST_PARAGRAPHS]
    return [int(key) for key in asked if key.isascii() and key.isdigit() and len(key) < 19]
