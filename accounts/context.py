"""What templates know of the person who reads the page."""

import uuid
from collections.abc import Callable
from functools import partial

from django.http import HttpRequest

from accounts.inbox import unread_of
from accounts.look import Look

LOOK_COOKIE = "look"


def look(request: HttpRequest) -> dict[str, object]:
    """How the page shall look."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = Look.parse(user.look)
    else:
        chosen = Look.parse(request.COOKIES.get(LOOK_COOKIE, ""))
    return {"look": chosen}


def form_key(request: HttpRequest) -> dict[str, object]:
    """The key of a form on this page, by which it is known when it is sent twice."""
    return {"form_key": uuid.uuid4()}


def inbox(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """How much is new for the person, counted where a template says so."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread": partial(unread_of, user)}
