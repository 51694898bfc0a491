"""What members prepare for those who come after: a question, a gloss or a source."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from discussions.models.comments import Comment


class Preparation(models.Model):
    """What sort of preparation the first comment of a thread is that was left as one."""

    class Sort(models.TextChoices):
        QUESTION = "question", _("Question")
        GLOSS = "gloss", _("Gloss")
        SOURCE = "source", pgettext_lazy("preparation", "Source")

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="preparation")
    sort = models.CharField(max_length=10, choices=Sort)

    def __str__(self) -> str:
        return f"{self.get_sort_display()} · {self.comment}"


def preparation_of(comment: Comment) -> Preparation | None:
    """What a comment prepares, for those who may have its words."""
    return None if comment.withheld else getattr(comment, "preparation", None)
