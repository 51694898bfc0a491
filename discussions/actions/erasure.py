"""What becomes of a person's words when their account is erased."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.actions.traces import forget_tasks
from accounts.models import User
from discussions.actions.counting import recount, stir
from discussions.actions.mentioning import unname
from discussions.models import (
    Comment,
    Consent,
    Help,
    Kind,
    LegacyNote,
    Mention,
    Preparation,
    Quotation,
    Reaction,
    Report,
    Stuck,
    Thread,
    Version,
)
from discussions.search import forget, sweep
from groups.actions.erasure import hold_groups


@transaction.atomic
def erase_words(
    sender: object = None, *, user: User, emails: Collection[str], keeps_words: bool, **_more: Any
) -> None:
    """Take a person's words out of all discussions, or leave them there without a name.

    Replies keep their place, notes to oneself are torn up, and what others said names the person
    no more. What the person reported is settled by its leaders without them.
    """
    hold_groups(user)
    _tear_up_notes(user)
    _let_go_of_stuck(user, keeps_words=keeps_words)
    unname(user)
    mine = Comment.objects.filter(author=user)
    # Nothing is handed down of who cannot take it back any more.
    Consent.objects.filter(comment__in=mine).delete()
    LegacyNote.objects.filter(comment__in=mine).delete()
    # What they put other words in place of is not to stay, even if the words do.
    Version.objects.filter(comment__in=mine).delete()
    if not keeps_words:
        reports = Report.objects.filter(comment__in=mine)
        forget_tasks({"report_pk": set(reports.values_list("pk", flat=True))})
        reports.delete()
        _hush(user)
    mine.update(author=None)
    Report.objects.filter(reporter=user).update(reporter=None, words="")
    transaction.on_commit(sweep)


def _tear_up_notes(user: User) -> None:
    notes = Thread.objects.filter(opened_by=user, kind=Kind.NOTE)
    # No comment holds another in place when the thread goes with all of them.
    Comment.objects.filter(thread__in=notes).update(parent=None)
    notes.delete()


def _let_go_of_stuck(user: User, *, keeps_words: bool) -> None:
    """Let nobody be called to help the person any more, or know that they were stuck.

    What nobody has answered goes; where others did, it stays without a name, and with its words
    only if these are kept.
    """
    Thread.objects.filter(stuck__asker=user, said=0).delete()
    mine = Stuck.objects.filter(asker=user)
    threads = list(mine.values_list("thread", flat=True))
    stir(*threads)
    Thread.objects.filter(pk__in=threads).update(opened_by=None)
    mine.filter(cleared_at=None).update(cleared_at=timezone.now())
    if not keeps_words:
        mine.update(source="", html="", hidden_at=None, hidden_reason="")
    mine.update(asker=None)


def _hush(user: User) -> None:
    mine = Comment.objects.filter(author=user)
    threads = set(mine.values_list("thread", flat=True))
    Mention.objects.filter(comment__in=mine).delete()
    Quotation.objects.filter(comment__in=mine).delete()
    Reaction.objects.filter(comment__in=mine).delete()
    Help.objects.filter(comment__in=mine).delete()
    Preparation.objects.filter(comment__in=mine).delete()
    forget(mine)
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
    recount(threads)
