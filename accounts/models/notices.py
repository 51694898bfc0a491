"""What a person is told of: which thing concerns them, and whether they have looked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        """Those that their reader has not looked at."""
        return self.filter(read_at=None)

    def bundles(self) -> models.QuerySet[Any, Any]:
        """What is told together, the newest first: `bundle`, `number` and `unread` of each."""
        bundles = self.order_by().values("bundle")
        return bundles.annotate(
            newest=Max("created_at"), number=Count("pk"), unread=Count("pk", filter=Q(read_at=None))
        ).order_by("-newest", "bundle")


class Notice(models.Model):
    """Tells a person of one thing by its key. It holds no words: `accounts.inbox` finds them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=20)
    # The key of the thing; of which sort it is, the kind tells.
    about = models.BigIntegerField()
    # Names what is told together, such as all that is said on a paragraph.
    bundle = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True)
    # When a letter told of it, or was on its way.
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=("user",), condition=Q(read_at=None), name="accounts_notice_unread"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("user", "kind", "about"), name="accounts_one_notice"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.kind} {self.about}"

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
