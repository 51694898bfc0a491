"""Reaching the other processes by Redis or Valkey."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator
from time import monotonic

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

CHANNEL = "studygroup.live"
# Seconds that an answer may take, and for which Redis is left alone after one that did not come.
PATIENCE = 0.3
REST = 5.0


class OthersByRedis:
    """The other processes, as long as Redis answers; else they hear when they look again."""

    def __init__(self, url: str) -> None:
        self._url = url
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self._redis = Redis.from_url(url, retry=Retry(NoBackoff(), 0), **patience)
        self._rests_until = 0.0
        # What it says itself it knows already.
        self._name = secrets.token_hex(8)

    def wake(self, reading_pk: int) -> None:
        if monotonic() < self._rests_until:
            return
        try:
            self._redis.publish(CHANNEL, f"{self._name} {reading_pk}")
        except RedisError as error:
            self._rests_until = monotonic() + REST
            logger.warning("Redis does not answer (%s): other processes hear later.", error)

    async def heard(self) -> AsyncGenerator[int]:
        while True:
            try:
                async for reading in self._heard_as_long_as_it_answers():
                    yield reading
            except (RedisError, OSError) as error:
                logger.warning("Redis does not answer (%s): events of others come later.", error)
            await asyncio.sleep(REST)

    async def _heard_as_long_as_it_answers(self) -> AsyncGenerator[int]:
        redis = AsyncRedis.from_url(self._url, socket_connect_timeout=REST)
        async with redis, redis.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            async for heard in channel.listen():
                if heard["type"] == "message":
                    name, reading = heard["data"].decode().split()
                    if name != self._name:
                        yield int(reading)
