"""The pictures by which people are known."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.middleware import LASTING
from accounts.models import Portrait
from accounts.requests import SignedInRequest


@signed_in
@require_safe
def portrait(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """A person's picture, for everyone with an account who was given its address."""
    found = get_object_or_404(Portrait, user=pk, name=name)
    headers = {"Cache-Control": LASTING, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type="image/webp", headers=headers)
