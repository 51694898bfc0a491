"""Who gets through to a view at all."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, cast
from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept
from accounts.once import once
from accounts.requests import SignedInRequest

type View[**P] = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only people with an account through; others sign in first and come back."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast(SignedInRequest, request), *args, **kwargs)
        return _to_sign_in(request)

    update_wrapper(guarded, view)
    return guarded


def form_page[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The same for a page whose form posts to the page's own address.

    What was filled in while signed out is kept for it: `kept.take` gives it back. Filled in once
    and sent twice it has one effect, if it holds a key (`accounts.once`).
    """
    guarded = signed_in(require_http_methods(["GET", "HEAD", "POST"])(once(view)))

    def keeping(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            kept.keep(request)
            return _to_sign_in(request, back=request.get_full_path())
        return guarded(request, *args, **kwargs)

    update_wrapper(keeping, view)
    return keeping


def reauthenticated[**P](view: View[P]) -> View[P]:
    """Let through who has shown in the last minutes that it is still them; others do so first.

    It stands below `signed_in` or `form_page`, for whole pages. What was posted is posted then.
    """
    guarded: View[P] = reauthentication_required(app="allauth.account")(view)
    return guarded


def _to_sign_in(request: Any, *, back: str = "") -> HttpResponse:
    is_part = request.method == "POST" or request.htmx
    answer = redirect_to_login(back or (_page_of(request) if is_part else request.get_full_path()))
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def _page_of(request: Any) -> str:
    """The address of the page whose form or link sent this request, home if unknown."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return str(urlsplit(page).path)
    return "/"
