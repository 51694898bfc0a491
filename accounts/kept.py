"""What could not be posted because its writer was signed out waits here until they are back.

It lives in the session, which outlasts signing in, under the address it was meant for.
"""

from django.http import HttpRequest

KEY = "kept_fields"
# Characters of one form, and forms.
LONGEST = 100_000
MOST = 5


def keep(request: HttpRequest) -> None:
    """Keep what was filled into the form that this request posts, as far as there is room."""
    fields: dict[str, str] = {}
    room = LONGEST
    for name, value in request.POST.items():
        if name != "csrfmiddlewaretoken":
            fields[name] = str(value)[:room]
            room -= len(fields[name])
    if not fields:
        return
    others = {path: kept for path, kept in _kept(request).items() if path != request.path}
    request.session[KEY] = dict([*others.items(), (request.path, fields)][-MOST:])


def take(request: HttpRequest) -> dict[str, str]:
    """Give back, once, the fields kept for this address: what its form begins with."""
    kept = _kept(request)
    fields = kept.pop(request.path, {})
    if fields:
        request.session[KEY] = kept
    return fields


def hand_over(request: HttpRequest, *, to: str) -> None:
    """Keep what was kept for this address for the form at another one."""
    if fields := take(request):
        request.session[KEY] = _kept(request) | {to: fields}


def _kept(request: HttpRequest) -> dict[str, dict[str, str]]:
    return dict(request.session.get(KEY, {}))
