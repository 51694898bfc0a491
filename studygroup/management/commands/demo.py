"""`manage.py demo`: the whole site with sample content, at once and with no preparation."""

import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections

from accounts.models import User
from articles.blocks import Cut, InvalidArticle
from groups.models import Membership
from studygroup.configuration import SQLITE_NAME, sqlite
from studygroup.demo import sample

# Says that the database beside it is the demo's own, to be added to and thrown away.
MARKER = "made-by-demo"
HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Serve the site with sample content from an embedded database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--data", type=Path, default=settings.DATA_DIR, metavar="DIR", help="keep the data here"
        )
        parser.add_argument(
            "--article", type=Path, metavar="FILE", help="read this file instead of the sample"
        )
        parser.add_argument("--fresh", action="store_true", help="start over")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has passwords that everyone knows: it needs DEBUG=1.")
        listener = _listen(options["port"])
        text = _text_of(options["article"]) if options["article"] else None
        _open_data(options["data"], fresh=options["fresh"])
        call_command("migrate", verbosity=0)
        settings.SITE_URL = f"http://localhost:{options['port']}"
        told = sample.Sample.read()
        _load(told, text)
        _serve(listener, lambda: self._say_how_to_enter(told, options["port"]))

    def _say_how_to_enter(self, told: sample.Sample, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"\nOpen http://localhost:{port}/\n"))
        self.stdout.write(f"Sign up, or sign in with the password {sample.PASSWORD} as")
        for key, member in told.members.items():
            self.stdout.write(f"  {sample.email(key):24} {member['name']}")
        self.stdout.write("\nMail appears below. Ctrl+C ends the demo; what you did is kept.\n\n")
        self.stdout.flush()


def _text_of(article: Path) -> Cut:
    try:
        return sample.text_of(article)
    except OSError as error:
        raise CommandError(f"Cannot read {article}: {error.strerror}.") from error
    except InvalidArticle as error:
        raise CommandError(f"{article}: {error}") from error


def _load(told: sample.Sample, text: Cut | None) -> None:
    if not sample.is_loaded(told):
        sample.load(told, text=text)
    elif text:
        sample.start_reading_of(text, members=_readers(told))


def _readers(told: sample.Sample) -> list[Membership]:
    members = sample.members_of_sample(told)
    if not members:
        raise CommandError("Everybody has left the sample's group: start over with --fresh.")
    return members


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise CommandError(f"Port {port} is busy: choose another one with --port.") from error
        raise CommandError(f"Cannot listen on port {port}: {error}.") from error
    return listener


def _open_data(folder: Path, *, fresh: bool) -> None:
    """Point the database connection at the demo's file in `folder`."""
    file, marker = folder / SQLITE_NAME, folder / MARKER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh and marker.exists():
            for part in folder.glob(f"{SQLITE_NAME}*"):
                part.unlink()
        del connections["default"]
        connections.settings["default"].update(sqlite(file))
        if not marker.exists():
            if _holds_people():
                raise CommandError(
                    f"{file} holds a site that is not the demo: name another folder with --data."
                )
            marker.touch()
    except OSError as error:
        raise CommandError(f"Cannot write to {folder}: {error.strerror}.") from error
    except DatabaseError as error:
        raise CommandError(f"Cannot use {file}: {error}.") from error


def _holds_people() -> bool:
    has_tables = User._meta.db_table in connection.introspection.table_names()
    return has_tables and User.objects.exists()


class Server(uvicorn.Server):
    """A server that says when it is ready, and not before."""

    def __init__(self, config: uvicorn.Config, *, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.announce()


def _serve(listener: socket.socket, announce: Callable[[], None]) -> None:
    # Visitors of the demo meet the site's own pages for what goes wrong, not Django's.
    settings.DEBUG = False
    config = uvicorn.Config(
        "studygroup.asgi:application",
        lifespan="on",
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    with suppress(KeyboardInterrupt):
        Server(config, announce=announce).run(sockets=[listener])
