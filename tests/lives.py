"""The site's server, which lives again whenever it is killed: `python -m tests.lives PORT`.

What takes long at a start is done once, before the first life; each life is a process of its own
that opens the database anew. Its number is written to the standard output.
"""

import os
import signal
import sys

import uvicorn
from django.conf import settings
from django.urls import get_resolver

from studygroup.asgi import application


def main(port: int) -> None:
    """Go on until a life ends otherwise, as when it is asked to."""
    # The pages of a site, for writers who say more in a minute than people do.
    settings.DEBUG = False
    settings.RATE_LIMITS = {}
    get_resolver().url_patterns  # noqa: B018  # loads all views
    is_killed = True
    while is_killed:
        life = os.fork()
        if not life:
            live(port)
        os.write(sys.stdout.fileno(), f"{life}\n".encode())
        _life, status = os.waitpid(life, 0)
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def live(port: int) -> None:
    uvicorn.run(application, port=port, lifespan="on", log_config=None, timeout_graceful_shutdown=3)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
