"""What is measured of the site, and who is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from accounts.models import User
from tests.conftest import Room, SignIn
from tests.studygroup.test_logs import asked, server
from tests.studygroup.test_operations import _failed_task

pytestmark = pytest.mark.django_db
TOKEN = "only-for-prometheus"
BEARER = {"Authorization": f"Bearer {TOKEN}"}

type Sample = tuple[str, frozenset[tuple[str, str]]]


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def parsed(text: str) -> dict[Sample, float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def measured(name: str, **labels: str) -> float:
    """The value of a series now; 0 where there is none."""
    answer = Client(headers={"Host": "10.0.0.7:8000"}).get("/metrics/", headers=BEARER)
    assert answer.status_code == 200
    return parsed(answer.content.decode()).get((name, frozenset(labels.items())), 0)


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer other", TOKEN, f"Basic {TOKEN}"])
def test_others_find_nothing(given: str, client: Client) -> None:
    assert client.get("/metrics/", headers={"Authorization": given}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer"])
def test_without_a_token_nobody_is_told(given: str, client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics/", headers={"Authorization": given}).status_code == 404


def test_requests_are_counted_by_view_and_never_by_address(
    room: Room, bob: User, sign_in: SignIn
) -> None:
    asked = {"view": "discussions:room", "method": "GET"}
    before = measured("studygroup_requests_total", status="200", **asked)
    timed = measured("studygroup_request_seconds_count", **asked)

    sign_in(bob).get(room.url)

    assert measured("studygroup_requests_total", status="200", **asked) == before + 1
    assert measured("studygroup_request_seconds_count", **asked) == timed + 1
    assert measured("studygroup_request_seconds_sum", **asked) > 0


def test_what_strangers_make_up_adds_no_series(client: Client) -> None:
    lost = {"view": "", "method": "other", "status": "404"}
    before = measured("studygroup_requests_total", **lost)

    client.generic("BREW", "/coffee/")
    client.generic("STIR", "/tea/")

    assert measured("studygroup_requests_total", **lost) == before + 2


def waiting(**times: timedelta) -> None:
    """A task that waits, and when it was enqueued and could be done."""
    task = _failed_task()
    run_after = timezone.now() + times["after"] if "after" in times else get_date_max()
    DBTaskResult.objects.filter(pk=task.pk).update(
        status="READY", enqueued_at=timezone.now() - times["since"], run_after=run_after
    )


def test_queue_is_told_of() -> None:
    _failed_task()
    waiting(since=timedelta(hours=9), after=timedelta(hours=1))
    waiting(since=timedelta(hours=9), after=timedelta(minutes=-5))

    assert measured("studygroup_tasks_failed") == 1
    assert measured("studygroup_tasks_waiting") == 1
    assert measured("studygroup_tasks_oldest_seconds") == pytest.approx(300, abs=60)


def test_task_that_was_not_put_off_waits_since_it_was_enqueued() -> None:
    waiting(since=timedelta(minutes=10))

    assert measured("studygroup_tasks_waiting") == 1
    assert measured("studygroup_tasks_oldest_seconds") == pytest.approx(600, abs=60)


def test_empty_queue_is_told_as_well() -> None:
    assert measured("studygroup_tasks_waiting") == 0
    assert measured("studygroup_tasks_oldest_seconds") == 0


def test_without_a_database_the_rest_is_told(client: Client) -> None:
    client.get("/nowhere/")

    def refuse(*_: object) -> object:
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(refuse):
        answer = client.get("/metrics/", headers=BEARER)

    assert b"studygroup_requests_total" in answer.content
    assert b"studygroup_tasks" not in answer.content


def test_processes_of_one_machine_are_told_of_together(tmp_path: Path) -> None:
    (tmp_path / "metrics").mkdir()
    together = {
        "METRICS_TOKEN": TOKEN,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
    }
    with server(tmp_path, **together) as (first, _):
        asked(first, "/accounts/2fa/")
    with server(tmp_path, **together) as (second, _):
        asked(second, "/accounts/2fa/")
        told = parsed(asked(second, "/metrics/", **BEARER))

    labels = frozenset({"view": "mfa_index", "method": "GET", "status": "302"}.items())
    assert told["studygroup_requests_total", labels] == 2
    assert told["studygroup_tasks_failed", frozenset()] == 0
