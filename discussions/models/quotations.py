"""Words of a paragraph that a comment speaks of."""

from django.db import models

from discussions.models.comments import Comment
from discussions.quoting import Quote


class Quotation(models.Model):
    """Quoted words, so that they are found again when the text is edited.

    A TextQuoteSelector with a TextPositionSelector of the W3C's Web Annotation Data Model
    (https://www.w3.org/TR/annotation-model/), over the plain words of the paragraph: positions
    count characters.
    """

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="quotation")
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # The language of the version that was read.
    language = models.CharField(max_length=10)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="discussions_quotation_of_words"
            ),
        )

    def __str__(self) -> str:
        return self.exact

    @property
    def quote(self) -> Quote:
        return Quote(self.exact, self.prefix, self.suffix, self.start, self.end, self.language)


def quotation_of(comment: Comment) -> Quotation | None:
    """What a comment quotes, for those who may have its words."""
    return None if comment.withheld else getattr(comment, "quotation", None)
