"""What has happened in a reading, for pages that ask from time to time.

The same address streams events to those who can listen: `groups.live.streams`.
"""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from groups.live import news_since
from groups.live.presence import renew
from groups.live.seals import opened, sealed
from groups.models import Reading


@signed_in
@require_safe
def events(request: SignedInRequest, pk: int) -> HttpResponse:
    """What this person may know of what has happened since, and with what to ask next."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    if request.user.shows_presence:
        renew([(reading.pk, request.user.pk)])
    number = opened(request.GET.get("since", ""), reading.pk)
    nudges = None if number is None else news_since(reading, request.user.pk, number)
    news = [{"what": "stale"}] if nudges is None else [{"what": n.what} | n.data for n in nudges]
    return JsonResponse({"since": sealed(reading.pk, reading.told), "news": news})
