"""Articles and the paragraphs that they are made of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.blocks import Block, Kind
from articles.languages import direction, language_name

KINDS = {
    Kind.HEADING: _("Heading"),
    Kind.TEXT: _("Text"),
    Kind.QUOTE: _("Quotation"),
    Kind.VERSE: _("Verse"),
    Kind.LIST_ITEM: _("List item"),
    Kind.CODE: _("Code"),
}


class Text(models.Model):
    """What an article and its draft have in common: who wrote it, in which language, from where."""

    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    source = models.CharField(_("source"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, the way this text's language is written."""
        return direction(self.language)

    @property
    def language_name(self) -> str:
        """The language's name in itself."""
        return language_name(self.language)


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> "ArticleQuerySet":
        """The articles that this person finds in the library."""
        return self.filter(Q(is_public=True) | Q(added_by=user))

    def with_length(self) -> "ArticleQuerySet":
        """Annotate `length`, the number of paragraphs."""
        return self.annotate(length=models.Count("paragraphs"))


class Article(Text):
    """A text, cut in paragraphs, that groups read."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="articles"
    )
    is_public = models.BooleanField(_("everyone here may find and read it"), default=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.pk])


class Paragraph(models.Model):
    """One addressable block of an article; its key is its identity and outlives edits."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, KINDS[kind]) for kind in Kind])
    level = models.PositiveSmallIntegerField(default=0)
    source = models.TextField()
    html = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("article", "position"), name="articles_paragraph_position"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="articles_paragraph_from_1"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="articles_paragraph_kind"
            ),
        )

    def __str__(self) -> str:
        return f"¶ {self.position}"

    @property
    def is_heading(self) -> bool:
        return self.kind == Kind.HEADING

    @property
    def rank(self) -> int:
        """The level of its HTML heading, 2 to 6: the title of the article is the page's first."""
        return min(max(self.level, 2), 6)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User) -> "DraftQuerySet":
        return self.filter(added_by=user)


class Draft(Text):
    """An article on its way in: its cut blocks, mended by the person who brings it."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    is_public = models.BooleanField(_("everyone here may find and read it"), default=False)
    blocks_json = models.JSONField(default=list)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def get_absolute_url(self) -> str:
        return reverse("articles:draft", args=[self.pk])

    @property
    def blocks(self) -> list[Block]:
        return [Block(str(text), Kind(kind), int(level)) for kind, level, text in self.blocks_json]

    @blocks.setter
    def blocks(self, blocks: list[Block]) -> None:
        self.blocks_json = [[block.kind, block.level, block.source] for block in blocks]
