"""The site under load: its environment, its data and its processes."""

import json
import os
import re
import secrets
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.scale.databases import NAME
from benchmarks.scale.processes import free_port, run, run_together, serving, working

PYTHON = sys.executable
# The site's own lines are JSON, those of the server are not.
FAULT = re.compile(
    r'"level": "(?:WARNING|ERROR|CRITICAL)".*?"message": "([^"]{,100})'
    r"|^(?:ERROR|CRITICAL): +(.{,100})",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Room:
    """A reading as the load generator knows it: keys, and the sessions of its members."""

    reading: int
    group: int
    paragraphs: list[int]
    cookies: list[str]

    @property
    def url(self) -> str:
        return f"/readings/{self.reading}/"

    def discussion(self, number: int) -> str:
        """The address of the discussion on a paragraph, from 0."""
        return f"{self.url}paragraphs/{self.paragraphs[number]}/"


class Server(NamedTuple):
    """A process that answers."""

    port: int
    pid: int


@dataclass(frozen=True)
class Site:
    """The site over one database."""

    env: dict[str, str]
    folder: Path
    # So many processes put data in at once.
    loaders: int

    def load(
        self, first: int, end: int, *, name: str = "group", members: int = 10, comments: int = 400
    ) -> list[Room]:
        """Put in the groups of these numbers, and tell of the first of them."""
        bounds = [first + (end - first) * part // self.loaders for part in range(self.loaders)]
        shape = ["--name", name, "--members", str(members), "--comments", str(comments)]
        told = run_together(
            [
                [PYTHON, "-m", "benchmarks.scale.data", *shape, "--groups", str(begin), str(until)]
                for begin, until in pairwise([*bounds, end])
                if begin < until
            ],
            self.env,
        )
        return [Room(**room) for rooms in told for room in json.loads(rooms)]

    @contextmanager
    def pages(self, number: int, *, settings: str = "settings") -> Iterator[list[Server]]:
        """So many processes that answer, as compose.yaml has them."""
        env = self.env | {"DJANGO_SETTINGS_MODULE": f"benchmarks.scale.{settings}"}
        with ExitStack() as stack:
            yield [stack.enter_context(self._page(env)) for _process in range(number)]

    @contextmanager
    def _page(self, env: dict[str, str]) -> Iterator[Server]:
        port = free_port()
        command = [PYTHON, "-m", "uvicorn", "studygroup.asgi:application", "--port", str(port)]
        command += ["--no-proxy-headers", "--timeout-graceful-shutdown", "3"]
        with serving(command, env, port=port, log=self.folder / "pages.log") as pid:
            yield Server(port, pid)

    def faults(self) -> Counter[str]:
        """What its processes have warned of until now, and how often."""
        logs = [path.read_text(errors="replace") for path in self.folder.glob("*.log")]
        return Counter("".join(words) for log in logs for words in FAULT.findall(log))

    @contextmanager
    def worker(self) -> Iterator[None]:
        """The worker apart, as compose.yaml has it."""
        command = [PYTHON, "manage.py", "worker"]
        with working(command, self.env, log=self.folder / "worker.log"):
            yield


def site_over(database: str, folder: Path, *, redis: str = "") -> Site:
    """The site over an empty database, made ready; without an address it is SQLite."""
    folder.mkdir()
    env = {name: value for name, value in os.environ.items() if name not in _OURS}
    env |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.scale.settings",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATA_DIR": str(folder),
        "STATIC_ROOT": str(folder.parent / "static"),
        "LOG_FORMAT": "json",
        "CACHE_PREFIX": NAME,
    }
    if database:
        env |= {"DATABASE_URL": database, "REDIS_URL": redis, "WORKER": "apart"}
    if not (folder.parent / "static").exists():
        run([PYTHON, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"], env)
    run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env)
    return Site(env, folder, loaders=2 if database else 1)


# What the environment may say of another site.
_OURS = {"DATABASE_URL", "REDIS_URL", "WORKER", "DEBUG", "HTTPS", "ALLOWED_HOSTS", "SITE_URL"}


def ports_of(servers: Sequence[Server]) -> list[int]:
    return [server.port for server in servers]
