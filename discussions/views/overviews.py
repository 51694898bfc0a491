"""All discussions of a text on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from discussions.overview import Overview
from discussions.room import Room


@signed_in
@require_safe
def overview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is said on a text, as far as the reader has come; of it what they choose."""
    room = Room(pk, request.user)
    seen = Overview(room, request.GET)
    context = {"room": room, "overview": seen}
    if not request.htmx:
        return render(request, "discussions/overview.html", context)
    answer = render(request, "discussions/overview.html#overview", context)
    return push_url(answer, f"{request.path}{seen.chosen.query}")
