"""Changing and taking back one's own words, each act whole or not at all."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.markdown import render
from discussions import notifications
from discussions.actions.counting import recount, stir
from discussions.actions.mentioning import mention
from discussions.models import Comment, Preparation, Quotation
from discussions.search import forget, index


class EditedMeanwhile(Exception):
    """Refused: the comment was changed since this edit began. Holds the comment as it is now."""

    def __init__(self, comment: Comment) -> None:
        super().__init__()
        self.comment = comment


@transaction.atomic
def edit(comment: Comment, *, source: str, version: int) -> Comment:
    """Change a comment's words; what they were before is kept beside them.

    Raises EditedMeanwhile unless `version` is still the newest, and the words stand.
    """
    current = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if current.version != version or current.is_deleted or current.is_hidden:
        raise EditedMeanwhile(current)
    current.versions.create(
        number=current.version,
        source=current.source,
        said_at=current.edited_at or current.created_at,
    )
    current.source = source
    current.html = render(source)
    current.edited_at = timezone.now()
    current.version += 1
    current.save(update_fields=["source", "html", "edited_at", "version"])
    current.changing_drafts.all().delete()
    mention(current)
    notifications.tell_named.enqueue(current.pk)
    index(current)
    stir(current.thread_id)
    return current


@transaction.atomic
def delete(comment: Comment) -> None:
    """Take a comment's words away, and what they called forth; replies keep their place."""
    current = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if current.is_deleted:
        return
    Comment.objects.filter(pk=comment.pk).update(
        source="", html="", deleted_at=timezone.now(), version=F("version") + 1
    )
    forget([comment.pk])
    answers = (comment.versions, comment.mentions, comment.reactions, comment.helps)
    for gone in (*answers, comment.changing_drafts):
        gone.all().delete()
    Preparation.objects.filter(comment=comment).delete()
    Quotation.objects.filter(comment=comment).delete()
    recount([comment.thread_id])
