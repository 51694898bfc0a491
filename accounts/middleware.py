"""What every page owes the person who reads it: their language, their time, their privacy."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
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


class PrivatePagesMiddleware:
    """Keep pages of signed-in people out of every cache, so that none is shown to another."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response
