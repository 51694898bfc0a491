"""Forms that were sent, remembered for a while so that each has one effect."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Submission(models.Model):
    """One filled-in form of one person, and the page that it led to."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions"
    )
    # Made from the key in the form and from what was filled in.
    key = models.UUIDField()
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "key"), name="accounts_submission_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.location}"
