"""The pictures that a text's figures show."""

from django.db import models
from django.db.models import Q

from articles.models.drafts import Draft
from articles.models.texts import Article


class Picture(models.Model):
    """An image in WebP. It is kept in the database so that it comes and goes with its text."""

    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="pictures"
    )
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="pictures")
    # Made from the content, with the size: see `articles.blocks.PictureName`.
    name = models.CharField(max_length=50)
    content = models.BinaryField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(article=None) ^ Q(draft=None), name="articles_picture_of_one"
            ),
            models.UniqueConstraint(fields=("article", "name"), name="articles_picture_name"),
            models.UniqueConstraint(fields=("draft", "name"), name="articles_draft_picture_name"),
        )

    def __str__(self) -> str:
        return self.name
