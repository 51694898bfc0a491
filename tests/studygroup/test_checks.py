"""What the operator is told before people come."""

import sqlite3

import pytest
from django.conf import settings
from django.core import checks
from pytest_django import Settings

from studygroup.checks import (
    SOUND_SQLITE,
    letters_lead_here,
    sqlite_is_sound,
    worker_is_somewhere,
)


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
@pytest.mark.usefixtures("on_sqlite")
def test_sqlite_that_can_damage_its_database_is_warned_of(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(sqlite3, "sqlite_version", ".".join(map(str, version)))

    (warning,) = sqlite_is_sound(None)

    assert warning.id == "studygroup.W001"
    assert warning.level == checks.WARNING
    assert warning.msg.startswith(f"SQLite {'.'.join(map(str, version))} ")
    assert "SQLite 3.51.3 or newer" in (warning.hint or "")


@pytest.mark.parametrize("version", [SOUND_SQLITE, (3, 52, 0), (4, 0, 0)])
@pytest.mark.usefixtures("on_sqlite")
def test_sound_sqlite_is_not_spoken_of(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    assert sqlite_is_sound(None) == []


def test_sqlite_of_a_site_on_postgresql_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

    assert sqlite_is_sound(None) == []


def test_check_is_run_with_the_others() -> None:
    assert sqlite_is_sound in checks.registry.registry.get_checks()


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://study.example.org", 0),
        ("http://localhost:8000", 1),
        ("http://127.0.0.1", 1),
        ("", 1),
    ],
)
def test_letters_whose_links_lead_nowhere_are_warned_of(
    url: str, number: int, settings: Settings
) -> None:
    settings.SITE_URL = url

    assert [warning.id for warning in letters_lead_here(None)] == ["studygroup.W002"] * number


@pytest.mark.parametrize(("where", "number"), [("inside", 0), ("apart", 0), ("elsewhere", 1)])
def test_worker_that_is_nowhere_is_refused(where: str, number: int, settings: Settings) -> None:
    settings.WORKER = where

    assert [error.id for error in worker_is_somewhere(None)] == ["studygroup.E001"] * number
