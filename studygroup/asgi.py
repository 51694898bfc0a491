"""The whole site as one ASGI application: plain synchronous pages in a pool of threads.

Live streams are answered beside the pages, without a thread each. The worker lives here too, unless
the site has others apart.
"""

import asyncio
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send
from a2wsgi.wsgi_typing import WSGIApp

# First, for it sets Django up.
from studygroup.wsgi import application as pages

# isort: split
from groups.live.streams import is_stream, stream
from studygroup.metrics import LISTENERS
from studygroup.worker import Resident

PAGE_THREADS = 10

_pages = WSGIMiddleware(cast(WSGIApp, pages), workers=PAGE_THREADS)
_resident = Resident()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection; whatever is not HTTP is none of ours."""
    if scope["type"] == "http":
        # Where a server says nothing of its start, the first visitor does.
        _resident.start()
        if is_stream(scope):
            with LISTENERS.track_inprogress():
                await stream(scope, receive, send)
        else:
            await _pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live(receive, send)


async def _live(receive: Any, send: Any) -> None:
    """Begin and end with the server."""
    await receive()
    _resident.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(_resident.stop)
    await send({"type": "lifespan.shutdown.complete"})
