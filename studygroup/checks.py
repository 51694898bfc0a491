"""What the operator should know before people come."""

import sqlite3
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

# From here on a checkpoint that coincides with a write cannot damage a database in WAL mode.
SOUND_SQLITE = (3, 51, 3)

# Where tasks are done.
WORKERS = ("inside", "apart")


@checks.register()
def sqlite_is_sound(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Warn of an SQLite with a rare fault that can damage the database."""
    uses_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not uses_sqlite or sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return []
    wanted = ".".join(map(str, SOUND_SQLITE))
    return [
        checks.Warning(
            f"SQLite {sqlite3.sqlite_version} can, very rarely, damage its database.",
            hint=f"Use a Python with SQLite {wanted} or newer, or PostgreSQL by DATABASE_URL; "
            "and run `manage.py backup` often.",
            id="studygroup.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def letters_lead_here(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[checks.CheckMessage]:
    """Warn of letters whose links lead nowhere."""
    if urlsplit(settings.SITE_URL).hostname not in {None, "localhost", "127.0.0.1", "::1"}:
        return []
    return [
        checks.Warning(
            f"Links in letters lead to {settings.SITE_URL or 'nowhere'}.",
            hint="Set SITE_URL to the site's address, e.g. https://study.example.org.",
            id="studygroup.W002",
        )
    ]


@checks.register()
def worker_is_somewhere(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[checks.CheckMessage]:
    """Refuse a word that says neither where the worker is nor that there is one."""
    if settings.WORKER in WORKERS:
        return []
    return [
        checks.Error(
            f"WORKER={settings.WORKER} is not known.",
            hint="inside: the server does the tasks; apart: `manage.py worker` does.",
            id="studygroup.E001",
        )
    ]
