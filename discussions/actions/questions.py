"""What answers a question, as its asker or a leader says."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from discussions import notifications
from discussions.actions.counting import held
from discussions.live import tell_of
from discussions.models import Comment, Thread


@transaction.atomic
def mark_answer(comment: Comment, *, by: User) -> None:
    """Say that this comment answers its thread's question, in place of any other.

    What was taken back or hidden meanwhile answers nothing.
    """
    thread = held(comment.thread_id)
    is_new = thread.answer_id != comment.pk
    if is_new and Comment.objects.standing().filter(pk=comment.pk).exists():
        _answer(thread, comment)
        notifications.tell_answered.enqueue(thread.pk, by.pk)


@transaction.atomic
def take_back_answer(comment: Comment) -> None:
    """Open the question again, if it was this comment that answered it."""
    thread = held(comment.thread_id)
    if thread.answer_id == comment.pk:
        _answer(thread, None)


def _answer(thread: Thread, answer: Comment | None) -> None:
    changed = Thread.objects.filter(pk=thread.pk)
    changed.update(answer=answer, version=F("version") + 1)
    tell_of(thread)
