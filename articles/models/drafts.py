"""Drafts, articles on their way in."""

from dataclasses import astuple

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import User
from articles.blocks import Block, Kind
from articles.models.texts import Article, Text


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User) -> "DraftQuerySet":
        return self.filter(added_by=user)


class Draft(Text):
    """An article on its way in: its cut blocks, mended by the person who brings it."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    blocks_json = models.JSONField(default=list)
    # A book becomes a collection: each heading of the first level begins an article.
    is_book = models.BooleanField(default=False)
    # The article that this one will be a translation of.
    translation_of = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="translation_drafts"
    )
    # Counts the mendings, so that one made on a page that has become old is noticed.
    version = models.PositiveIntegerField(default=1)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def get_absolute_url(self) -> str:
        return reverse("articles:draft", args=[self.pk])

    @property
    def pictures_url(self) -> str:
        """The address before the names of its pictures."""
        return f"{self.get_absolute_url()}pictures/"

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(str(source), Kind(kind), int(level), str(label), str(language))
            for source, kind, level, label, language in self.blocks_json
        ]

    @blocks.setter
    def blocks(self, blocks: list[Block]) -> None:
        self.blocks_json = [list(astuple(block)) for block in blocks]
