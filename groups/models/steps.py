"""The steps of a reading: runs of paragraphs that open one after another."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models import Paragraph
from groups.models.readings import Reading


class StepQuerySet(models.QuerySet["Step"]):
    def closed(self) -> "StepQuerySet":
        """Those that are not open yet, the next one first."""
        return self.filter(opened_at=None)


class Step(models.Model):
    """A run of paragraphs: from its first to the one before the first of the next step.

    Steps open in their order and stay open; the first one is open from the beginning.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    first = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    # The day on which it opens, where the calendar says when; in the time zone of the group.
    opens_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True)
    # The leader who opened it before its time.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "number"), name="groups_step_number"),
            models.UniqueConstraint(fields=("reading", "first"), name="groups_step_first"),
            models.CheckConstraint(
                condition=~Q(number=1) | Q(opened_at__isnull=False), name="groups_first_step_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading} · {self.number}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None
