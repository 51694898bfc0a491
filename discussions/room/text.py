"""The text of a reading room."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from django.utils.translation import get_language

from accounts.models import User
from accounts.requests import first_or_404
from articles.models import Article, Paragraph
from articles.pages import Page, Pages
from articles.passage import Passage
from discussions.room import queries
from groups.models import Reading
from groups.permissions import may_lead, may_mark


class RoomText:
    """What a member reads in a reading; every part is fetched once, when asked for."""

    def __init__(self, key: int, user: User) -> None:
        """The reading with this key; raises Http404 where the person is not in its group."""
        self.user = user
        self.place = first_or_404(queries.places_of(user, key))
        self.reading: Reading = self.place.reading
        self.article = self.reading.article
        self.may_mark = may_mark(self.place.membership)
        self.may_lead = may_lead(self.place.membership)

    @cached_property
    def pages(self) -> Pages:
        return Pages(self.place.length)  # type: ignore[attr-defined]  # annotated

    @cached_property
    def page(self) -> Page:
        """The page of the text that is shown: the one of the reader's place, if none is set."""
        return self.pages.at(self.place.number or 1)

    @cached_property
    def passage(self) -> Passage:
        return Passage(self.article, self.pages, self.page)

    @property
    def text(self) -> Sequence[Paragraph]:
        """The paragraphs on the page."""
        return self.passage.paragraphs

    def paragraphs_with(self, keys: Iterable[int]) -> dict[int, Paragraph]:
        """The paragraphs of the text with these keys."""
        if self.page.is_only:
            wanted = set(keys)
            return {one.pk: one for one in self.text if one.pk in wanted}
        return self.article.text.in_bulk(keys)

    @cached_property
    def versions(self) -> list[Article]:
        """The article, and its translations that the reader may read."""
        if not self.place.is_translated:  # type: ignore[attr-defined]  # annotated
            return [self.article]
        return [self.article, *queries.versions_besides(self.article, self.user)]

    @cached_property
    def version(self) -> Article:
        """The one that is shown: in the chosen language, else a reader's own, else the group's."""
        in_language = {version.language: version for version in reversed(self.versions)}
        mine = (get_language(), *self.user.languages)
        wanted = (self.place.language, *mine, self.reading.language)
        return next((in_language[code] for code in wanted if code in in_language), self.article)

    @cached_property
    def next_chapter(self) -> Article | None:
        """What stands next in the collection, for those who have read all of this text."""
        if self.article.collection_id is None or not self.place.is_finished:
            return None
        return Article.objects.visible_to(self.user).after(self.article).first()

    def translated(self, paragraphs: Sequence[Paragraph]) -> dict[int | None, list[Paragraph]]:
        """The paragraphs of the shown translation by the keys of those that they translate.

        What has no translation is in the language of the article, then, not of what is shown.
        """
        translated: dict[int | None, list[Paragraph]] = defaultdict(list)
        if self.version == self.article:
            return translated
        for paragraph in self.version.text.filter(original__in=paragraphs):
            translated[paragraph.original_id].append(paragraph)
        for paragraph in paragraphs:
            paragraph.language = paragraph.language or self.article.language
        return translated
