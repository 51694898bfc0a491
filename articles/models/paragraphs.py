"""Paragraphs, the addressable parts of articles."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.languages import direction
from articles.blocks import Block, Kind
from articles.models.revisions import Revision
from articles.models.texts import Article
from articles.pages import Page

# So many rows are written at once: more would not be faster, and SQLite bounds the values of a
# statement.
BATCH = 500

KINDS = {
    Kind.HEADING: _("Heading"),
    Kind.TEXT: _("Text"),
    Kind.QUOTE: _("Quotation"),
    Kind.VERSE: _("Verse"),
    Kind.LIST_ITEM: _("List item"),
    Kind.FIGURE: _("Picture"),
    Kind.TABLE: _("Table"),
    Kind.CODE: _("Code"),
    Kind.FOOTNOTE: _("Footnote"),
}


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    def current(self) -> "ParagraphQuerySet":
        """Those that the text has now, in its order."""
        return self.filter(removed_in=None).order_by("position")

    def on(self, page: Page) -> "ParagraphQuerySet":
        """Those that stand on a page of the text."""
        return self.filter(position__range=(page.first, page.last))

    def removed(self) -> "ParagraphQuerySet":
        """Those that revisions took out, each by the place where it would stand."""
        return self.exclude(removed_in=None).order_by("position", "pk")


class Paragraph(models.Model):
    """One addressable block of an article; its key is its identity and outlives edits.

    A paragraph that a revision removed stays, for what was said on it. Its position is then that
    of the paragraph before which it would stand.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, KINDS[kind]) for kind in Kind])
    level = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=100, blank=True)
    # Empty: the article's.
    language = models.CharField(max_length=10, blank=True)
    source = models.TextField()
    html = models.TextField()
    removed_in = models.ForeignKey(
        Revision, null=True, on_delete=models.RESTRICT, related_name="removed"
    )
    # The paragraph that took in the greater part of this one, when two were joined.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="merged"
    )
    # In a translation: the paragraph of the original that this one says in another language.
    original = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="translations"
    )

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("article", "position"),
                condition=Q(removed_in=None),
                name="articles_paragraph_position",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="articles_paragraph_from_1"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="articles_paragraph_kind"
            ),
        )
        indexes = (models.Index(fields=("article", "position"), name="articles_paragraph_order"),)

    def __str__(self) -> str:
        return f"¶ {self.position}"

    @property
    def block(self) -> Block:
        return Block(self.source, Kind(self.kind), self.level, self.label, self.language)

    @property
    def is_heading(self) -> bool:
        return self.kind == Kind.HEADING

    @property
    def is_removed(self) -> bool:
        return self.removed_in_id is not None

    @property
    def standing(self) -> "Paragraph | None":
        """This paragraph, or the one of the text that stands where it stood; None: no text."""
        if not self.is_removed:
            return self
        text = self.article.text
        into = self.merged_into
        if into is not None and not into.is_removed:
            return into
        return text.filter(position__gte=self.position).first() or text.last()

    @property
    def direction(self) -> str:
        """`rtl` or `ltr` where it is in another language than the article; else empty."""
        return direction(self.language) if self.language else ""

    @property
    def rank(self) -> int:
        """The level of its HTML heading, 2 to 6: the title of the article is the page's first."""
        return min(max(self.level, 2), 6)
