"""The index: the words by which search finds paragraphs and titles."""

from django.db import models
from django.db.models import Q

from articles.models.paragraphs import Paragraph
from articles.models.texts import Article


class Entry(models.Model):
    """The words of a paragraph; without one, those of an article's title and author.

    `articles.search.index` keeps it in step. The database has an index over both fields, an FTS5
    table on SQLite and a column of its own on PostgreSQL, and keeps that in step by itself.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="entries")
    paragraph = models.OneToOneField(Paragraph, null=True, on_delete=models.CASCADE)
    # Folded, in their order, with a space around each.
    words = models.TextField()
    # By what else the words are found: their variants and stems, each with a space behind it.
    forms = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("article",), condition=Q(paragraph=None), name="articles_entry_of_title"
            ),
        )

    def __str__(self) -> str:
        return self.words
