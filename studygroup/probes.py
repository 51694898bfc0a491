"""What machines ask of the site: if it lives, if people may be sent to it, and how it fares."""

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from studygroup import metrics

logger = logging.getLogger(__name__)

type Answer = Callable[[HttpRequest], HttpResponseBase]


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """That the process answers; nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether pages can be served: 200, or 503 without a database that this code fits.

    A shared cache that is down is told, and no reason to send people away: the site does without.
    """
    told = {"database": _database(), **_cache()}
    is_ready = told["database"] == "ok"
    if not is_ready:
        logger.warning("Not ready: the database is %s", told["database"])
    return JsonResponse(told, status=200 if is_ready else 503)


@require_safe
@never_cache
def measured(request: HttpRequest) -> HttpResponse:
    """What is measured, for whoever bears METRICS_TOKEN; for others there is nothing here."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, wanted):
        return HttpResponseNotFound("Not found\n", content_type="text/plain")
    return HttpResponse(metrics.told(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


urlpatterns = [
    path("health/", health, name="health"),
    path("ready/", ready, name="ready"),
    path("metrics/", measured, name="metrics"),
]


class ProbesMiddleware:
    """Answers those who ask so before anything else looks at the request.

    They come by an address inside, over plain HTTP and signed in as nobody; so no name of a host is
    checked, nobody is redirected and no session is read. The answers hold nothing of the request.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for pattern in urlpatterns:
            if match := pattern.resolve(request.path_info.removeprefix("/")):
                answer: HttpResponseBase = match.func(request)
                return answer
        return self.get_response(request)


def _database() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "down"
    return "ok" if applied.keys() >= set(_newest()) else "not migrated"


@cache
def _newest() -> list[tuple[str, str]]:
    """The last migration of each app, as this process knows them."""
    leaves: list[tuple[str, str]] = MigrationLoader(None).graph.leaf_nodes()
    return leaves


def _cache() -> dict[str, str]:
    # Only a cache outside of the database can be down by itself.
    answers = getattr(caches["default"], "answers", None)
    return {"cache": "ok" if answers() else "down"} if answers else {}
