"""The reading room: the text with members in one margin and voices in the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.shortcuts import get_object_or_404

from accounts.models import User
from articles.models import Paragraph
from discussions.models import Comment, CommentQuerySet, Thread
from discussions.permissions import may_comment
from discussions.tree import Voice, drawn, roots
from groups.models import Mark, Membership, Place, Reading
from groups.permissions import may_mark
from groups.progress import Progress, progress_of

FACES = 4


@dataclass(frozen=True)
class RoomParagraph:
    """A paragraph as one reader meets it in the room."""

    paragraph: Paragraph
    is_read: bool
    is_place: bool
    is_reached: bool
    standing: Sequence[Membership]
    voices: int

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
            Place.objects.select_related("membership", "paragraph"),
            reading=reading,
            membership__in=Membership.objects.of(user),
        )
        self.may_mark = may_mark(self.place.membership)

    @cached_property
    def text(self) -> Sequence[Paragraph]:
        return list(self.article.paragraphs.all())

    @cached_property
    def marked(self) -> set[int]:
        """The keys of the paragraphs that the reader has marked."""
        marks = Mark.objects.filter(reading=self.reading, membership=self.place.membership_id)
        return set(marks.values_list("paragraph", flat=True))

    @cached_property
    def progress(self) -> Progress:
        return progress_of(list(self.reading.places.standing()), total=len(self.text))

    @cached_property
    def voices(self) -> Counter[int]:
        """How many comments the reader may see on each paragraph, by the paragraph's key."""
        threads = Thread.objects.filter(reading=self.reading).within_horizon(self.user)
        own = Comment.objects.standing().filter(reading=self.reading, author=self.user)
        beyond = own.exclude(thread__in=threads).order_by()
        own_counts = dict(beyond.values_list("paragraph").annotate(Count("pk")))
        return Counter(threads.voices_by("paragraph") | own_counts)

    @cached_property
    def paragraphs(self) -> list[RoomParagraph]:
        return [self.seen(paragraph) for paragraph in self.text]

    def paragraphs_between(self, *ends: Paragraph | None) -> list[RoomParagraph]:
        """Those from the first to the last of these; None stands for the end of the text."""
        positions = [end.position if end else len(self.text) for end in ends]
        return [self.seen(p) for p in self.text[min(positions) - 1 : max(positions)]]

    def seen(self, paragraph: Paragraph) -> RoomParagraph:
        return RoomParagraph(
            paragraph,
            is_read=paragraph.pk in self.marked,
            is_place=paragraph.pk == self.place.paragraph_id,
            is_reached=self.has_reached(paragraph),
            standing=self.progress.at.get(paragraph.position, ()),
            voices=self.voices[paragraph.pk],
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
        return len(self.progress.standings) - len(self.finished)

    def discussion(self, paragraph: Paragraph) -> list[Voice]:
        """What the reader may see of this paragraph's discussion."""
        return roots(drawn(self._comments().filter(paragraph=paragraph)))

    def voices_of_thread(self, comment: Comment) -> dict[int, Voice]:
        """The voices of the thread that this comment is in, by the comments' keys."""
        return drawn(self._comments().filter(thread=comment.thread_id))

    def _comments(self) -> CommentQuerySet:
        visible = Comment.objects.visible_to(self.user).filter(reading=self.reading)
        return visible.select_related("author")
