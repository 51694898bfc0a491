"""What has come of a preparation: how many members it has reached, and how many it helped.

Both are counted from marks, places and helps whenever its author looks: reading writes nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User, compiled
from discussions.models import Comment, CommentQuerySet, Help
from groups.models import Mark, Membership, Place, Reading


class Echo(NamedTuple):
    """How many members a preparation has reached, and how many said that it helped them."""

    reached: int
    helped: int


def echoes_of(comments: CommentQuerySet) -> dict[int, Echo]:
    """What has come of each of these comments, by its key: one query for all."""
    return _by_key(_counted(comments))


def echoes_in(group: int, author: User) -> dict[int, Echo]:
    """What has come of what this person has prepared in a group, in the same way."""
    return _by_key(_counted_in(group, author))


class Echoes:
    """What preparations in one reading have done, as one of its members may know it."""

    def __init__(self, reading: Reading, user: User) -> None:
        self.reading = reading
        self.user = user
        self._given: set[int] | None = None
        self._of: dict[int, dict[int, Echo]] = {}

    def has_helped(self, comment: Comment) -> bool:
        """Whether they have said that this helped them."""
        if self._given is None:
            mine = Help.objects.filter(user=self.user, comment__reading=self.reading)
            self._given = set(mine.values_list("comment", flat=True))
        return comment.pk in self._given

    def of(self, comment: Comment) -> Echo:
        """What has come of a preparation of their own; one query for all on its paragraph."""
        key = comment.paragraph_id
        if key not in self._of:
            self._of[key] = _by_key(_counted_on(self.reading, key, self.user))
        return self._of[key].get(comment.pk, Echo(0, 0))


type Counted = QuerySet[Comment, tuple[int, int, int]]


@compiled
def _counted_in(group: int, author: User) -> Counted:
    mine = Comment.objects.standing().preparations().filter(author=author)
    return _counted(mine.filter(reading__group=group))


@compiled
def _counted_on(reading: Reading, paragraph: int, author: User) -> Counted:
    mine = Comment.objects.preparations().filter(author=author, paragraph=paragraph)
    return _counted(mine.filter(reading=reading))


def _counted(comments: CommentQuerySet) -> Counted:
    counted = comments.order_by().annotate(
        reached=_number(_reached(), by="group"),
        helped=_number(Help.objects.filter(comment=OuterRef("pk")), by="comment"),
    )
    return counted.values_list("pk", "reached", "helped")


def _by_key(counted: Iterable[tuple[int, int, int]]) -> dict[int, Echo]:
    return {pk: Echo(reached, helped) for pk, reached, helped in counted}


def _reached() -> QuerySet[Membership]:
    """The members whom a comment on a paragraph has met, but its author.

    They have marked the paragraph since, or stand there, or it helped them. Who shows only how far
    everyone has come is counted only if they have said that it helped.
    """
    on_paragraph = {
        "reading": OuterRef(OuterRef("reading")),
        "paragraph": OuterRef(OuterRef("paragraph")),
        "membership": OuterRef("pk"),
    }
    marked = Mark.objects.filter(
        **on_paragraph, is_carried=False, created_at__gte=OuterRef(OuterRef("created_at"))
    )
    stands = Exists(Place.objects.filter(**on_paragraph)) & ~Q(state=Membership.State.LEFT)
    helped = Help.objects.filter(comment=OuterRef(OuterRef("pk")), user=OuterRef("user"))
    is_placeless = Q(user__place_sharing=User.PlaceSharing.WHOLE)
    members = Membership.objects.filter(
        ~Q(user=OuterRef("author")), group=OuterRef("reading__group")
    )
    return members.filter(Exists(helped) | (~is_placeless & (Q(Exists(marked)) | stands)))


def _number(rows: QuerySet[Membership] | QuerySet[Help], *, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
