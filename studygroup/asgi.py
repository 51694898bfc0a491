"""The whole site as one ASGI application: plain synchronous pages in a pool of threads.

Live streams will be answered here beside the pages, without a thread each.
"""

from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send
from a2wsgi.wsgi_typing import WSGIApp

from studygroup.wsgi import application as pages

PAGE_THREADS = 10

_pages = WSGIMiddleware(cast(WSGIApp, pages), workers=PAGE_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection; whatever is not HTTP is none of ours."""
    if scope["type"] == "http":
        await _pages(scope, receive, send)
