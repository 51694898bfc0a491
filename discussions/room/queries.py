"""What a room asks the database for, each question put together once for all rooms."""

from collections.abc import Collection

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import Block, User, compiled
from articles.models import Article, Paragraph
from discussions.models import (
    Comment,
    CommentDraft,
    CommentQuerySet,
    Following,
    Heirloom,
    Kind,
    Reaction,
    Stuck,
    StuckQuerySet,
    Thread,
    ThreadQuerySet,
    unheard_by,
    with_hearing,
    with_listening,
)
from discussions.signs import Given
from groups.models import Mark, Membership, Place, Reading, StudySession
from groups.models.memberships import MembershipQuerySet
from groups.models.readings import PlaceQuerySet

FACE = ("id", "display_name", "picture")


def _besides(model: type[Model], way: str, shown: Collection[str]) -> list[str]:
    """The fields of what this way leads to, but for those that are shown."""
    names = (field.name for field in model._meta.concrete_fields)
    return [f"{way}__{name}" for name in names if name not in shown]


# What a voice does not show of its author.
_BESIDES_AUTHOR = _besides(User, "author", FACE)


@compiled
def places_of(user: User, reading: int) -> PlaceQuerySet:
    """Where the person stands in a reading, if they are in its group, and what there is for them.

    That is besides the text, which has `length` paragraphs.
    """
    threads = Thread.objects.filter(reading=reading)
    text = Paragraph.objects.filter(article=OuterRef("reading__article"))
    current = text.current().order_by()
    counted = current.values("article").annotate(number=Count("pk")).values("number")
    related = ("reading__group", "reading__article", "reading__closed_from")
    return (
        Place.objects.select_related("membership__group", "paragraph", *related)
        .annotate(
            length=Coalesce(Subquery(counted), 0),
            has_removed=Exists(text.removed()),
            is_translated=Exists(
                Article.objects.filter(translation_of=OuterRef("reading__article"))
            ),
            has_blocks=Exists(Block.objects.by(user)),
            has_followings=Exists(Following.objects.filter(user=user, reading=reading)),
            has_drafts=Exists(CommentDraft.objects.filter(user=user, reading=reading)),
            has_stuck=Exists(Stuck.objects.filter(reading=reading)),
            has_session=Exists(StudySession.objects.open().filter(reading=reading)),
            is_prepared=Exists(threads.filter(kind=Kind.PREPARATION)),
            inherits=Exists(Heirloom.objects.filter(reading=reading)),
        )
        .filter(reading=reading, membership__in=Membership.objects.of(user))
    )


@compiled
def versions_besides(article: Article, user: User) -> QuerySet[Article]:
    """The translations of an article that the person may read."""
    listed = Article.objects.listed_for(user).filter(translation_of=article)
    return listed.order_by("language", "pk")


@compiled
def paragraphs_of(article: Article, key: int) -> QuerySet[Paragraph]:
    """The paragraph of a text with this key, be it removed or not."""
    return Paragraph.objects.filter(article=article, pk=key).select_related("merged_into")


@compiled
def marks_of(reading: Reading, membership: int) -> QuerySet[Mark, tuple[int, bool]]:
    """The keys of the paragraphs that a member has marked, and whether a revision did it."""
    marks = Mark.objects.filter(reading=reading, membership=membership)
    return marks.values_list("paragraph", "is_carried")


@compiled
def voices_in(reading: Reading, user: User) -> QuerySet[Thread, tuple[int, int]]:
    """How much is said that the person may read, by the paragraphs' keys.

    In the threads that they may read it is all, in others what they have said themselves.
    """
    own = Comment.objects.standing().filter(thread=OuterRef("pk"), author=user).order_by()
    said = Subquery(own.values("thread").annotate(number=Count("pk")).values("number"))
    threads = Thread.objects.within_reach(user, of=reading).order_by()
    heard = Case(When(is_visible=True, then=F("voices")), default=Coalesce(said, 0))
    return threads.values_list("paragraph").annotate(number=Sum(heard))


@compiled
def news_in(reading: Reading, user: User) -> QuerySet[Comment, tuple[int, int]]:
    """How much is new to the person, by the paragraphs' keys."""
    unheard = unheard_by(user, of=reading).order_by()
    return unheard.values_list("paragraph").annotate(Count("pk"))


@compiled
def stuck_in(reading: Reading, user: User) -> QuerySet[Stuck, tuple[int, int, int, int]]:
    """How many are stuck now, were ever, and whether the person is, by the paragraphs' keys."""
    now = Count("pk", filter=Exists(Stuck.objects.open().filter(pk=OuterRef("pk"))))
    mine = Count("pk", filter=Q(asker=user, cleared_at=None))
    seen = Stuck.objects.visible_to(user).filter(reading=reading).order_by().values("paragraph")
    counted = seen.annotate(now=now, times=Count("pk"), mine=mine)
    return counted.values_list("paragraph", "now", "times", "mine")


@compiled
def inherited_in(reading: Reading, user: User) -> QuerySet[Heirloom, int]:
    """The keys of the paragraphs where those from before have left the person something."""
    reached = Heirloom.objects.within_reach(user).filter(reading=reading)
    return reached.order_by().values_list("paragraph", flat=True).distinct()


@compiled
def stuck_at(reading: Reading, paragraph: int, user: User) -> StuckQuerySet:
    """Those whom the person may know to be stuck, or to have been, at a paragraph."""
    return _stuck(user).filter(reading=reading, paragraph=paragraph)


@compiled
def stuck_of(thread: int, user: User) -> StuckQuerySet:
    """What a thread tells of, if the person may see it."""
    return _stuck(user).filter(thread=thread)


@compiled
def comments_on(reading: Reading, paragraph: int, user: User) -> CommentQuerySet:
    """What is said on a paragraph, with what holds its place, as the person hears it."""
    reached = Comment.objects.within_reach(user, of=reading)
    return _as_heard(reached, user).filter(paragraph=paragraph)


@compiled
def comments_in(thread: int, user: User) -> CommentQuerySet:
    """What is said in a thread, in the same way."""
    return _as_heard(Comment.objects.within_reach(user), user).filter(thread=thread)


@compiled
def threads_at(reading: Reading, paragraph: int) -> ThreadQuerySet:
    """The threads on a paragraph, for what a person may hear of what is said in them."""
    return _threads().filter(reading=reading, paragraph=paragraph)


@compiled
def threads_with(key: int) -> ThreadQuerySet:
    """The thread with this key, in the same way."""
    return _threads().filter(pk=key)


@compiled
def signs_on(reading: Reading, paragraph: int) -> QuerySet[Reaction, Given]:
    """The signs at what is said on a paragraph: at which comment, which one, and who gave it."""
    return _signs().filter(comment__reading=reading, comment__paragraph=paragraph)


@compiled
def signs_in(thread: int) -> QuerySet[Reaction, Given]:
    """The signs in a thread, in the same way."""
    return _signs().filter(comment__thread=thread)


@compiled
def signs_at(comment: int) -> QuerySet[Reaction, Given]:
    """The signs at a comment, in the same way."""
    return _signs().filter(comment=comment)


@compiled
def followings_of(user: User, reading: Reading) -> QuerySet[Following]:
    """What the person has chosen to follow or to mute."""
    return Following.objects.filter(user=user, reading=reading)


@compiled
def partners_of(user: User, group: int) -> QuerySet[Membership, tuple[int, str]]:
    """The members of a group whom the person may speak to alone: those whom they want to see."""
    others = Membership.objects.present().filter(group=group).seen_by(user).exclude(user=user)
    return _named(others)


@compiled
def members_of(user: User, group: int) -> QuerySet[Membership, tuple[int, str]]:
    """The members of a group whom the person wants to see, themselves as well."""
    return _named(Membership.objects.present().filter(group=group).seen_by(user))


@compiled
def threads_heard(reading: Reading, user: User) -> ThreadQuerySet:
    """The threads of which the person may read something, in the order of the text."""
    reached = Thread.objects.within_reach(user, of=reading)
    return with_hearing(reached, user).order_by(
        "paragraph__position",
        F("paragraph__removed_in").asc(nulls_last=True),
        "paragraph",
        "created_at",
        "pk",
    )


def _named(members: MembershipQuerySet) -> QuerySet[Membership, tuple[int, str]]:
    by_name = members.order_by("user__display_name", "pk")
    return by_name.values_list("user", "user__display_name")


def _stuck(user: User) -> StuckQuerySet:
    return Stuck.objects.visible_to(user).select_related("thread", "asker")


def _threads() -> ThreadQuerySet:
    return Thread.objects.select_related("opened_by", "partner", "stuck")


def _signs() -> QuerySet[Reaction, Given]:
    return Reaction.objects.values_list("comment", "sign", "user", "user__display_name")


def _as_heard(reached: CommentQuerySet, user: User) -> CommentQuerySet:
    said = reached.select_related("author", "quotation", "preparation").defer(*_BESIDES_AUTHOR)
    return with_listening(said, user)
