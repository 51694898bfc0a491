"""Articles, and collections of them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.languages import direction, language_name
from accounts.models import User
from articles.grants import granted_to

if TYPE_CHECKING:
    from articles.models.paragraphs import ParagraphQuerySet


class Visibility(models.TextChoices):
    """Who may find and read a text, besides the person who brought it."""

    PUBLIC = "public", _("Everyone on this site")
    UNLISTED = "unlisted", _("Everyone who has its address")
    GROUPS = "groups", _("Only the groups that read it")


class Text(models.Model):
    """What articles, collections and drafts have in common: who wrote it, in which language."""

    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    source = models.CharField(_("source"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    visibility = models.CharField(
        _("who may find and read it"),
        max_length=10,
        choices=Visibility,
        default=Visibility.GROUPS,
    )
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

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


class CollectionQuerySet(models.QuerySet["Collection"]):
    def listed_for(self, user: User) -> "CollectionQuerySet":
        """The collections that this person finds in the library."""
        return self.filter(_listed_collection(user))

    def visible_to(self, user: User) -> "CollectionQuerySet":
        """The collections that this person may open, with those that one must be told of."""
        return self.filter(_listed_collection(user) | Q(visibility=Visibility.UNLISTED))


class Collection(Text):
    """Articles in an order: the chapters of a book, the lessons of a course."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="collections"
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")

    def get_absolute_url(self) -> str:
        return reverse("articles:collection", args=[self.pk])


class ArticleQuerySet(models.QuerySet["Article"]):
    def listed_for(self, user: User) -> "ArticleQuerySet":
        """The articles that this person finds in the library and in search."""
        return self.filter(_listed(user))

    def visible_to(self, user: User) -> "ArticleQuerySet":
        """The articles that this person may read, with those that one must be told of."""
        return self.filter(_listed(user) | Q(visibility=Visibility.UNLISTED))

    def after(self, chapter: "Article") -> "ArticleQuerySet":
        """The chapters of the same collection behind this one, the next one first."""
        return self.filter(collection=chapter.collection_id, chapter__gt=chapter.chapter).order_by(
            "chapter"
        )

    def before(self, chapter: "Article") -> "ArticleQuerySet":
        """The chapters of the same collection before this one, the nearest one first."""
        return self.filter(collection=chapter.collection_id, chapter__lt=chapter.chapter).order_by(
            "-chapter"
        )

    def with_length(self) -> "ArticleQuerySet":
        """Annotate `length`, the number of paragraphs."""
        current = Q(paragraphs__removed_in=None)
        return self.annotate(length=models.Count("paragraphs", filter=current))


class Article(Text):
    """A text, cut in paragraphs, that groups read."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="articles"
    )
    collection = models.ForeignKey(
        Collection, null=True, on_delete=models.SET_NULL, related_name="articles"
    )
    # Its number in the collection, from 1.
    chapter = models.PositiveSmallIntegerField(null=True)
    translation_of = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="translations"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("collection", "chapter"), name="articles_article_chapter"
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.pk])

    @property
    def text(self) -> "ParagraphQuerySet":
        """The paragraphs that it is made of now, in order."""
        return self.paragraphs.current()

    @property
    def pictures_url(self) -> str:
        """The address before the names of its pictures."""
        return f"{self.get_absolute_url()}pictures/"


def _listed(user: User) -> Q:
    """The condition on an article that this person finds it."""
    return Q(visibility=Visibility.PUBLIC) | Q(added_by=user) | granted_to(user)


def _listed_collection(user: User) -> Q:
    """The condition on a collection that this person finds it, or may read an article of it."""
    granted = Article.objects.filter(granted_to(user)).values("collection")
    return Q(visibility=Visibility.PUBLIC) | Q(added_by=user) | Q(pk__in=granted)
