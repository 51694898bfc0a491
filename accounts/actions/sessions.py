"""Where a person is signed in: one session for each browser."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User


def sessions_of(user: User) -> "QuerySet[UserSession]":
    """The sessions that last, the newest first."""
    lasting = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=lasting)
    return mine.order_by("-created_at")


@transaction.atomic
def end_sessions(sessions: "QuerySet[UserSession]") -> int:
    """Sign out there, at once. Gives in how many places that was."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_other_sessions(user: User, *, here: str | None) -> int:
    """Sign out everywhere but in the session with the key `here`."""
    everywhere: QuerySet[UserSession] = UserSession.objects.filter(user=user)
    return end_sessions(everywhere.exclude(session_key=here) if here else everywhere)


def after_new_password(request: HttpRequest, user: User, **_more: object) -> None:
    """Sign out wherever the old password was used, but for the browser that set the new one."""
    end_other_sessions(user, here=request.session.session_key)
