"""The reading room: the text with members in one margin and voices in the other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from accounts.models import Block, User
from articles.models import Article, Paragraph
from articles.pages import Page, Pages
from articles.passage import Passage
from discussions.models import Comment, CommentQuerySet, Thread
from discussions.permissions import may_comment
from discussions.tree import Voice, drawn, roots
from groups.models import Mark, Membership, Place, Reading
from groups.permissions import may_lead, may_mark
from groups.progress import Progress, progress_of

FACES = 4


@dataclass(frozen=True)
class RoomParagraph:
    """A paragraph as one reader meets it in the room.

    `words` are the paragraphs that say it in the reader's language: of a translation as many as
    it takes, else the paragraph itself.
    """

    paragraph: Paragraph
    words: Sequence[Paragraph]
    is_read: bool
    # Added or moved before the reader's place by a revision, and not marked by them since.
    is_carried: bool
    is_place: bool
    is_reached: bool
    standing: Sequence[Membership]
    voices: int
    # What stood before it, is removed, and has voices that the reader may hear.
    removed: Sequence["RoomParagraph"] = ()

    @property
    def joined(self) -> Paragraph | None:
        """The paragraph of the text that a removed one has become part of."""
        into = self.paragraph.merged_into
        return into if into and not into.is_removed else None

    @property
    def more_standing(self) -> int:
        """How many members stand here besides those whose faces are shown."""
        return max(len(self.standing) - FACES, 0)


class Room:
    """One reading, seen by one of its members; every part is fetched once, when asked for."""

    def __init__(self, reading: Reading, user: User) -> None:
        self.reading = reading
        self.article = reading.article
        self.user = user
        self.place = get_object_or_404(
            Place.objects.select_related("membership", "paragraph")
            .with_length()
            .annotate(has_blocks=Exists(Block.objects.by(user))),
            reading=reading,
            membership__in=Membership.objects.of(user),
        )
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

    @cached_property
    def versions(self) -> list[Article]:
        """The article, and its translations that the reader may read."""
        listed = Article.objects.listed_for(self.user).filter(translation_of=self.article)
        return [self.article, *listed.order_by("language", "pk")]

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

    @cached_property
    def marked(self) -> dict[int, bool]:
        """The keys of the paragraphs that the reader has marked, and whether a revision did it."""
        marks = Mark.objects.filter(reading=self.reading, membership=self.place.membership_id)
        return dict(marks.values_list("paragraph", "is_carried"))

    @cached_property
    def progress(self) -> Progress:
        places = self.reading.places.standing().seen_by(self.user)
        return progress_of(list(places), total=self.pages.length)

    @cached_property
    def voices(self) -> Counter[int]:
        """How many comments the reader may see on each paragraph, by the paragraph's key."""
        threads = Thread.objects.filter(reading=self.reading).within_horizon(self.user)
        own = Comment.objects.standing().filter(reading=self.reading, author=self.user)
        beyond = own.exclude(thread__in=threads).order_by()
        own_counts = Counter(dict(beyond.values_list("paragraph").annotate(Count("pk"))))
        return threads.voices_by("paragraph", unheard=self.blocked) + own_counts

    @cached_property
    def blocked(self) -> set[int]:
        """The keys of those whom the reader has blocked."""
        if not self.place.has_blocks:  # type: ignore[attr-defined]  # annotated
            return set()
        return set(Block.objects.by(self.user).values_list("blocked", flat=True))

    @cached_property
    def paragraphs(self) -> list[RoomParagraph]:
        return self.see(self.text)

    @cached_property
    def removed(self) -> dict[int, list[RoomParagraph]]:
        """The removed paragraphs with voices for the reader, by the positions where they stood."""
        removed: dict[int, list[RoomParagraph]] = defaultdict(list)
        if self.place.removed:  # type: ignore[attr-defined]  # annotated
            heard = [key for key, voices in self.voices.items() if voices]
            for paragraph in self.article.paragraphs.removed().filter(pk__in=heard):
                removed[paragraph.position].append(self._met(paragraph, [paragraph]))
        return removed

    @property
    def removed_at_end(self) -> list[RoomParagraph]:
        """Those that stood behind all that the text has now."""
        return [
            seen
            for position, here in self.removed.items()
            for seen in here
            if position > self.pages.length
        ]

    def paragraphs_between(
        self, *ends: Paragraph | None, on: Sequence[Page]
    ) -> list[RoomParagraph]:
        """Those from the first to the last of these, as far as these pages, which adjoin, go.

        None stands for the end of the text.
        """
        if not on:
            return []
        positions = [end.position if end else self.pages.length for end in ends]
        first = max(min(positions), min(page.first for page in on))
        last = min(max(positions), max(page.last for page in on))
        return self.see(self.article.text.filter(position__range=(first, last)))

    def seen(self, paragraph: Paragraph) -> RoomParagraph:
        return self.see([paragraph])[0]

    def see(self, paragraphs: Iterable[Paragraph]) -> list[RoomParagraph]:
        """These paragraphs as the reader meets them."""
        found = list(paragraphs)
        translated = self._translated(found)
        return [self._met(p, translated.get(p.pk, [p])) for p in found]

    def _translated(self, paragraphs: Sequence[Paragraph]) -> dict[int | None, list[Paragraph]]:
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

    def _met(self, paragraph: Paragraph, words: Sequence[Paragraph]) -> RoomParagraph:
        is_removed = paragraph.is_removed
        return RoomParagraph(
            paragraph,
            words,
            is_read=paragraph.pk in self.marked,
            is_carried=self.marked.get(paragraph.pk, False),
            is_place=paragraph.pk == self.place.paragraph_id,
            is_reached=self.has_reached(paragraph),
            standing=() if is_removed else self.progress.at.get(paragraph.position, ()),
            voices=self.voices[paragraph.pk],
            removed=() if is_removed else self.removed.get(paragraph.position, ()),
        )

    def has_reached(self, paragraph: Paragraph) -> bool:
        return may_comment(self.place, paragraph, has_marked=paragraph.pk in self.marked)

    @property
    def finished(self) -> Sequence[Membership]:
        """The members who have read everything."""
        return self.progress.at.get(None, ())

    @property
    def on_the_way(self) -> int:
        """How many members have not read everything."""
        return self.progress.on_the_way

    def discussion(self, paragraph: Paragraph) -> list[Voice]:
        """What the reader may see of this paragraph's discussion, and what holds its place."""
        return roots(drawn(self._comments().filter(paragraph=paragraph)))

    def voices_of_thread(self, comment: Comment) -> dict[int, Voice]:
        """The voices of the thread that this comment is in, by the comments' keys."""
        return drawn(self._comments().filter(thread=comment.thread_id))

    def _comments(self) -> CommentQuerySet:
        reached = Comment.objects.within_reach(self.user).filter(reading=self.reading)
        return reached.select_related("author")
