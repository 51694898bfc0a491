"""Whom a member may name in what they say, and whom they may say it to alone."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from discussions.forms.comments import OpeningForm
from discussions.forms.composer import AUTO_ID
from discussions.models import Kind
from discussions.room import Room


@signed_in
@require_safe
def names(request: SignedInRequest, pk: int) -> HttpResponse:
    """The names of the others in a reading's group, without those whom the reader blocked."""
    others = Room(pk, request.user).partners().values()
    return JsonResponse({"names": sorted(set(others), key=str.casefold)})


@signed_in
@require_safe
def partners(request: SignedInRequest, pk: int) -> HttpResponse:
    """The composer's list of those to whom the reader may speak alone, with one chosen if asked."""
    form = OpeningForm(
        initial={"kind": Kind.PAIR, "partner": request.GET.get("partner", "")},
        auto_id=AUTO_ID,
        partners=Room(pk, request.user).partners,
        partners_url="",
        may_prepare=False,
        take=lambda _asked: None,
    )
    return HttpResponse(str(form["partner"]))
