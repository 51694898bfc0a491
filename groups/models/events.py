"""What has happened in a reading, for the pages that are open on it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Paragraph
from groups.models.readings import Reading


class Event(models.Model):
    """That something in a reading is new: a number and what to look at, never what it says.

    The numbers of a reading have no gap and come in the order of the commits.
    """

    class What(models.TextChoices):
        """What a page has to look at anew."""

        # Where members stand, which steps are open, or the text itself.
        MOVED = "moved"
        # What is said on a paragraph, and who is stuck there.
        SPOKEN = "spoken"
        # Somebody was stuck on a paragraph and is not any more, as if it had not been said.
        WITHDRAWN = "withdrawn"
        # All of it.
        STALE = "stale"
        # Somebody is about to say something on a paragraph.
        WRITING = "writing"
        # Somebody has heard, or chosen to hear, what is said on a paragraph or in all of the text.
        HEARD = "heard"
        # The study session: that it begins or ends, where it is, and who takes part.
        SESSION = "session"

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveBigIntegerField()
    what = models.CharField(max_length=10, choices=What)
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.CASCADE, related_name="+")
    # The key of the thread that it is about, for those who decide who may know of it.
    thread = models.PositiveBigIntegerField(null=True)
    # Who does it, where that decides who is told.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "number"), name="groups_event_number"),
        )
        indexes = (models.Index(fields=("created_at",), name="groups_event_age"),)

    def __str__(self) -> str:
        return f"{self.reading} · {self.number} · {self.what}"


class Presence(models.Model):
    """That somebody has a reading open; it ends by itself when nobody renews it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "user"), name="groups_one_presence"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.reading}"
