"""What a person or an address may do only so often; settings.RATE_LIMITS says how often.

A request beyond that is answered 429, with the words that it posted to copy.
"""

from collections.abc import Callable
from functools import update_wrapper
from http import HTTPStatus
from typing import Any, Concatenate

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponse]

MISSES = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


def limited[R: HttpRequest, **P](action: str) -> Callable[[View[R, P]], View[R, P]]:
    """Count the posts to this view as `action`."""

    def limit(view: View[R, P]) -> View[R, P]:
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST" and not _allows(request, action):
                return _too_often(request)
            return view(request, *args, **kwargs)

        update_wrapper(guarded, view)
        return guarded

    return limit


def guesses_limited[R: HttpRequest, **P](action: str) -> Callable[[View[R, P]], View[R, P]]:
    """Count what leads to nothing: addresses with a secret in them that are guessed."""

    def limit(view: View[R, P]) -> View[R, P]:
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not _allows(request, action, only_looks=True):
                return _too_often(request)
            try:
                answer = view(request, *args, **kwargs)
            except Http404:
                _allows(request, action)
                raise
            if answer.status_code in MISSES:
                _allows(request, action)
            return answer

        update_wrapper(guarded, view)
        return guarded

    return limit


def _allows(request: HttpRequest, action: str, *, only_looks: bool = False) -> bool:
    """Whether the limit is not reached; the request is counted, unless it only looks."""
    usage = ratelimit.consume(
        request,
        app="studygroup",
        action=action,
        config=settings.RATE_LIMITS,
        dry_run=only_looks,
        limit_get=True,
    )
    return usage is not None


def _too_often(request: HttpRequest) -> HttpResponse:
    answer: Any = ratelimit.respond_429(request)
    assert isinstance(answer, HttpResponse)
    return answer
