"""Who gets through to a view at all."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept
from accounts.requests import SignedInRequest

type View[**P] = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in[**P](view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only people with an account through; others sign in first and lose nothing typed."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast(SignedInRequest, request), *args, **kwargs)
        return _to_sign_in(request)

    update_wrapper(guarded, view)
    return guarded


def _to_sign_in(request: Any) -> HttpResponse:
    if request.method == "POST" and "text" in request.POST:
        kept.keep(request)
        back = request.path
    elif request.method == "POST" or request.htmx:
        back = _page_of(request)
    else:
        back = request.get_full_path()
    answer = redirect_to_login(back)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def _page_of(request: Any) -> str:
    """The address of the page whose form or link sent this request, home if unknown."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return str(urlsplit(page).path)
    return "/"
