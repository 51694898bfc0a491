"""The worker: does the tasks in the queue, inside the server's process or in one of its own.

A task is done at least once. What fails is tried again after growing pauses, and then left as
failed; what a worker that was killed had begun is taken up by another one. What is done leaves no
row behind, for its arguments may tell of people.
"""

import logging
import os
import secrets
import socket
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.tasks.base import Task, TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from studygroup import schedule
from studygroup.logs import kind_of, trace_of

type Row = DBTaskResult[..., Any]

logger = logging.getLogger(__name__)

# After the first try, the second, and so on: five tries in all, within three hours.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
# What has run for so long is taken for cut off. Tasks are short: a letter takes seconds.
CUT_OFF_AFTER = timedelta(minutes=10)

# In seconds: how often the queue is looked at, and how often for what was cut off.
_GLANCE = 1.0
_ROUND = timedelta(minutes=1)
# After an error of the database.
_REST = 10.0


class CutOff(Exception):
    """A task whose worker was ended in the midst of it."""


class Worker:
    """Does what is in the queue, one task after another."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._ended = Event()
        self._next_round: datetime | None = None

    def run(self) -> None:
        """Work until `end` is called."""
        try:
            while not self._ended.is_set():
                self._ended.wait(self._turn())
        finally:
            connections.close_all()

    def end(self) -> None:
        """Take nothing up any more; what has been begun is brought to its end."""
        self._ended.set()

    def empty(self) -> int:
        """Do what is ready now; gives the number of tasks taken up, well or not."""
        self._make_round()
        count = 0
        while (result := self._claimed()) and not self._ended.is_set():
            self._do(result)
            count += 1
        return count

    def _turn(self) -> float:
        """Do what is ready; gives the seconds to wait before the next look."""
        close_old_connections()
        try:
            self.empty()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The queue of tasks cannot be read: %s", error)
            connections.close_all()
            return _REST
        close_old_connections()
        return _GLANCE

    def _make_round(self) -> None:
        now = timezone.now()
        if self._next_round and now < self._next_round:
            return
        schedule.put_in_queue()
        for result in DBTaskResult.objects.running().filter(started_at__lt=now - CUT_OFF_AFTER):
            _put_off(result, CutOff())
        self._next_round = now + _ROUND

    def _claimed(self) -> Row | None:
        """A task that is this worker's and nobody else's."""
        for result in DBTaskResult.objects.ready()[:8]:
            mine = {
                "status": TaskResultStatus.RUNNING,
                "started_at": timezone.now(),
                "worker_ids": [*result.worker_ids, self.name],
            }
            # One statement and no lock held: who comes second changes no row.
            still = DBTaskResult.objects.filter(
                pk=result.pk, status=TaskResultStatus.READY, run_after=result.run_after
            )
            if still.update(**mine):
                for field, value in mine.items():
                    setattr(result, field, value)
                return result
        return None

    def _do(self, result: Row) -> None:
        try:
            task = import_string(result.task_path)
            if not isinstance(task, Task):
                raise TypeError
            task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        except Exception as error:  # noqa: BLE001  # whatever a task raises is its own matter
            _put_off(result, error)
        else:
            _finish(result)


def _running(result: Row) -> DBTaskResultQuerySet:
    """The row, unless it was taken for cut off meanwhile and is another worker's now."""
    return DBTaskResult.objects.filter(
        pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
    )


def _finish(result: Row) -> None:
    every = schedule.interval_of(result.pk)
    if every is None:
        _running(result).delete()
    else:
        _recur(result, every)


def _recur(result: Row, every: timedelta) -> None:
    _running(result).update(
        status=TaskResultStatus.READY, run_after=timezone.now() + every, worker_ids=[]
    )


def _put_off(result: Row, error: Exception) -> None:
    """Have a task tried again later, or no more.

    Only the kind of error is noted and where it happened: its words may hold an address.
    """
    tries = len(result.worker_ids)
    kind = kind_of(error)
    noted = {"exception_class_path": kind, "traceback": trace_of(error)}
    every = schedule.interval_of(result.pk)
    if every is not None:
        logger.warning("%s went wrong (%s)", result.args_kwargs["args"][0], kind)
        _recur(result, every)
    elif tries <= len(PAUSES):
        logger.warning("%s went wrong (%s), try %s", result.task_path, kind, tries)
        later = timezone.now() + PAUSES[tries - 1]
        _running(result).update(status=TaskResultStatus.READY, run_after=later, **noted)
    else:
        logger.error("%s has failed for good (%s): task %s", result.task_path, kind, result.pk)
        _running(result).update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), **noted)


class Resident:
    """The worker that lives in the server's process, in a thread of its own."""

    def __init__(self) -> None:
        self._worker = Worker()
        self._thread: Thread | None = None
        self._lock = Lock()

    def start(self) -> None:
        """Let it work, where the site wants it inside; a second call changes nothing."""
        if self._thread or settings.WORKER != "inside":
            return
        with self._lock:
            if not self._thread:
                # As a daemon, so that a mail server that hangs does not keep the site from ending.
                self._thread = Thread(target=self._worker.run, name="worker", daemon=True)
                self._thread.start()

    def stop(self, *, patience: float = 3) -> None:
        """End it, after what it is at, if that takes no longer than so many seconds."""
        self._worker.end()
        if self._thread:
            self._thread.join(patience)
