"""What becomes of a person's words when their account is erased."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actions.traces import forget_tasks
from accounts.models import User
from discussions.models import Comment, Report, Thread
from groups.actions.erasure import hold_groups


@transaction.atomic
def erase_words(
    sender: object = None, *, user: User, emails: Collection[str], keeps_words: bool, **_more: Any
) -> None:
    """Take a person's words out of all discussions, or leave them there without a name.

    Replies keep their place. What the person reported is settled by its leaders without them.
    """
    hold_groups(user)
    mine = Comment.objects.filter(author=user)
    if not keeps_words:
        reports = Report.objects.filter(comment__in=mine)
        forget_tasks({"report_pk": set(reports.values_list("pk", flat=True))})
        reports.delete()
        _hush(user)
    mine.update(author=None)
    Report.objects.filter(reporter=user).update(reporter=None, words="")


def _hush(user: User) -> None:
    mine = Comment.objects.filter(author=user)
    threads = set(mine.values_list("thread", flat=True))
    mine.update(
        source="",
        html="",
        deleted_at=Coalesce("deleted_at", timezone.now()),
        edited_at=None,
        hidden_at=None,
        hidden_by=None,
        hidden_reason="",
        version=F("version") + 1,
    )
    _count_voices(threads)


def _count_voices(threads: Collection[int]) -> None:
    standing = Comment.objects.standing().filter(thread=OuterRef("pk")).order_by()
    counted = standing.values("thread").annotate(number=Count("pk")).values("number")
    Thread.objects.filter(pk__in=threads).update(voices=Coalesce(Subquery(counted), 0))
