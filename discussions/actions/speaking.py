"""Speaking: threads begun and comments answered, each act whole or not at all."""

import uuid
from collections.abc import Callable
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from articles.markdown import render
from articles.models import Paragraph
from discussions import notifications
from discussions.actions.counting import held
from discussions.actions.drafts import drop_draft
from discussions.actions.mentioning import mention
from discussions.live import tell_of
from discussions.models import Comment, Kind, Preparation, Quotation, Stuck, Thread
from discussions.quoting import Quote
from discussions.search import add, entry_of
from groups.models import Reading


def open_thread(
    reading: Reading,
    paragraph: Paragraph,
    *,
    author: User,
    source: str,
    key: uuid.UUID,
    kind: Kind = Kind.TALK,
    partner: User | None = None,
    sort: Preparation.Sort | None = None,
    quotation: Quote | None = None,
) -> Comment:
    """Begin a thread on this paragraph with its first comment.

    A `partner` is whom it is for, where it is for one person; the `sort` is that of a preparation.
    The `quotation` is of words that stand in the paragraph. The same author and key a second time
    give the comment of the first time.
    """

    def thread() -> Thread:
        return Thread.objects.create(
            reading=reading, paragraph=paragraph, kind=kind, opened_by=author, partner=partner
        )

    return _once(
        thread, None, author=author, source=source, key=key, sort=sort, quotation=quotation
    )


def reply(comment: Comment, *, author: User, source: str, key: uuid.UUID) -> Comment:
    """Answer a comment; posting it twice is one reply, as with `open_thread`."""

    def thread() -> Thread:
        return held(comment.thread_id)

    return _once(thread, comment, author=author, source=source, key=key)


def answer_stuck(stuck: Stuck, *, author: User, source: str, key: uuid.UUID) -> Comment:
    """Answer somebody who is stuck; posting it twice is one answer, as with `open_thread`."""

    def thread() -> Thread:
        return held(stuck.thread_id)

    return _once(thread, None, author=author, source=source, key=key)


def _once(
    thread: Callable[[], Thread],
    parent: Comment | None,
    *,
    author: User,
    source: str,
    key: uuid.UUID,
    sort: Preparation.Sort | None = None,
    quotation: Quote | None = None,
) -> Comment:
    try:
        with transaction.atomic():
            comment = _say(thread(), parent, author=author, source=source, key=key)
            if sort:
                Preparation.objects.create(comment=comment, sort=sort)
            if quotation:
                Quotation.objects.create(comment=comment, **asdict(quotation))
            return comment
    except IntegrityError:
        return Comment.objects.get(author=author, key=key)


def _say(
    thread: Thread, parent: Comment | None, *, author: User, source: str, key: uuid.UUID
) -> Comment:
    place = parent or thread
    comment = Comment.objects.create(
        thread=thread,
        number=thread.said + 1,
        reading=place.reading,
        paragraph=place.paragraph,
        parent=parent,
        author=author,
        source=source,
        html=render(source),
        key=key,
    )
    if "@" in source:
        mention(comment)
    Thread.objects.filter(pk=thread.pk).update(
        voices=F("voices") + 1,
        said=comment.number,
        spoken_at=comment.created_at,
        version=F("version") + 1,
    )
    if comment.parent or not thread.is_stuck:
        # What is begun in the paragraph's composer is no answer to who is stuck.
        drop_draft(comment)
    add([entry_of(comment)])
    tell_of(thread)
    if not thread.is_note:
        notifications.spread.enqueue(comment.pk)
    return comment
