"""What load balancers are told: whether the process lives, and whether people may be sent to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from studygroup import shared_cache
from tests.conftest import SignIn
from tests.redis import Redis


@contextmanager
def no_database() -> Iterator[None]:
    """Every statement fails as when the server is gone."""

    def refuse(*_: object) -> object:
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(refuse):
        yield


def test_process_that_lives_says_so_without_a_database(client: Client) -> None:
    # Without the mark for it, a test that asks the database fails.
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_site_is_ready_with_a_database_that_fits(client: Client) -> None:
    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()["database"]) == (200, "ok")


@pytest.mark.django_db
def test_site_is_not_ready_without_its_database(client: Client) -> None:
    with no_database():
        answer = client.get("/ready/")

    assert (answer.status_code, answer.json()["database"]) == (503, "down")


@pytest.mark.django_db
def test_site_is_not_ready_before_its_database_is_migrated(client: Client) -> None:
    last = MigrationRecorder.Migration.objects.filter(app="groups").order_by("name").last()
    assert last
    last.delete()

    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()["database"]) == (503, "not migrated")


@pytest.mark.django_db
def test_database_of_a_newer_version_is_taken(client: Client) -> None:
    MigrationRecorder.Migration.objects.create(app="groups", name="9999_of_tomorrow")

    assert client.get("/ready/").status_code == 200


@pytest.mark.django_db
def test_cache_that_is_down_is_told_and_sends_nobody_away(
    client: Client, redis: Redis, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_cache, "REST", 0)
    backend = {"BACKEND": "studygroup.shared_cache.SharedCache", "LOCATION": redis.url}
    settings.CACHES = {**settings.CACHES, "default": backend}
    assert client.get("/ready/").json() == {"database": "ok", "cache": "ok"}

    redis.stop()
    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "cache": "down"})
    with no_database():
        assert client.get("/ready/").json() == {"database": "down", "cache": "down"}


@pytest.mark.parametrize("address", ["/health/", "/ready/"])
@pytest.mark.django_db
def test_probes_are_answered_by_any_name_and_without_https(
    address: str, client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["study.example"]

    answer = Client(headers={"Host": "10.0.0.7:8000"}).get(address)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].split(", ")[-1] == "private"
    assert not answer.cookies


@pytest.mark.django_db
def test_probes_look_up_nobody(
    sign_in: SignIn, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bobs = sign_in(bob)

    with django_assert_num_queries(0):
        bobs.get("/health/")
    with django_assert_num_queries(2) as asked:
        bobs.get("/ready/")

    assert "session" not in str(asked.captured_queries)


@pytest.mark.django_db
def test_other_addresses_are_left_to_the_pages(client: Client) -> None:
    assert client.get("/health/more/").status_code == 404
    assert client.get("/health").headers["Location"] == "/health/"
