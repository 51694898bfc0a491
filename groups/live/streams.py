"""Streams of events, answered without Django's handler: a listener costs no thread.

Whoever may not listen is answered 204, on which browsers ask no more
(https://html.spec.whatwg.org/#server-sent-events).
"""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from accounts.models import User
from groups.live.hub import hub, message
from groups.live.listeners import Listener
from groups.live.seals import opened, sealed
from groups.models import Event, Reading

PATH = re.compile(r"/readings/(\d{1,18})/events/")
MEDIA_TYPE = "text/event-stream"
# So much may wait for a slow listener; then the stream ends, and the page comes back for the rest.
MOST_WAITING = 100

_HEADERS = [
    (b"content-type", MEDIA_TYPE.encode()),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
# Many come at once, as after a restart: they wait for each other, and pages go on meanwhile.
_door = ThreadPoolExecutor(4, "listeners")


def is_stream(scope: Any) -> bool:
    """Whether a connection asks for events as they come."""
    accepted = _headers(scope).get(b"accept", b"").decode("latin-1")
    return bool(PATH.fullmatch(scope["path"])) and MEDIA_TYPE in accepted


async def stream(scope: Any, receive: Any, send: Any) -> None:
    """Tell a page of what happens in its reading, until it goes or may not hear it any more."""
    waiting: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)

    def put(chunk: bytes | None) -> None:
        if waiting.full():
            waiting.get_nowait()
            chunk = None
        waiting.put_nowait(chunk)

    asking = asyncio.get_running_loop().run_in_executor(_door, _admitted, scope, put)
    admitted = await asking
    if admitted is None:
        await send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT, "headers": []})
        await send({"type": "http.response.body"})
        return
    listener, is_known = admitted
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": _HEADERS})
    put(_greeting(listener, is_known=is_known))
    watching = asyncio.create_task(_until_gone(receive, put))
    hub().add(listener)
    try:
        while (chunk := await waiting.get()) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body"})
    finally:
        watching.cancel()
        await hub().remove(listener)


def _greeting(listener: Listener, *, is_known: bool) -> bytes:
    """The first event: whether the page must be looked at anew, as nobody knows what it missed."""
    what = "here" if is_known else "stale"
    return message(what, {}, sealed(listener.reading, listener.number))


async def _until_gone(receive: Any, put: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    put(None)


def _admitted(scope: Any, put: Any) -> tuple[Listener, bool] | None:
    """Who listens, and whether all that the page has missed is known; None: they may not."""
    close_old_connections()
    try:
        request = _request(scope)
        user = get_user(request)
        found = PATH.fullmatch(scope["path"])
        assert found
        if not isinstance(user, User):
            return None
        reading = Reading.objects.visible_to(user).filter(pk=int(found[1])).first()
        if reading is None:
            return None
        number = opened(_token(scope), reading.pk)
        is_known = number is not None and knows_since(reading, number)
        listener = Listener(
            reading=reading.pk,
            user=user.pk,
            session=str(request.session.session_key),
            password=user.password,
            number=number if number is not None and is_known else reading.told,
            send=put,
            is_shown=user.shows_presence,
        )
        return listener, is_known
    finally:
        close_old_connections()


def knows_since(reading: Reading, number: int) -> bool:
    """Whether all events after this number are still kept."""
    return (
        number == reading.told or Event.objects.filter(reading=reading, number=number + 1).exists()
    )


def _request(scope: Any) -> HttpRequest:
    request = HttpRequest()
    cookies = parse_cookie(_headers(scope).get(b"cookie", b"").decode("latin-1"))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(cookies.get(settings.SESSION_COOKIE_NAME))
    return request


def _token(scope: Any) -> str:
    """The last event that the page knows of: as it says itself, or as it asked with."""
    last = _headers(scope).get(b"last-event-id", b"").decode("latin-1")
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])
    return last or asked[0]


def _headers(scope: Any) -> dict[bytes, bytes]:
    return dict(scope["headers"])
