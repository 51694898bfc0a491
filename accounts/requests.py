"""The request as views get it: with htmx's details, and with a user who has signed in."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that passed `accounts.access.signed_in`."""

    htmx: HtmxDetails
    user: User


def first_or_404[Row](rows: Sequence[Row]) -> Row:
    """The first of these rows; raises Http404 where there is none."""
    if not rows:
        raise Http404
    return rows[0]


def is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody looks at the answer: no browser that asks ahead, nor a HEAD."""
    is_ahead = request.headers.get("Sec-Purpose", "").startswith("prefetch")
    return not is_ahead and request.method != "HEAD"


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted fields, or None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def next_page(request: HttpRequest, default: str, **told: int) -> str:
    """The page of this site that the form or address names as the one to go to afterwards.

    It is told these things by its address; the default is not.
    """
    page = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return default
    return f"{page}{'&' if '?' in page else '?'}{urlencode(told)}" if told else page
