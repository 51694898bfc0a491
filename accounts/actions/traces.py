"""What remains of a person outside of the tables: tasks that wait, and counts of attempts."""

import hashlib
import inspect
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.core.internal.ratelimit import Rate, parse_rates
from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult


def forget_tasks(names: Mapping[str, Collection[int]], *, words: Collection[str] = ()) -> None:
    """Delete tasks, waiting or done, that name one of these things or hold one of these words.

    `names` tells by a task's parameter, such as `user_pk`, which keys are meant.
    """
    rows = DBTaskResult.objects.order_by().values_list(
        "pk", "task_path", "args_kwargs", "return_value", "traceback"
    )
    signatures: dict[str, inspect.Signature | None] = {}
    gone = []
    for pk, path, given, *told in rows.iterator():
        if path not in signatures:
            signatures[path] = _signature(path)
        text = f"{given} {told}".lower()
        named = _named(signatures[path], given)
        if any(word in text for word in words) or any(
            value in names.get(name, ()) for name, value in named
        ):
            gone.append(pk)
    DBTaskResult.objects.filter(pk__in=gone).delete()


def _signature(path: str) -> inspect.Signature | None:
    """The parameters of a task; None for one that the program does not know any more."""
    try:
        return inspect.signature(import_string(path).func)
    except (ImportError, AttributeError):
        return None


def _named(
    signature: inspect.Signature | None, given: Mapping[str, object]
) -> Iterator[tuple[str, object]]:
    """The values that a task was given, by the names of its parameters."""
    args, kwargs = given["args"], given["kwargs"]
    assert isinstance(args, list)
    assert isinstance(kwargs, dict)
    yield from kwargs.items()
    if signature:
        yield from zip(signature.parameters, args, strict=False)


def forget_limits(pk: int, emails: Collection[str]) -> None:
    """Forget how often this person, or somebody with these addresses, has tried something.

    Nothing in there tells a name; what this does not find goes by itself within the hour.
    """
    for action, rates in app_settings.RATE_LIMITS.items():
        for rate in parse_rates(rates):
            cache.delete_many(_counters(action, rate, pk, emails))


def _counters(action: str, rate: Rate, pk: int, emails: Collection[str]) -> Iterator[str]:
    # As allauth names them in the cache.
    host = urlsplit(settings.SITE_URL).netloc
    keys = [key for email in emails for key in (email, f"{host}:{email}")]
    digests = [hashlib.sha256(key.encode()).hexdigest() for key in keys]
    whose = {"user": [f"user:{pk}"], "key": digests}
    for source in whose.get(rate.per, []):
        yield f"allauth:rl:allauth.account:{action}:{rate}:{source}"
