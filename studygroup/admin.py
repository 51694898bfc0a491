"""Tasks in the back room: what waits and what failed, without what they were told."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from accounts.operations import Register, site
from studygroup.schedule import RECURRING

type Row = DBTaskResult[..., object]


@admin.register(DBTaskResult, site=site)
class Tasks(Register[DBTaskResult[..., object]]):
    """The error's kind is shown; its text may hold addresses."""

    title = _("Tasks")

    list_display = (
        "name",
        "status",
        "tries",
        "error",
        "enqueued_at",
        "started_at",
        "finished_at",
    )
    list_filter = ("status",)
    ordering = ("-enqueued_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return super().get_queryset(request).defer("args_kwargs", "return_value", "traceback")

    @admin.display(description=_("Task"), ordering="task_path")
    def name(self, row: Row) -> str:
        recurring = {each.key: each.name for each in RECURRING}
        return recurring.get(row.pk, str(row.task_path))

    @admin.display(description=_("Tries"))
    def tries(self, row: Row) -> int:
        return len(row.worker_ids)

    @admin.display(description=_("Error"))
    def error(self, row: Row) -> str:
        return str(row.exception_class_path).rsplit(".", 1)[-1]
