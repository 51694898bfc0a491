"""Revisions, the versions of an article's source."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.texts import Article


class Revision(models.Model):
    """One version of an article: its source in Markdown, and which paragraph each block is."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    # The keys of the paragraphs, one for each block of the source.
    keys = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.CharField(_("what has changed"), max_length=200, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="articles_revision_number"),
        )

    def __str__(self) -> str:
        return f"{self.article} · {self.number}"
