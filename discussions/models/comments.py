"""What members say on a paragraph: threads, and comments that nest in them."""

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from accounts.models import Block, User
from articles.models import Paragraph
from groups.horizon import within_horizon
from groups.models import Membership, Place, Reading


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

    def voices_by(self, field: str, *, unheard: Collection[int] = ()) -> Counter[int]:
        """The number of voices in these threads by the key of their `reading` or `paragraph`.

        Those of `unheard`, keys of people, are not counted.
        """
        voices = Counter(dict(self.order_by().values_list(field).annotate(Sum("voices"))))
        if unheard:
            said = Comment.objects.standing().filter(thread__in=self, author__in=unheard)
            voices -= Counter(dict(said.order_by().values_list(field).annotate(Count("pk"))))
        return voices


class Thread(models.Model):
    """A discussion on one paragraph in one reading; its first comment opens it."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="threads")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="threads")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # How many comments there are that are neither deleted nor hidden: the margins count without
    # reading them.
    voices = models.PositiveIntegerField(default=0)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("reading", "paragraph"), name="discussions_thread_place"),)

    def __str__(self) -> str:
        return f"{self.reading} · {self.paragraph}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> "CommentQuerySet":
        """What this person may read.

        It is within their horizon, and neither hidden by a leader nor by one whom they blocked.
        Their own words they read wherever those stand, and a leader what is hidden.
        """
        return self.within_reach(user).filter(Q(withheld=""))

    def within_reach(self, user: User) -> "CommentQuerySet":
        """What is within this person's horizon, and their own words wherever they stand.

        `withheld` tells of each why its words are not for them: all they may see is its place.
        """
        mine = Q(author=user)
        readings = Reading.objects.visible_to(user)
        blocked = Block.objects.by(user).filter(blocked=OuterRef("author"))
        led = Membership.objects.leading().filter(user=user, group=OuterRef("reading__group"))
        hidden = Q(hidden_at__isnull=False) & ~mine & ~Exists(led)
        reached = self.filter(
            (mine & Q(reading__in=readings.values("pk")))
            | Exists(Thread.objects.within_horizon(user).filter(pk=OuterRef("thread")))
        )
        return reached.annotate(  # type: ignore[no-redef]  # the attribute is its default
            withheld=Case(
                When(Exists(blocked), then=Value(Comment.BLOCKED)),
                When(hidden, then=Value(Comment.HIDDEN)),
                default=Value(""),
            )
        )

    def standing(self) -> "CommentQuerySet":
        """Comments that are neither deleted nor hidden."""
        return self.filter(deleted_at=None, hidden_at=None)


class Comment(models.Model):
    """One entry in a thread. Reading and paragraph are repeated from it for flat queries."""

    # Why a reader may not have its words, as `CommentQuerySet.within_reach` tells.
    BLOCKED, HIDDEN = "blocked", "hidden"
    withheld: str = ""

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
    # A leader has hidden it, and why.
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = models.TextField(blank=True)
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
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_blocked(self) -> bool:
        """Whether the reader whom it was fetched for has blocked its author."""
        return self.withheld == self.BLOCKED

    @property
    def words(self) -> str:
        """Its HTML for the reader whom it was fetched for; empty if it is withheld from them."""
        return "" if self.withheld else self.html

    @property
    def is_edited(self) -> bool:
        return self.edited_at is not None


def met_in_discussions(user: User) -> Q:
    """The condition on another user that this person can hear, or has heard, what they say."""
    heard = Comment.objects.within_reach(user).standing()
    return Q(Exists(heard.filter(author=OuterRef("pk"))))
