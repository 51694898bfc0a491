"""Invitations to speak with somebody that were put off."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from discussions.models.threads import Thread


class NotNow(models.Model):
    """That a person has put off answering a question that they were invited to."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="not_now"
    )
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="not_now")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "thread"), name="discussions_one_not_now"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.thread}"
