"""Writing in discussions, each act whole or not at all."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from articles.markdown import render
from articles.models import Paragraph
from discussions.models import Comment, Thread
from groups.models import Reading


class EditedMeanwhile(Exception):
    """Refused: the comment was changed since this edit began. Holds the comment as it is now."""

    def __init__(self, comment: Comment) -> None:
        super().__init__()
        self.comment = comment


def open_thread(
    reading: Reading, paragraph: Paragraph, *, author: User, source: str, key: uuid.UUID
) -> Comment:
    """Begin a thread on this paragraph with its first comment.

    The same author and key a second time give the comment of the first time.
    """
    return _once(None, reading, paragraph, author=author, source=source, key=key)


def reply(comment: Comment, *, author: User, source: str, key: uuid.UUID) -> Comment:
    """Answer a comment; posting it twice is one reply, as with `open_thread`."""
    return _once(comment, comment.reading, comment.paragraph, author=author, source=source, key=key)


def _once(
    parent: Comment | None,
    reading: Reading,
    paragraph: Paragraph,
    *,
    author: User,
    source: str,
    key: uuid.UUID,
) -> Comment:
    try:
        with transaction.atomic():
            thread = (
                parent.thread
                if parent
                else Thread.objects.create(reading=reading, paragraph=paragraph)
            )
            comment = Comment.objects.create(
                thread=thread,
                reading=reading,
                paragraph=paragraph,
                parent=parent,
                author=author,
                source=source,
                html=render(source),
                key=key,
            )
            Thread.objects.filter(pk=thread.pk).update(voices=F("voices") + 1)
    except IntegrityError:
        return Comment.objects.get(author=author, key=key)
    return comment


@transaction.atomic
def edit(comment: Comment, *, source: str, version: int) -> Comment:
    """Change a comment's words.

    Raises EditedMeanwhile unless `version` is still the newest, and the words stand.
    """
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if current.version != version or current.is_deleted or current.is_hidden:
        raise EditedMeanwhile(current)
    current.source = source
    current.html = render(source)
    current.edited_at = timezone.now()
    current.version += 1
    current.save(update_fields=["source", "html", "edited_at", "version"])
    return current


@transaction.atomic
def delete(comment: Comment) -> None:
    """Take a comment's words away; its replies keep their place in the thread."""
    # Who hides or shows it meanwhile waits: it is counted out once.
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if current.is_deleted:
        return
    Comment.objects.filter(pk=comment.pk).update(
        source="", html="", deleted_at=timezone.now(), version=F("version") + 1
    )
    if not current.is_hidden:
        Thread.objects.filter(pk=comment.thread_id).update(voices=F("voices") - 1)
