"""What templates know of the person who reads the page."""

import uuid
from dataclasses import asdict

from django.http import HttpRequest

from accounts.forms.look import LookForm
from accounts.look import Look

LOOK_COOKIE = "look"


def look(request: HttpRequest) -> dict[str, object]:
    """How the page shall look, and the form to change it."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = Look.parse(user.look)
    else:
        chosen = Look.parse(request.COOKIES.get(LOOK_COOKIE, ""))
    return {"look": chosen, "look_form": LookForm(initial=asdict(chosen))}


def form_key(request: HttpRequest) -> dict[str, object]:
    """The key of a form on this page, by which it is known when it is sent twice."""
    return {"form_key": uuid.uuid4()}
