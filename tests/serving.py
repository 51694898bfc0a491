"""The site, served as it is deployed, over the tests' own database."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from django.db import connections
from django.test import Client

from accounts.models import User


@contextmanager
def serving() -> Iterator[str]:
    """The address of the site, served in this process so that it has the tests' database."""
    # Its threads outlive a test: each request ends its own connection.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    config = uvicorn.Config(
        "studygroup.asgi:application",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def session_of(user: User) -> str:
    """The cookie of a browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
