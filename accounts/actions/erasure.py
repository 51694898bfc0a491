"""Erasing an account: asked for, thought over, done."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actions.people import end_sessions
from accounts.actions.traces import forget_limits, forget_tasks
from accounts.letters import tell_of_erasure
from accounts.models import User
from accounts.signals import erasing, erasure_asked, erasure_withdrawn

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_erasure(user: User, *, keeps_words: bool, heirs: Mapping[str, str]) -> None:
    """Let an account end after the days of grace, and go silent at once.

    `heirs` tells by a duty's key who takes it over. Asking twice is asking once. Raises NoHeir.
    """
    user = _locked(user)
    if user.erasure_at:
        return
    user.erasure_at = timezone.now() + timedelta(days=settings.ERASURE_GRACE_DAYS)
    user.erasure_keeps_words = keeps_words
    user.save(update_fields=["erasure_at", "erasure_keeps_words"])
    ends = user.erasure_at.date()
    erasure_asked.send(sender=User, user=user, ends=ends, heirs=heirs)
    end_sessions(user)
    tell_of_erasure.enqueue(user.pk)


@transaction.atomic
def withdraw_erasure(user: User) -> None:
    """Keep an account that was to be erased."""
    user = _locked(user)
    if not user.erasure_at:
        return
    ends = user.erasure_at.date()
    user.erasure_at = None
    user.erasure_keeps_words = False
    user.save(update_fields=["erasure_at", "erasure_keeps_words"])
    erasure_withdrawn.send(sender=User, user=user, ends=ends)


def erase_due() -> int:
    """Erase the accounts whose days of grace are over, and give their number.

    One that cannot be erased now, as somebody else holds what it touches, is tried the next time.
    """
    due = User.objects.filter(erasure_at__lte=timezone.now()).order_by("erasure_at")
    return sum(_erased(user) for user in due)


def _erased(user: User) -> bool:
    try:
        return erase(user)
    except DatabaseError:
        log.exception("An account could not be erased")
        return False


@transaction.atomic
def erase(user: User) -> bool:
    """Erase an account for good, and tell whether this call has done it.

    Nothing happens where its owner has changed their mind meanwhile.
    """
    due = User.objects.filter(pk=user.pk, erasure_at__lte=timezone.now())
    found = due.select_for_update(of=("self",), no_key=True).first()
    if not found:
        return False
    mine = EmailAddress.objects.filter(user=found).values_list("email", flat=True)
    emails = {found.email.lower(), *(email.lower() for email in mine)}
    erasing.send(sender=User, user=found, emails=emails, keeps_words=found.erasure_keeps_words)
    end_sessions(found, emails=emails)
    forget_tasks({"user_pk": {found.pk}, "by_pk": {found.pk}}, words=emails)
    about = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=about, object_id=str(found.pk)).delete()
    pk = found.pk
    found.delete()
    transaction.on_commit(lambda: forget_limits(pk, emails))
    return True


def _locked(user: User) -> User:
    # Not the key: rows that name this person may be written meanwhile.
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
