"""Tasks in tests: done as soon as they are enqueued."""

from typing import Any

from django.tasks.backends.immediate import ImmediateBackend
from django.tasks.base import Task, TaskResult


class AtOnceBackend(ImmediateBackend):
    """Does a task at once, and fails the test in which one fails."""

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> Any:
        result: TaskResult[..., Any] = super().enqueue(task, args, kwargs)
        assert not result.errors, result.errors[0].traceback
        return result
