"""How far a person has heard, and what they want to hear of."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import SQL, Block, User, blocked_by
from articles.models import Paragraph
from discussions.models.comments import Comment, CommentQuerySet
from discussions.models.responses import Mention
from discussions.models.threads import Thread, ThreadQuerySet
from groups.horizon import who_reached
from groups.models import Mark, Reading


class Hearing(models.Model):
    """How far one person has heard one thread: to the comment of this number."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hearings"
    )
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="hearings")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "thread"), name="discussions_one_hearing"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.thread} · {self.number}"


class Following(models.Model):
    """That a person follows a thread, or all on a paragraph; or wants to hear nothing of it.

    Where there is no row, they follow the threads in which they speak or are named.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="followings")
    paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.CASCADE, related_name="followings"
    )
    thread = models.ForeignKey(
        Thread, null=True, on_delete=models.CASCADE, related_name="followings"
    )
    is_muted = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(paragraph=None) ^ Q(thread=None), name="discussions_following_of_one"
            ),
            models.UniqueConstraint(
                fields=("user", "thread"), name="discussions_one_following_of_thread"
            ),
            models.UniqueConstraint(
                fields=("user", "reading", "paragraph"),
                name="discussions_one_following_of_paragraph",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.thread or self.paragraph}"


def unheard_by(
    user: User, *, of: Reading | None = None, within: Iterable[Reading] | None = None
) -> CommentQuerySet:
    """What others say that this person may read and has not heard yet, save where they muted it.

    It is in one reading, or in those `within` which it is asked for, or in all of their groups.
    """
    # Threads first: of most of them everything has been heard, and no comment need be looked at.
    threads = Thread.objects.visible_to(user, of=of)
    if of is None:
        readings = Reading.objects.visible_to(user) if within is None else within
        threads = threads.filter(reading__in=readings)
    unheard = with_hearing(threads, user).filter(said__gt=F("heard"), is_muted=False)  # type: ignore[misc]  # annotated
    comments = Comment.objects.standing().filter(thread__in=unheard.values("pk"))
    others = comments.exclude(author=user).exclude(blocked_by(user, "author"))
    return others.filter(number__gt=_heard(user, thread="thread"))


def with_hearing(threads: ThreadQuerySet, user: User) -> ThreadQuerySet:
    """Annotate of each of these threads to which number this person has `heard` it.

    With it comes whether it `is_muted`, by itself or with all on its paragraph.
    """
    return threads.annotate(  # type: ignore[no-redef]  # the attributes are its defaults
        heard=_heard(user, thread="pk"), is_muted=muted_by(user, thread="pk")
    )


def with_listening(comments: CommentQuerySet, user: User) -> CommentQuerySet:
    """Annotate how this person hears each of these comments.

    `heard` is the number to which they have heard its thread; `names_reader` says that they are
    named in it.
    """
    naming = Mention.objects.filter(comment=OuterRef("pk"), user=user)
    return comments.annotate(  # type: ignore[no-redef]  # the attributes are its defaults
        heard=_heard(user, thread="thread"), names_reader=Exists(naming)
    )


def _heard(user: User, *, thread: str) -> SQL:
    return SQL(HEARD, output_field=models.IntegerField(), user=Value(user.pk), thread=thread)


def muted_by(user: User, *, thread: str) -> SQL:
    """Whether this person wants to hear nothing of a thread, or of all on its paragraph.

    `thread` is the field that holds the thread's key. What they chose for it counts first.
    """
    place = {"reading": "reading", "paragraph": "paragraph"}
    is_muted = models.BooleanField()
    return SQL(MUTED, output_field=is_muted, user=Value(user.pk), thread=thread, **place)


HEARD = """
COALESCE((
  SELECT hearing.number FROM discussions_hearing AS hearing
  WHERE hearing.user_id = {user} AND hearing.thread_id = {thread}
), 0)
"""
MUTED = """
COALESCE((
  SELECT chosen.is_muted FROM discussions_following AS chosen
  WHERE chosen.user_id = {user} AND chosen.thread_id = {thread}
), (
  SELECT chosen.is_muted FROM discussions_following AS chosen
  WHERE chosen.user_id = {user}
    AND chosen.reading_id = {reading} AND chosen.paragraph_id = {paragraph}
), FALSE)
"""


def followers_of(comment: Comment) -> QuerySet[User]:
    """Those who follow the thread that a comment is in and may hear it, without its author.

    What somebody chose for the thread counts before what they chose for the paragraph, and that
    before what they do without a choice: following where they speak or are named.
    """
    thread = comment.thread
    chosen = Following.objects.filter(user=OuterRef("pk"))
    of_thread = chosen.filter(thread=thread)
    of_paragraph = chosen.filter(reading=comment.reading_id, paragraph=comment.paragraph_id)
    speaking = Comment.objects.filter(thread=thread, author=OuterRef("pk"), deleted_at=None)
    naming = Mention.objects.filter(comment__thread=thread, user=OuterRef("pk"))
    deaf = Block.objects.filter(blocker=OuterRef("pk"), blocked=comment.author_id)
    followers = User.objects.annotate(
        is_muted=Coalesce(
            Subquery(of_thread.values("is_muted")), Subquery(of_paragraph.values("is_muted"))
        )
    ).filter(
        Q(is_muted=False) | Q(Exists(speaking) | Exists(naming), is_muted=None),
        who_reached(comment.reading, comment.paragraph),
        ~Exists(deaf),
    )
    if thread.is_stuck:
        marks = Mark.objects.filter(reading=comment.reading_id, paragraph=comment.paragraph_id)
        past = marks.filter(is_carried=False).values("membership__user")
        followers = followers.filter(Q(pk__in=past) | Q(pk=thread.stuck.asker_id))
    if not thread.is_public:
        followers = followers.filter(Q(pk=thread.opened_by_id) | Q(pk=thread.partner_id))
    return followers.filter(~Q(pk=comment.author_id))
