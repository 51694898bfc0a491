"""Words not said yet."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from articles.markdown import render
from articles.models import Paragraph
from discussions.models.comments import Comment
from groups.models import Reading


class CommentDraft(models.Model):
    """What one person has begun to write in one spot, on whatever device."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comment_drafts"
    )
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="drafts")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="drafts")
    # What it answers, or what it would change.
    answers = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="answering_drafts"
    )
    changes = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="changing_drafts"
    )
    text = models.TextField()
    # What stood in the other fields of the form, such as the version of a comment that the words
    # were written over.
    chosen = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answers=None) | Q(changes=None), name="discussions_draft_of_one_act"
            ),
            models.UniqueConstraint(
                fields=("user", "reading", "paragraph"),
                condition=Q(answers=None, changes=None),
                name="discussions_one_draft_of_paragraph",
            ),
            models.UniqueConstraint(
                fields=("user", "answers"), name="discussions_one_draft_of_answer"
            ),
            models.UniqueConstraint(
                fields=("user", "changes"), name="discussions_one_draft_of_change"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.paragraph}"

    @property
    def initial(self) -> dict[str, Any]:
        """What the form begins with that goes on with it; the draft itself is there as `draft`."""
        return {**self.chosen, "text": self.text, "draft": self}

    @property
    def html(self) -> str:
        """How its words would read."""
        return render(self.text)


@dataclass(frozen=True)
class Spot:
    """Where somebody writes: in a paragraph's composer, or at a comment to answer or change it."""

    user: User
    reading: Reading
    paragraph: Paragraph
    answers: Comment | None = None
    changes: Comment | None = None

    @classmethod
    def answering(cls, user: User, comment: Comment) -> "Spot":
        return cls(user, comment.reading, comment.paragraph, answers=comment)

    @classmethod
    def changing(cls, user: User, comment: Comment) -> "Spot":
        return cls(user, comment.reading, comment.paragraph, changes=comment)
