"""That a comment has helped somebody."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from discussions.models.comments import Comment


class Help(models.Model):
    """One person's "this helped me": at what was prepared for them, or what cleared a difficulty.

    Where the comment answers somebody who is stuck without a name, this row names them: nothing
    may tell whose it is (`comment__thread__stuck__is_anonymous`).
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="helps")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helps"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("comment", "user"), name="discussions_one_help"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.comment}"
