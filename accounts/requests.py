"""The request as views get it: with htmx's details, and with a user who has signed in."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that passed `accounts.access.signed_in`."""

    htmx: HtmxDetails
    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted fields, or None when the page is only asked for."""
    return request.POST if request.method == "POST" else None
