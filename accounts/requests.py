"""The request as views get it: with htmx's details, and with a user who has signed in."""

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that passed `accounts.access.signed_in`."""

    htmx: HtmxDetails
    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted fields, or None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def next_page(request: HttpRequest, default: str) -> str:
    """The page of this site that the form or address names as the one to go to afterwards."""
    page = request.POST.get("next") or request.GET.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else default
