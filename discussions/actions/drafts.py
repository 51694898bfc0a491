"""Keeping words that are not said yet, and letting them go when they are."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions.live import tell_of_writing
from discussions.models import Comment, CommentDraft
from discussions.models.drafts import Spot


@transaction.atomic
def keep_draft(
    spot: Spot, *, text: str, chosen: Mapping[str, str], key: uuid.UUID | None = None
) -> None:
    """Keep these words for who writes there, in place of earlier ones.

    Words that say nothing are let go; so are those that were said meanwhile, in the form named by
    `key`.
    """
    if text.strip() and not _is_said(spot, text, key):
        words = {"text": text, "chosen": chosen, "updated_at": timezone.now()}
        CommentDraft.objects.update_or_create(**vars(spot), defaults=words)
        tell_of_writing(spot, chosen.get("kind", ""))
    else:
        CommentDraft.objects.filter(**vars(spot)).delete()


def drop_draft(comment: Comment) -> None:
    """Let go of the words that this comment was until it was said, in the same transaction."""
    assert comment.author_id
    _hold(comment.author_id)
    CommentDraft.objects.filter(
        user=comment.author_id,
        reading=comment.reading_id,
        paragraph=comment.paragraph_id,
        answers=comment.parent_id,
        changes=None,
    ).delete()


def _is_said(spot: Spot, text: str, key: uuid.UUID | None) -> bool:
    """Whether they are said already; who is about to say them waits, or has been waited for."""
    if spot.changes:
        held = Comment.objects.select_for_update(of=("self",), no_key=True)
        return held.get(pk=spot.changes.pk).source.strip() == text.strip()
    _hold(spot.user.pk)
    return key is not None and Comment.objects.filter(author=spot.user, key=key).exists()


def _hold(user_pk: int) -> None:
    list(User.objects.select_for_update(no_key=True).filter(pk=user_pk).values_list("pk"))
