"""What comments call forth besides replies: whom they name, small signs, earlier words."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussions.models.comments import Comment


class Mention(models.Model):
    """A member named in a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "user"), name="discussions_one_mention"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.comment}"


class Sign(models.TextChoices):
    """The small signs that answer a comment without words."""

    THANKS = "thanks", _("Thank you")
    HEART = "heart", _("Close to my heart")
    LIGHT = "light", _("I see it now")
    SMILE = "smile", _("This made me smile")
    WONDER = "wonder", _("I wonder")


class ReactionManager(models.Manager["Reaction"]):
    def get_queryset(self) -> models.QuerySet["Reaction"]:
        """Reactions with those who gave them: whoever looks at one asks whose it is."""
        return super().get_queryset().select_related("user")


class Reaction(models.Model):
    """One person's sign at a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    sign = models.CharField(max_length=10, choices=Sign)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReactionManager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "user", "sign"), name="discussions_one_reaction"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.sign}"


class Version(models.Model):
    """What a comment said before an edit."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    # The comment's `version` while it said so, from 1.
    number = models.PositiveIntegerField()
    source = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("comment", "number"), name="discussions_one_version"),
        )

    def __str__(self) -> str:
        return f"{self.comment} · {self.number}"
