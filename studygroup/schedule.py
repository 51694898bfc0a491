"""What the site does by itself from time to time.

To add something, write a function without arguments (an action of an app), and a line in
RECURRING. It runs in a worker, in one of them only however many there are, soon after the site is
first started and then again `every` so often after it has ended. It may run once too often, or be
cut off in the middle: let it do what is due by now, and each part of it whole or not at all.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, task
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.actions.erasure import erase_due
from accounts.actions.notices import forget_notices, send_letters_of_day
from accounts.once import forget_submissions
from discussions.actions.calling import call_more
from groups.actions.absence import mind_the_absent
from groups.actions.events import forget_events
from groups.actions.invitations import forget_addresses
from groups.actions.pauses import end_pauses
from groups.actions.sessions import end_forgotten
from groups.actions.steps import open_due

# How long it can be looked up what has failed.
FAILURES_ARE_KEPT = timedelta(days=30)

# After what somebody waits for.
_LAST = -50


@dataclass(frozen=True)
class Recurring:
    """Something to do again and again."""

    act: Callable[[], object]
    every: timedelta

    @property
    def name(self) -> str:
        return f"{self.act.__module__}.{self.act.__qualname__}"

    @property
    def key(self) -> uuid.UUID:
        """The key of its only row in the queue: the same in every process."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"studygroup:{self.name}")


def forget_failures() -> None:
    """Delete what failed long ago."""
    long_ago = timezone.now() - FAILURES_ARE_KEPT
    DBTaskResult.objects.failed().filter(finished_at__lt=long_ago).delete()


RECURRING = [
    Recurring(end_pauses, every=timedelta(minutes=15)),
    Recurring(open_due, every=timedelta(minutes=15)),
    Recurring(end_forgotten, every=timedelta(minutes=15)),
    Recurring(call_more, every=timedelta(minutes=15)),
    Recurring(mind_the_absent, every=timedelta(hours=6)),
    Recurring(send_letters_of_day, every=timedelta(minutes=15)),
    Recurring(erase_due, every=timedelta(hours=1)),
    Recurring(forget_events, every=timedelta(hours=6)),
    Recurring(forget_failures, every=timedelta(days=1)),
    Recurring(forget_submissions, every=timedelta(days=1)),
    Recurring(forget_notices, every=timedelta(days=1)),
    Recurring(forget_addresses, every=timedelta(days=1)),
    Recurring(SessionStore.clear_expired, every=timedelta(days=1)),
]


@task()
def do(name: str) -> None:
    """Do what is known by this name; nothing if the site knows it no more."""
    for recurring in RECURRING:
        if recurring.name == name:
            recurring.act()


def interval_of(key: uuid.UUID) -> timedelta | None:
    """After what time this row's turn comes again; None for a task that is done once."""
    return next((recurring.every for recurring in RECURRING if recurring.key == key), None)


def put_in_queue() -> None:
    """See to it that everything that recurs stands in the queue, once."""
    rows: list[DBTaskResult[..., Any]] = [
        DBTaskResult(
            id=recurring.key,
            status=TaskResultStatus.READY,
            task_path=do.module_path,
            args_kwargs={"args": [recurring.name], "kwargs": {}},
            priority=_LAST,
            run_after=timezone.now(),
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        )
        for recurring in RECURRING
    ]
    known = set(DBTaskResult.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk"))
    missing = [row for row in rows if (row.pk,) not in known]
    DBTaskResult.objects.bulk_create(missing, ignore_conflicts=True)
