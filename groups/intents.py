"""What strangers set out to do here is remembered and done as soon as they have signed in.

It is kept in the session by a post of theirs, and outlasts sign-up, the code that comes by mail,
and signing in to an account that they have. Another browser is led by the address that they come
back to, and asks once more.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Group, Invitation

KEY = "intent"
# Whoever signs in later in this browser may be somebody else. In seconds.
LASTS = 60 * 60


def begin(request: HttpRequest, act: str, key: str) -> HttpResponse:
    """Remember an act of `ACTS` and its key, and lead to an account: a new one if the form's
    button says so (`account=new`), else one's own. Afterwards the same address is shown.
    """
    request.session[KEY] = [act, key, time.time()]
    is_new = request.POST.get("account") == "new"
    page = reverse("account_signup" if is_new else "account_login")
    return redirect(f"{page}?{urlencode({'next': request.path})}")


def fulfil(sender: object, *, request: HttpRequest | None, user: User, **_more: Any) -> None:
    """Do what was remembered; whoever cannot come in is told why on the next page."""
    session = getattr(request, "session", {})
    act, key, begun = session.pop(KEY, (None, "", 0))
    if request is None or act not in ACTS or begun < time.time() - LASTS:
        return
    try:
        ACTS[act](key, user)
    except actions.Ended:
        # The page to which they come back says so.
        pass
    except actions.Refused as refusal:
        messages.error(request, str(refusal))


def _accept(token: str, user: User) -> None:
    invitation = Invitation.objects.for_token(token).first()
    if invitation:
        actions.accept(invitation, user=user)


def _join(code: str, user: User) -> None:
    """Join an open group, named by its code, that can be found."""
    group = Group.objects.filter(code=code, joining=Group.Joining.OPEN).first()
    if group:
        actions.join(group, user=user)


ACTS: dict[str, Callable[[str, User], None]] = {"invitation": _accept, "group": _join}
