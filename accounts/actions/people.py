"""Letting people in, or not, and ending what they have open."""

from collections.abc import Iterable, Iterator
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User


@transaction.atomic
def deactivate(user: User) -> None:
    """Let a person in no more, and end at once what they have open."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user)


def reactivate(user: User) -> None:
    """Let a person in again."""
    User.objects.filter(pk=user.pk).update(is_active=True)


def end_sessions(user: User, *, emails: Iterable[str] = ()) -> None:
    """Sign a person out everywhere.

    With `emails`, half-finished sign-ins and resets that hold one of these addresses end too.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    keys.update(_sessions_of(user, set(emails)))
    for key in keys:
        store(key).delete()
    UserSession.objects.filter(user=user).delete()


def _sessions_of(user: User, emails: set[str]) -> Iterator[str]:
    # A session tells only when it is read whose it is.
    for session in Session.objects.iterator():
        data = session.get_decoded()
        words = str(data).lower() if emails else ""
        if str(data.get(SESSION_KEY)) == str(user.pk) or any(email in words for email in emails):
            yield session.session_key
