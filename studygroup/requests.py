"""Each request from outside: known by an id, counted, and told of in one line once answered."""

import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from studygroup import metrics
from studygroup.logs import masked, request_id

logger = logging.getLogger(__name__)

type Answer = Callable[[HttpRequest], HttpResponseBase]

# What a proxy may call a request: words of other kinds could break a line or a header.
_SANE = re.compile(r"[\w.:=+/-]{8,128}", re.ASCII)


class RequestsMiddleware:
    """Gives each request an id, or takes the proxy's `X-Request-ID`, and answers with it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        known_by = given if _SANE.fullmatch(given) else secrets.token_hex(16)
        token = request_id.set(known_by)
        start = perf_counter()
        try:
            response = self.get_response(request)
            _tell(request, response, seconds=perf_counter() - start)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = known_by
        return response


def _tell(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    view = request.resolver_match.view_name if request.resolver_match else ""
    metrics.count(view, str(request.method), response.status_code, seconds=seconds)
    facts = {
        "method": request.method,
        "path": masked(request.path),
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
        # As far as somebody has asked who this is: to tell it, the database is not asked.
        "user": getattr(getattr(request, "_cached_user", None), "pk", None),
    }
    logger.info("%s %s %s in %s ms for user %s", *facts.values(), extra={"facts": facts})
