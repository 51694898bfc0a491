"""What is measured of the site, for Prometheus: requests, how long they take, and the queue.

With PROMETHEUS_MULTIPROC_DIR the processes of one machine are told of together, whichever is asked.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Case, Count, Min, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

# Other words are made up by whoever asks, and each would be kept as a series of its own.
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}

_REQUESTS = Counter("studygroup_requests", "Requests answered.", ["view", "method", "status"])
_SECONDS = Histogram(
    "studygroup_request_seconds", "Seconds until a request was answered.", ["view", "method"]
)

LISTENERS = Gauge(
    "studygroup_listeners", "Open pages that hear what happens.", multiprocess_mode="livesum"
)


def count(view: str, method: str, status: int, *, seconds: float) -> None:
    """Count a request that was answered; `view` is empty where none of the pages did."""
    known = method if method in METHODS else "other"
    _REQUESTS.labels(view, known, str(status)).inc()
    _SECONDS.labels(view, known).observe(seconds)


class Queue(Collector):
    """The tasks in the queue, looked at when somebody asks; nothing of it without a database."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        # What was put off waits from then on; what was not has a date far ahead.
        since = Case(When(run_after__gt=now, then="enqueued_at"), default="run_after")
        try:
            waiting = DBTaskResult.objects.ready().aggregate(number=Count("pk"), since=Min(since))
            failed = DBTaskResult.objects.failed().count()
        except DatabaseError:
            return
        age = (now - waiting["since"]).total_seconds() if waiting["since"] else 0
        for name, about, value in (
            ("waiting", "Tasks that could be done now.", waiting["number"]),
            ("oldest_seconds", "How long the oldest of those has been waiting.", age),
            ("failed", "Tasks that have failed for good.", failed),
        ):
            yield GaugeMetricFamily(f"studygroup_tasks_{name}", about, value)


def told() -> bytes:
    """All of it, in Prometheus' text format."""
    if not settings.PROMETHEUS_MULTIPROC_DIR:
        return generate_latest(REGISTRY) + generate_latest(_queue)
    together = CollectorRegistry()
    MultiProcessCollector(together, path=settings.PROMETHEUS_MULTIPROC_DIR)  # type: ignore[no-untyped-call]  # theirs has no types
    return generate_latest(together) + generate_latest(_queue)


_queue = CollectorRegistry()
_queue.register(Queue())
