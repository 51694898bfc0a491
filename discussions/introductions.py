"""The invitation to answer somebody with whom one has not exchanged yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import User, compiled
from articles.markdown.comments import plain
from discussions.circle import Ties, ties_among
from discussions.models import Comment, CommentQuerySet, Kind, NotNow, muted_by
from discussions.ties import exchanges_in
from groups.models import Mark, Membership, Reading

WORDS = 32


@dataclass(frozen=True)
class Introduction:
    """A question of somebody not met yet, which waits where both have been."""

    question: Comment
    words: str

    @property
    def person(self) -> User:
        assert self.question.author
        return self.question.author


def introduction_in(
    membership: Membership, *, reading: Reading | None = None
) -> Introduction | None:
    """Whom this member may meet today in their group, or in one reading of it; None: nobody.

    Of those whose open questions they have reached it is the one with the fewest ties, then one
    by lot. It stays for the day: what comes up meanwhile waits behind it. Who has put one off is
    offered none for the rest of the day, and that question never again.
    """
    if not membership.is_active:
        return None
    asked = _questions(membership, membership.user, membership.group_id)
    if reading is not None:
        asked = [one for one in asked if one.reading_id == reading.pk]
    if not asked or _has_put_off_today(membership):
        return None
    ties = _ties_in({one.reading_id for one in asked}, membership)
    today, me = _midnight(), membership.user_id
    unmet = [one for one in asked if not ties[one.reading_id].has(me, _author(one))]

    def order(question: Comment) -> tuple[datetime, int, str]:
        came_up = max(today, question.created_at, _reached_at(question))
        lot = sha256(f"{today} {me} {question.pk}".encode()).hexdigest()
        return came_up, ties[question.reading_id].of(_author(question), before=today), lot

    question = min(unmet, key=order, default=None)
    if question is None:
        return None
    return Introduction(question, Truncator(plain(question.source)).words(WORDS))


def _has_put_off_today(membership: Membership) -> bool:
    """Whether this member wants to be invited no more today in this group."""
    put_off = NotNow.objects.filter(user=membership.user_id, created_at__gte=_midnight())
    return put_off.filter(thread__reading__group=membership.group_id).exists()


@compiled
def _questions(membership: Membership, user: User, group: int) -> CommentQuerySet:
    """Open questions of others who read on, as far as this member has come and wants to hear.

    Who asked has come so far, too; and they were never put off.
    """
    others = Membership.objects.active().seen_by(user).filter(group=group)
    put_off = NotNow.objects.filter(user=user)
    mine = Mark.objects.filter(
        membership=membership, reading=OuterRef("reading"), paragraph=OuterRef("paragraph")
    )
    return (
        Comment.objects.visible_to(user)
        .standing()
        .filter(
            ~Exists(put_off.filter(thread=OuterRef("thread"))),
            reading__group=group,
            parent=None,
            paragraph__removed_in=None,
            thread__kind=Kind.QUESTION,
            thread__answer=None,
            thread__opened_by=F("author"),
            author__in=others.values("user"),
        )
        .exclude(author=user)
        .annotate(
            is_muted=muted_by(user, thread="thread"), reached_at=Subquery(mine.values("created_at"))
        )
        .filter(is_muted=False)
        .select_related("author", "paragraph", "reading__article")
    )


def _ties_in(readings: Collection[int], membership: Membership) -> dict[int, Ties]:
    present = Membership.objects.present().filter(group=membership.group_id)
    people = list(present.values_list("user", flat=True))
    exchanges = exchanges_in(membership.group_id, membership.user)
    return {reading: ties_among(people, exchanges[reading]) for reading in readings}


def _author(question: Comment) -> int:
    assert question.author_id
    return question.author_id


def _reached_at(question: Comment) -> datetime:
    """When the member marked its paragraph; who stands at it has just come there."""
    marked: datetime | None = question.reached_at  # type: ignore[attr-defined]  # annotated
    return marked or timezone.now()


def _midnight() -> datetime:
    """When the day began where the member lives."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
