"""What every page owes the person who reads it: their language, their time, their privacy."""

import zoneinfo
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

type Answer = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """Speak the user's language and time zone; a stranger's language is their browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        language = (user and user.language) or translation.get_language_from_request(request)
        zone = zoneinfo.ZoneInfo(user.time_zone) if user else None
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


# For what never changes under its address, such as pictures: the reader's own browser keeps it.
LASTING = "private, max-age=31536000, immutable"


class PrivatePagesMiddleware:
    """Keep pages of signed-in people out of every cache, so that none is shown to another.

    What a view calls LASTING may stay in the browser that asked for it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and response.headers.get("Cache-Control") != LASTING:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class AheadMiddleware:
    """Let browsers ask for the likely next page ahead, and use nothing up that nobody may look at.

    Messages, and words kept in the session, are shown once: by a page that is looked at.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.user.pk
        response = self.get_response(request)
        if request.user.pk != before:
            # What was fetched ahead for one person is not shown to another.
            response.headers["Clear-Site-Data"] = '"prefetchCache"'
        if request.user.is_authenticated:
            response.headers["Speculation-Rules"] = f'"{static("ahead.speculationrules")}"'
        is_ahead = request.headers.get("Sec-Purpose", "").startswith("prefetch")
        if is_ahead or request.method == "HEAD":
            shown = get_messages(request)
            assert isinstance(shown, BaseStorage)
            uses_up = request.session.modified or shown.used
            request.session.modified = shown.used = False
            if is_ahead and uses_up:
                # The browser drops this answer, and asks again when the page is wanted.
                return HttpResponse(status=503)
        return response
