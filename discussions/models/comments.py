"""What members say on a paragraph: comments that nest in threads."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince

from accounts.models import User, blocked_by
from articles.models import Paragraph
from discussions.models.threads import PUBLIC, Kind, Thread, meant_for
from groups.horizon import within_horizon
from groups.models import Reading, is_in, leads


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> "CommentQuerySet":
        """What this person may read.

        It is within their horizon and meant for them, and neither hidden by a leader nor by one
        whom they blocked. Their own words they read wherever those stand, and a leader what is
        hidden.
        """
        return self.within_reach(user).filter(Q(withheld=""))

    def within_reach(self, user: User, *, of: Reading | None = None) -> "CommentQuerySet":
        """What is within this person's horizon and meant for them, and all their own words.

        It is in one reading if it is said `of` which, as in `groups.horizon`. `withheld` tells of
        each why its words are not for them: all they may see is its place.
        """
        mine = Q(author=user)
        hidden = Q(hidden_at__isnull=False) & ~mine & ~leads(user, "reading__group")
        reached = self.filter(
            (mine & is_in(user, "reading__group"))
            | (meant_for(user, "thread__") & within_horizon(user, of=of))
        )
        if of:
            reached = reached.filter(reading=of)
        return reached.annotate(  # type: ignore[no-redef]  # the attribute is its default
            withheld=Case(
                When(blocked_by(user, "author"), then=Value(Comment.BLOCKED)),
                When(hidden, then=Value(Comment.HIDDEN)),
                default=Value(""),
            )
        )

    def as_all_hear(self) -> "CommentQuerySet":
        """What is for the whole group, as who is no leader and has blocked nobody reads it.

        It is for who has reached it: the horizon is not asked.
        """
        return self.filter(thread__kind__in=PUBLIC).annotate(  # type: ignore[no-redef]  # as above
            withheld=Case(
                When(hidden_at__isnull=False, then=Value(Comment.HIDDEN)), default=Value("")
            )
        )

    def standing(self) -> "CommentQuerySet":
        """Comments that are neither deleted nor hidden."""
        return self.filter(deleted_at=None, hidden_at=None)

    def preparations(self) -> "CommentQuerySet":
        """Those that were left for who comes after; not what is said about them."""
        return self.filter(thread__kind=Kind.PREPARATION, parent=None)


class Comment(models.Model):
    """One entry in a thread. Reading and paragraph are repeated from it for flat queries."""

    # Why a reader may not have its words, as `CommentQuerySet.within_reach` tells.
    BLOCKED, HIDDEN = "blocked", "hidden"
    withheld: str = ""
    # How a reader hears it, as `with_listening` tells.
    heard: int = 0
    names_reader: bool = False

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    # Which of the comments made in the thread it is, from 1; never given again.
    number = models.PositiveIntegerField()
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
            models.UniqueConstraint(fields=("thread", "number"), name="discussions_comment_number"),
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
    def is_answer(self) -> bool:
        """Whether it is marked as what answers its thread's question."""
        return self.thread.answer_id == self.pk

    @property
    def is_preparation(self) -> bool:
        """Whether it was left for those who come after, and begins a thread as that."""
        return self.parent_id is None and self.thread.is_preparation

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
