"""The index: the words by which search finds comments."""

from django.db import models

from discussions.models.comments import Comment


class Entry(models.Model):
    """The words of a comment that is not deleted, as `articles.models.Entry` has those of a text.

    `discussions.search.index` keeps it in step, and the database its own index over both fields.
    """

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="entry")
    words = models.TextField()
    forms = models.TextField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words
