"""Whom a person does not want to see."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.users import User


class BlockQuerySet(models.QuerySet["Block"]):
    def by(self, user: User) -> "BlockQuerySet":
        """Whom this person has blocked."""
        return self.filter(blocker=user)


class Block(models.Model):
    """Hides one person from another, who alone knows of it."""

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("blocker", "blocked"), name="accounts_one_block"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="accounts_block_of_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.blocker} · {self.blocked}"
