"""The cache in a table of the database: what is counted against limits, and what may be forgotten.

All processes of the site share it. Values are what JSON can write.
"""

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

from accounts.models import Cached

# For "never", so that every row has a time after which it may go.
A_YEAR = timedelta(days=365)
# How many writes of a process come before what has expired is cleared away.
CLEAR_EVERY = 200

type Timeout = float | None


class JsonSerializer:
    """Writes values for Redis; a number stays one, so that Redis can count with it."""

    def dumps(self, value: object) -> object:
        return value if type(value) is int else json.dumps(value)

    def loads(self, written: bytes) -> Any:
        return json.loads(written)


class TableCache(BaseCache):
    """Keeps values in the database. Each act is one statement, so that no two overlap."""

    _writes = itertools.count(1)

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self,
        key: str,
        value: Any,
        timeout: Timeout = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return self._write(
            key, value, timeout, version, condition=f"WHERE {_TABLE}.expires_at <= %s"
        )

    def set(
        self,
        key: str,
        value: Any,
        timeout: Timeout = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._write(key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        here = Cached.objects.filter(pk=self._name(key, version), expires_at__gt=timezone.now())
        written = here.values_list("value", flat=True).first()
        return default if written is None else json.loads(written)

    def touch(
        self,
        key: str,
        timeout: Timeout = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        here = Cached.objects.filter(pk=self._name(key, version), expires_at__gt=timezone.now())
        return bool(here.update(expires_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        deleted, _of_which = Cached.objects.filter(pk=self._name(key, version)).delete()
        return bool(deleted)

    def clear(self) -> None:
        Cached.objects.all().delete()

    def _write(
        self, key: str, value: Any, timeout: Timeout, version: int | None, condition: str = ""
    ) -> bool:
        """Whether the value was written: with a condition, only over what fulfils it."""
        if next(self._writes) % CLEAR_EVERY == 0:
            Cached.objects.filter(expires_at__lte=timezone.now()).delete()
        adapt = connection.ops.adapt_datetimefield_value
        values = [self._name(key, version), json.dumps(value), adapt(self._end(timeout))]
        if condition:
            values.append(adapt(timezone.now()))
        with connection.cursor() as cursor:
            cursor.execute(f"{_UPSERT} {condition}", values)
            return bool(cursor.rowcount)

    def _name(self, key: str, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _end(self, timeout: Timeout) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return timezone.now() + (A_YEAR if seconds is None else timedelta(seconds=seconds))


_TABLE = Cached._meta.db_table
_UPSERT = (
    f"INSERT INTO {_TABLE} (key, value, expires_at) VALUES (%s, %s, %s)"  # noqa: S608  # our own name
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at"
)
