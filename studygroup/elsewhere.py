"""What the operator may have sent to other services: errors to Sentry, traces to OpenTelemetry.

Neither is installed by itself, and neither is told who somebody is, what they wrote or looked for.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from studygroup.logs import masked, request_id

type Answer = Callable[[HttpRequest], HttpResponseBase]

# What says that traces are wanted, and what they need.
_TRACES = {"by": "OTEL_EXPORTER_OTLP_ENDPOINT", "extra": "traces"}


def report_errors(dsn: str) -> None:
    """Have errors reported to the Sentry at this address; to none where it is empty."""
    if not dsn:
        return
    sentry = _wanted("sentry_sdk", by="SENTRY_DSN", extra="sentry")
    sentry.init(
        dsn=dsn,
        send_default_pii=False,
        # Variables and forms hold words of people; what went before an error, their addresses.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=spare,
    )


def spare(event: dict[str, Any], _hint: object = None) -> dict[str, Any]:
    """A report without the person, the words of the error and all of the request but its path."""
    for part in ("user", "extra", "breadcrumbs"):
        event.pop(part, None)
    for error in event.get("exception", {}).get("values", ()):
        error["value"] = ""
    if request := event.get("request"):
        path = masked(str(request.get("url", "")).partition("?")[0])
        event["request"] = {"method": request.get("method"), "url": path}
    event.setdefault("tags", {})["request_id"] = request_id.get()
    return event


def expect_traces(endpoint: str) -> None:
    """Raise ImproperlyConfigured where traces are to be sent there, and cannot be."""
    if endpoint:
        _exporter()


class TracesMiddleware:
    """Sends a span for each request to a collector: how long which view took, and with what end.

    Where a proxy has begun a trace, it is carried on.
    """

    def __init__(self, get_response: Answer) -> None:
        if not settings.OTEL_EXPORTER_OTLP_ENDPOINT:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.continued = _wanted("opentelemetry.propagate", **_TRACES).extract
        self.tracer = _provider().get_tracer("studygroup")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = self.continued({name.lower(): value for name, value in request.headers.items()})
        with self.tracer.start_as_current_span(str(request.method), context=begun) as span:
            response = self.get_response(request)
            view = request.resolver_match.view_name if request.resolver_match else ""
            span.update_name(f"{request.method} {view}".strip())
            span.set_attributes(
                {
                    "http.request.method": str(request.method),
                    "http.response.status_code": response.status_code,
                    "studygroup.request_id": request_id.get(),
                }
            )
        return response


def _provider() -> Any:
    """What hands spans over in the background; the library reads the collector's address itself."""
    sdk = _wanted("opentelemetry.sdk.trace", **_TRACES)
    export = _wanted("opentelemetry.sdk.trace.export", **_TRACES)
    named = _wanted("opentelemetry.sdk.resources", **_TRACES).Resource
    provider = sdk.TracerProvider(resource=named.create({"service.name": "studygroup"}))
    provider.add_span_processor(export.BatchSpanProcessor(_exporter().OTLPSpanExporter()))
    return provider


def _exporter() -> Any:
    return _wanted("opentelemetry.exporter.otlp.proto.http.trace_exporter", **_TRACES)


def _wanted(module: str, *, by: str, extra: str) -> Any:
    """The module of an extra. Raises ImproperlyConfigured where that is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"{by} is set, but what it needs is not installed: "
            f"run `uv sync --no-dev --extra {extra}`, or leave it unset."
        ) from error
