"""The cache in Redis or Valkey, which goes on in the database while that does not answer."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from studygroup.cache import JsonSerializer, TableCache, Timeout

logger = logging.getLogger(__name__)

# Seconds that an answer may take, and for which Redis is left alone after one that did not come.
PATIENCE = 0.3
REST = 5


class SharedCache(BaseCache):
    """Redis where it answers within PATIENCE, else the table; then Redis is not asked for REST.

    Meanwhile limits count anew: what they let through at the change is at most twice as much.
    """

    # By address: until when Redis rests. All threads of the process see it.
    _rests_until: ClassVar[dict[str, float]] = {}

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 0),
            "serializer": JsonSerializer,
        }
        self._location = location
        self._redis = RedisCache(location, {**params, "OPTIONS": options})
        self._table = TableCache("", {**params, "OPTIONS": {}})

    def add(
        self,
        key: str,
        value: Any,
        timeout: Timeout = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return self._ask(lambda cache: cache.add(key, value, timeout, version))

    def set(
        self,
        key: str,
        value: Any,
        timeout: Timeout = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._ask(lambda cache: cache.set(key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda cache: cache.get(key, default, version))

    def touch(
        self,
        key: str,
        timeout: Timeout = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return self._ask(lambda cache: cache.touch(key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda cache: cache.delete(key, version))

    def clear(self) -> None:
        """Empty both, as the table may hold what was written while Redis rested."""
        self._ask(lambda cache: cache.clear())
        self._table.clear()

    def answers(self) -> bool:
        """Whether Redis answers; while it rests, it is taken not to."""
        return self._ask(lambda cache: cache is self._redis and cache.get("any", default=True))

    def _ask[T](self, act: Callable[[BaseCache], T]) -> T:
        now, until = monotonic(), self._rests_until.get(self._location, 0)
        if until > now:
            return act(self._table)
        if until:
            # One thread looks whether Redis is back; the others go on with the table meanwhile.
            self._rests_until[self._location] = now + REST
        try:
            answer = act(self._redis)
        except RedisError as error:
            self._rests_until[self._location] = monotonic() + REST
            logger.warning("Redis does not answer (%s): the database caches meanwhile.", error)
            return act(self._table)
        if until:
            self._rests_until.pop(self._location, None)
        return answer
