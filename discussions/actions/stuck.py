"""Being stuck: saying so, taking it back, and what cleared it; each act whole or not at all."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from articles.markdown import render
from articles.models import Paragraph
from discussions import notifications
from discussions.actions.calling import call_first
from discussions.actions.counting import held, stir
from discussions.live import tell_of, tell_of_withdrawal
from discussions.models import Comment, Help, Kind, Stuck, Thread
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.models import LogEntry, Membership, Reading


def be_stuck(
    reading: Reading,
    paragraph: Paragraph,
    *,
    asker: User,
    source: str = "",
    is_anonymous: bool = False,
) -> Stuck:
    """Say that somebody is stuck at a paragraph, and call those who are past it.

    As long as it is not cleared, saying so again gives what was said the first time.
    """
    try:
        with transaction.atomic():
            thread = Thread.objects.create(
                reading=reading,
                paragraph=paragraph,
                kind=Kind.STUCK,
                opened_by=None if is_anonymous else asker,
            )
            stuck = Stuck.objects.create(
                thread=thread,
                reading=reading,
                paragraph=paragraph,
                asker=asker,
                is_anonymous=is_anonymous,
                source=source,
                html=render(source),
            )
            call_first(stuck)
            tell_of(thread)
            return stuck
    except IntegrityError:
        return Stuck.objects.get(asker=asker, reading=reading, paragraph=paragraph, cleared_at=None)


@transaction.atomic
def tell_more(stuck: Stuck, *, source: str, is_anonymous: bool) -> None:
    """Say in words what the difficulty is, in place of earlier ones, and by name or not."""
    thread = held(stuck.thread_id)
    thread.opened_by_id = None if is_anonymous else stuck.asker_id
    thread.save(update_fields=["opened_by"])
    stuck.source, stuck.html, stuck.is_anonymous = source, render(source), is_anonymous
    stuck.save(update_fields=["source", "html", "is_anonymous"])
    stir(thread.pk)


@transaction.atomic
def take_back(stuck: Stuck) -> bool:
    """Take it back as if it had not been said; what was answered meanwhile stays, cleared.

    Tells whether it is gone.
    """
    thread = held(stuck.thread_id)
    if thread.said:
        clear(stuck)
        return False
    tell_of_withdrawal(thread)
    thread.delete()
    return True


@transaction.atomic
def clear(stuck: Stuck, *, by: Comment | None = None) -> None:
    """Say that it is clear now: thanks to this answer, whose author is told, or by itself.

    What is clear already stays so; an answer that was taken back or hidden meanwhile is none.
    """
    thread = held(stuck.thread_id)
    if by and not Comment.objects.standing().filter(pk=by.pk, thread=thread).exists():
        return
    if not Stuck.objects.filter(pk=stuck.pk, cleared_at=None).update(cleared_at=timezone.now()):
        return
    stuck.refresh_from_db(fields=["cleared_at"])
    if by and stuck.asker_id:
        Thread.objects.filter(pk=thread.pk).update(answer=by)
        Help.objects.get_or_create(comment=by, user_id=stuck.asker_id)
        notifications.tell_cleared.enqueue(stuck.pk)
    stir(thread.pk)


@transaction.atomic
def open_again(stuck: Stuck) -> None:
    """Take back that it is clear, and what was credited for it.

    Nothing happens where the same person is stuck there again meanwhile.
    """
    thread = held(stuck.thread_id)
    mine = Stuck.objects.filter(asker=stuck.asker_id, reading=stuck.reading_id, cleared_at=None)
    if mine.filter(paragraph=stuck.paragraph_id).exists():
        return
    Stuck.objects.filter(pk=stuck.pk).update(cleared_at=None)
    stuck.refresh_from_db(fields=["cleared_at"])
    Help.objects.filter(comment=thread.answer_id, user=stuck.asker_id).delete()
    Thread.objects.filter(pk=thread.pk).update(answer=None)
    stir(thread.pk)


@transaction.atomic
def hide_words(stuck: Stuck, *, by: Membership, reason: str) -> None:
    """Take the words of who is stuck from the members' sight; on record, but not whose they are.

    Raises PermissionDenied, as below, for who does not lead the group any more.
    """
    group = locked_group(stuck.reading.group_id)
    require_lead(by, of=group)
    hidden = Stuck.objects.filter(pk=stuck.pk, hidden_at=None)
    if hidden.update(hidden_at=timezone.now(), hidden_reason=reason):
        record(group, LogEntry.Act.HID, by=by.user, reason=reason)
        stir(stuck.thread_id)


@transaction.atomic
def show_words(stuck: Stuck, *, by: Membership) -> None:
    """Show the hidden words of who is stuck again."""
    group = locked_group(stuck.reading.group_id)
    require_lead(by, of=group)
    hidden = Stuck.objects.filter(pk=stuck.pk).exclude(hidden_at=None)
    if hidden.update(hidden_at=None, hidden_reason=""):
        record(group, LogEntry.Act.RESTORED, by=by.user)
        stir(stuck.thread_id)
