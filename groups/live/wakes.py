"""Waking those who hand events on: in this process directly, in others by Redis or Valkey.

A wake-up that is lost only delays, as everybody looks from time to time too.
"""

from collections.abc import AsyncGenerator, Callable
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

# What is called with a reading's key, from whatever thread.
sleepers: set[Callable[[int], None]] = set()


class Others(Protocol):
    """The other processes of the site."""

    def wake(self, reading_pk: int) -> None:
        """Have them look at a reading."""

    def heard(self) -> AsyncGenerator[int]:
        """The keys of the readings that they want looked at, as they come."""


def wake(reading_pk: int) -> None:
    """Have this reading looked at now, in all processes."""
    for sleeper in tuple(sleepers):
        sleeper(reading_pk)
    if there := others():
        there.wake(reading_pk)


def others() -> Others | None:
    """The other processes, where the site has a Redis to reach them by."""
    return _by_redis(settings.REDIS_URL) if settings.REDIS_URL else None


@cache
def _by_redis(url: str) -> Others:
    # The package is an extra: a site without others does without.
    made: Others = import_string("groups.live.redis.OthersByRedis")(url)
    return made
