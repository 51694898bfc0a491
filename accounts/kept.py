"""Text that could not be posted because its writer was signed out waits here until they are back.

It lives in the session, which outlasts signing in, under the address it was meant for.
"""

from django.http import HttpRequest

KEY = "kept_text"
LONGEST = 100_000


def keep(request: HttpRequest) -> None:
    """Keep what was typed into the form that this request posts."""
    request.session[KEY] = {"path": request.path, "text": request.POST["text"][:LONGEST]}


def take(request: HttpRequest) -> str:
    """Give back the text kept for this address, once; an empty string where there is none."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return ""
    del request.session[KEY]
    return str(kept["text"])
