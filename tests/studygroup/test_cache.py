"""The cache: shared by processes, bounded in time, and no single point that a page hangs on."""

import time
from datetime import timedelta

import pytest
from django.core.cache.backends.base import BaseCache
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Cached
from studygroup import cache as table
from studygroup.cache import TableCache
from studygroup.shared_cache import REST, SharedCache
from tests.at_once import at_once
from tests.redis import Redis

pytestmark = pytest.mark.django_db
VALUES = [1, 0, True, "words", "מילים", 1.5, None, [1_700_000_000.25, 2], {"a": [1]}]


@pytest.fixture
def shared(redis: Redis) -> SharedCache:
    return SharedCache(redis.url, {})


@pytest.fixture(params=["table", "shared"])
def cache(request: pytest.FixtureRequest) -> BaseCache:
    if request.param == "table":
        return TableCache("", {})
    made: BaseCache = request.getfixturevalue("shared")
    return made


# --- Both kinds ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_value_comes_back(value: object, cache: BaseCache) -> None:
    cache.set("key", value)

    assert cache.get("key", "nothing") == value


def test_nothing_is_found_where_nothing_is(cache: BaseCache) -> None:
    assert cache.get("key") is None
    assert cache.get("key", 5) == 5
    assert not cache.delete("key")
    assert not cache.touch("key")


def test_later_value_takes_the_place_of_the_first(cache: BaseCache) -> None:
    cache.set("key", 1)
    cache.set("key", [2])

    assert cache.get("key") == [2]


def test_only_the_first_adds(cache: BaseCache) -> None:
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.get("key") == 1


def test_after_deleting_one_can_add_again(cache: BaseCache) -> None:
    cache.add("key", 1)

    assert cache.delete("key")
    assert cache.add("key", 2)


def test_value_expires_and_one_can_add_again(cache: BaseCache) -> None:
    cache.set("key", 1, timeout=1)
    time.sleep(1.05)

    assert cache.get("key") is None
    assert cache.add("key", 2)
    assert cache.get("key") == 2


def test_cleared_cache_is_empty(cache: BaseCache) -> None:
    cache.set("key", 1)
    cache.clear()

    assert cache.get("key") is None


# --- In the database -----------------------------------------------------------------------------


def test_one_statement_adds(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        TableCache("", {}).add("key", 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_that_add_at_once_one_does() -> None:
    added = at_once(*[lambda: TableCache("", {}).add("key", 1)] * 12)

    assert sorted(added) == [False] * 11 + [True]


@pytest.mark.django_db(transaction=True)
def test_of_many_that_add_over_what_has_expired_one_does() -> None:
    Cached.objects.create(key=":1:key", value="1", expires_at=timezone.now() - timedelta(hours=1))

    added = at_once(*[lambda: TableCache("", {}).add("key", 1)] * 12)

    assert sorted(added) == [False] * 11 + [True]


def test_what_has_expired_is_cleared_away_in_time() -> None:
    past = timezone.now() - timedelta(hours=1)
    Cached.objects.create(key="old", value="1", expires_at=past)
    for number in range(table.CLEAR_EVERY):
        TableCache("", {}).set(f"key {number % 3}".replace(" ", "-"), number)

    assert not Cached.objects.filter(key="old").exists()
    assert Cached.objects.count() == 3


# --- Redis, down and frozen ----------------------------------------------------------------------


def seconds(cache: BaseCache) -> float:
    begin = time.monotonic()
    cache.set("key", 1)
    assert cache.get("key") == 1
    return time.monotonic() - begin


def test_redis_is_used_while_it_answers(shared: SharedCache) -> None:
    shared.set("key", 1)

    assert not Cached.objects.exists()


def test_nothing_is_lost_to_a_redis_that_is_down(redis: Redis, shared: SharedCache) -> None:
    shared.get("key")
    redis.stop()

    assert seconds(shared) < 0.5
    assert Cached.objects.count() == 1


def test_frozen_redis_costs_one_short_wait(redis: Redis, shared: SharedCache) -> None:
    shared.get("key")
    redis.freeze()

    assert seconds(shared) < 0.8
    assert max(seconds(shared) for _time in range(5)) < 0.1


def test_redis_that_was_frozen_from_the_start_costs_one_short_wait(
    redis: Redis, shared: SharedCache
) -> None:
    redis.freeze()

    assert seconds(shared) < 0.8


def test_redis_is_used_again_when_it_is_back(
    redis: Redis, shared: SharedCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis.freeze()
    shared.set("key", 1)
    redis.thaw()
    later = time.monotonic() + REST + 1
    monkeypatch.setattr("studygroup.shared_cache.monotonic", lambda: later)

    shared.set("later", 2)

    assert SharedCache(redis.url, {}).get("later") == 2
    assert not Cached.objects.filter(key__endswith="later").exists()
