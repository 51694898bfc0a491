"""Saying that something helped, and taking it back; either done twice is done once."""

from django.db import transaction

from accounts.models import User
from discussions import notifications
from discussions.models import Comment, Help


@transaction.atomic
def say_helped(comment: Comment, *, user: User) -> None:
    """Tell the author that their words helped; those deleted or hidden meanwhile help nobody."""
    current = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if current.is_deleted or current.is_hidden:
        return
    helped, is_new = Help.objects.get_or_create(comment=current, user=user)
    if is_new:
        notifications.tell_helped.enqueue(helped.pk)


@transaction.atomic
def take_back_help(comment: Comment, *, user: User) -> None:
    """Say no more that this helped."""
    Help.objects.filter(comment=comment, user=user).delete()
