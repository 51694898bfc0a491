"""Answering a comment with a small sign, and taking it back; either done twice is done once."""

from django.db import transaction

from accounts.models import User
from discussions.actions.counting import stir
from discussions.models import Comment, Reaction, Sign


@transaction.atomic
def react(comment: Comment, *, user: User, sign: Sign) -> None:
    """Give a sign at a comment; one that was deleted or hidden meanwhile takes none."""
    current = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if current.is_deleted or current.is_hidden:
        return
    _reaction, is_new = Reaction.objects.get_or_create(comment=current, user=user, sign=sign)
    if is_new:
        stir(comment.thread_id)


@transaction.atomic
def unreact(comment: Comment, *, user: User, sign: Sign) -> None:
    """Take a sign back."""
    deleted, _rows = Reaction.objects.filter(comment=comment, user=user, sign=sign).delete()
    if deleted:
        stir(comment.thread_id)
