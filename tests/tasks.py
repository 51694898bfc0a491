"""Tasks in tests: done as soon as they are enqueued; what is put off is left undone."""

from typing import Any

from django.tasks.backends.immediate import ImmediateBackend
from django.tasks.base import Task, TaskResult


class AtOnceBackend(ImmediateBackend):
    """Does a task at once, and fails the test in which one fails."""

    supports_defer = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> Any:
        if task.run_after:
            return None
        result: TaskResult[..., Any] = super().enqueue(task, args, kwargs)
        assert not result.errors, result.errors[0].traceback
        return result
