"""What members say on a paragraph: threads, and comments that nest in them."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from accounts.models import User
from articles.models import Paragraph
from groups.horizon import within_horizon
from groups.models import Place, Reading


class ThreadQuerySet(models.QuerySet["Thread"]):
    def within_horizon(self, user: User) -> "ThreadQuerySet":
        """Threads on the paragraphs that this person has reached, in readings of their groups."""
        return self.filter(within_horizon(user))

    def at_places_of(self, user: User) -> "ThreadQuerySet":
        """Threads on the very paragraphs where this person stands."""
        here = Place.objects.filter(
            reading=OuterRef("reading"), paragraph=OuterRef("paragraph"), membership__user=user
        )
        return self.within_horizon(user).filter(Exists(here))

    def voices_by(self, field: str) -> dict[int, int]:
        """The number of voices in these threads by the key of their `reading` or `paragraph`."""
        return dict(self.order_by().values_list(field).annotate(Sum("voices")))


class Thread(models.Model):
    """A discussion on one paragraph in one reading; its first comment opens it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="threads")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="threads")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # How many comments there are that are not deleted: the margins count without reading them.
    voices = models.PositiveIntegerField(default=0)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("reading", "paragraph"), name="discussions_thread_place"),)

    def __str__(self) -> str:
        return f"{self.reading} · {self.paragraph}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> "CommentQuerySet":
        """What is within this person's horizon, and their own words wherever they stand."""
        readings = Reading.objects.visible_to(user)
        return self.filter(
            Q(author=user, reading__in=readings.values("pk"))
            | Exists(Thread.objects.within_horizon(user).filter(pk=OuterRef("thread")))
        )

    def standing(self) -> "CommentQuerySet":
        """Comments that are not deleted."""
        return self.filter(deleted_at=None)


class Comment(models.Model):
    """One entry in a thread. Reading and paragraph are repeated from it for flat queries."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="comments")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="comments"
    )
    source = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    # Counts the edits, so that one made meanwhile elsewhere is noticed and not overwritten.
    version = models.PositiveIntegerField(default=1)
    # Names one filled-in form, so that posting it twice makes one comment.
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(
                fields=("reading", "paragraph", "created_at"), name="discussions_comment_flat"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("author", "key"), name="discussions_comment_once"),
        )

    def __str__(self) -> str:
        return f"{self.author} · {self.paragraph}"

    def get_absolute_url(self) -> str:
        return reverse("discussions:comment", args=[self.pk])

    @property
    def place_url(self) -> str:
        """Where it stands: the room with the paragraph's discussion open, at this comment."""
        discussion = reverse("discussions:discussion", args=[self.reading_id, self.paragraph_id])
        return f"{discussion}#comment-{self.pk}"

    @property
    def age(self) -> str:
        """How long ago it was said, e.g. "3 days"; empty for less than a minute."""
        if timezone.now() - self.created_at < timedelta(minutes=1):
            return ""
        return timesince(self.created_at, depth=1)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_edited(self) -> bool:
        return self.edited_at is not None
