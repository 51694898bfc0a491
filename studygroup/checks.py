"""What the operator should know before people come."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

# From here on a checkpoint that coincides with a write cannot damage a database in WAL mode.
SOUND_SQLITE = (3, 51, 3)


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
            "and back up with VACUUM INTO.",
            id="studygroup.W001",
        )
    ]
