"""What others have prepared on the paragraphs where somebody arrives."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.text import Truncator

from accounts.models import User, compiled
from articles.markdown.comments import plain
from discussions.models import Comment, CommentQuerySet, Hearing, Help, Preparation, preparation_of
from groups.models import Mark, Place

# So many stand in the text itself, each of them with so many words; all are in the discussion.
SHOWN, WORDS = 3, 60


@dataclass(frozen=True)
class Greeting:
    """A preparation as it greets its reader in the text."""

    comment: Comment

    @property
    def preparation(self) -> Preparation | None:
        return preparation_of(self.comment)

    @cached_property
    def _beginning(self) -> tuple[str, bool]:
        words = plain(self.comment.source)
        beginning = Truncator(words).words(WORDS)
        return beginning, beginning == words

    @property
    def beginning(self) -> str:
        """Its first words, without marks."""
        return self._beginning[0]

    @property
    def is_whole(self) -> bool:
        """Whether it is short enough to stand there as it was written."""
        return self._beginning[1]


def greetings_in(place: Place, *, reader: User) -> dict[int, list[Greeting]]:
    """What greets this reader in a reading, by the paragraphs' keys, in the order it was left.

    That is all that others have prepared where the reader stands. Where they have passed since it
    was left, as over a heading, it is what they have neither heard in the discussion nor said that
    it helped.
    """
    found: dict[int, list[Greeting]] = defaultdict(list)
    for comment in _greeting(
        place.reading_id, place.membership_id, place.paragraph_id or 0, reader
    ):
        found[comment.paragraph_id].append(Greeting(comment))
    return found


@compiled
def _greeting(reading: int, membership: int, standing_at: int, reader: User) -> CommentQuerySet:
    prepared_there = Comment.objects.visible_to(reader).standing().preparations()
    passed = Mark.objects.filter(
        reading=reading,
        membership=membership,
        paragraph=OuterRef("paragraph"),
        is_carried=False,
        created_at__gte=OuterRef("created_at"),
    )
    heard = Hearing.objects.filter(user=reader, thread=OuterRef("thread"))
    helped = Help.objects.filter(user=reader, comment=OuterRef("pk"))
    missed = Q(Exists(passed)) & ~Exists(heard) & ~Exists(helped)
    greeting = prepared_there.filter(Q(paragraph=standing_at) | missed, reading=reading)
    others = greeting.exclude(author=reader)
    return others.select_related("author", "preparation", "thread")
