"""Two others in which the same is said: Isso, and a site with django-comments-xtd.

Both are installed into a folder that is thrown away, and served by two processes of Gunicorn over
SQLite, which is all that Isso knows. Each paragraph is a page of theirs. In some groups what is
said on all paragraphs stands on one page once more.
"""

import json
import os
import re
import sqlite3
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import count, cycle, groupby
from pathlib import Path
from time import time
from urllib.parse import quote
from uuid import uuid4

from benchmarks.scale.client import Ask, Connection, get, post, post_json
from benchmarks.scale.processes import ROOT, free_port, run, serving
from benchmarks.scale.said import IN_A_THREAD, PARAGRAPHS, TEXTS, Said, discussion
from benchmarks.scale.sites import Server

PACKAGES = ("isso", "django-comments-xtd", "gunicorn", "setuptools")
AUTHORS = 20
# Pages beyond those of the paragraphs: all that is said in a group, and ten times as much.
ALL, MUCH = PARAGRAPHS, PARAGRAPHS + 1
# So many groups have the former, the first one also the latter.
WHOLE = 10


class Python:
    """A Python of the peers' own; raises CannotRun where they cannot be installed."""

    def __init__(self, folder: Path) -> None:
        self.env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self._folder = folder / "peers"
        # As `uv run` names itself to what it runs.
        uv = os.environ.get("UV", "uv")
        run([uv, "venv", "--quiet", "--python", sys.executable, str(self._folder)], self.env)
        python = ["--python", self.program("python")]
        run([uv, "pip", "install", "--quiet", *python, *PACKAGES], self.env)

    def program(self, name: str) -> str:
        return str(self._folder / "bin" / name)

    def version(self, package: str) -> str:
        code = f"import importlib.metadata as m; print(m.version({package!r}), end='')"
        return run([self.program("python"), "-c", code], self.env)


class Peer(ABC):
    """Another place where people comment."""

    name: str
    package: str
    application: str
    # Where its comments are.
    table: str
    # Whether it is measured how its costs grow.
    grows = True

    def __init__(self, python: Python, folder: Path) -> None:
        self._python = python
        self._folder = folder
        self._database = folder / f"{type(self).__name__.lower()}.sqlite3"
        self._env = python.env | self._settings()

    @property
    def version(self) -> str:
        return f"{self.package} {self._python.version(self.package)}"

    def load(self, first: int, end: int) -> None:
        """Put in the groups of these numbers."""
        with closing(sqlite3.connect(self._database)) as database, database:
            # Behind those of what was said meanwhile.
            (last,) = database.execute(f"SELECT MAX(id) FROM {self.table}").fetchone()
            self._keys = count((last or 0) + 1)
            for group in range(first, end):
                said = list(discussion(400, authors=AUTHORS, seed=group))
                for thread, its in groupby(said, key=lambda one: one.thread):
                    self._fill(database, group, thread, list(its))
                if group < WHOLE:
                    self._fill(database, group, ALL, said)
            if first == 0:
                self._fill(database, 0, MUCH, list(discussion(4000, authors=AUTHORS, seed=1)))
            database.execute("ANALYZE")

    @contextmanager
    def serving(self) -> Iterator[list[Server]]:
        """Two processes that answer at one port."""
        port = free_port()
        command = [self._python.program("gunicorn"), "--workers", "2", "--timeout", "120"]
        command += ["--bind", f"127.0.0.1:{port}", self.application]
        with serving(command, self._env, port=port, log=self._folder / "peers.log") as pid:
            yield [Server(port, pid)]

    @abstractmethod
    def _settings(self) -> dict[str, str]:
        """What its processes find in their environment, once its database is ready."""

    @abstractmethod
    def _fill(self, database: sqlite3.Connection, group: int, page: int, said: list[Said]) -> None:
        """Put what is said onto a page that is new."""

    @abstractmethod
    def read(self, group: int, page: int) -> Ask:
        """All that is said on a page."""

    @abstractmethod
    async def speak(self, port: int, group: int, page: int) -> Ask:
        """Something new is said there."""


def _roots(said: Iterable[Said], keys: Iterator[int]) -> Iterator[tuple[int, Said, int]]:
    """Each comment with its key and that of the comment that begins its thread."""
    root = 0
    for one in said:
        key = next(keys)
        root = root if one.number else key
        yield key, one, root


class Isso(Peer):
    """A comment server that answers with JSON."""

    name = "Isso (JSON)"
    package = "isso"
    application = "isso.run:application"
    table = "comments"

    def _settings(self) -> dict[str, str]:
        file = self._folder / "isso.cfg"
        file.write_text(
            f"[general]\ndbpath = {self._database}\nhost = http://localhost/\nnotify =\n"
            "[guard]\nenabled = false\n"
        )
        env = {"ISSO_SETTINGS": str(file)}
        # Its tables are made when it is loaded.
        run([self._python.program("python"), "-c", "import isso.run"], self._python.env | env)
        return env

    def _uri(self, group: int, page: int) -> str:
        return f"/{group}/{page}/"

    def _fill(self, database: sqlite3.Connection, group: int, page: int, said: list[Said]) -> None:
        uri = self._uri(group, page)
        thread = database.execute(
            "INSERT INTO threads (uri, title) VALUES (?, ?)", (uri, uri)
        ).lastrowid
        # It knows of one level of replies.
        database.executemany(
            "INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author,"
            " voters) VALUES (?, ?, ?, ?, 1, '127.0.0.0', ?, ?, ?)",
            (
                (
                    thread,
                    key,
                    root if one.number else None,
                    time(),
                    one.text,
                    f"Reader {one.author}",
                    bytes(256),
                )
                for key, one, root in _roots(said, self._keys)
            ),
        )

    def read(self, group: int, page: int) -> Ask:
        request = get(f"/?uri={quote(self._uri(group, page), safe='')}")
        return lambda: request

    async def speak(self, port: int, group: int, page: int) -> Ask:
        path = f"/new?uri={quote(self._uri(group, page), safe='')}"
        texts = cycle(TEXTS)

        def ask() -> bytes:
            return post_json(path, json.dumps({"text": next(texts), "author": "Me"}).encode())

        return ask


class Xtd(Peer):
    """A Django site whose pages have comments."""

    name = "django-comments-xtd"
    package = "django-comments-xtd"
    application = "benchmarks.scale.xtd:application"
    table = "django_comments"
    # Whether authors are people with an account. Of those it asks for each whether they moderate.
    are_known = True

    def _settings(self) -> dict[str, str]:
        env = {"XTD_DATABASE": str(self._database)}
        made = run(
            [self._python.program("python"), "-m", "benchmarks.scale.xtd"], self._python.env | env
        )
        self._told = json.loads(made)
        return env

    def _page(self, group: int, page: int) -> int:
        return 1 + group * 100 + page

    def _fill(self, database: sqlite3.Connection, group: int, page: int, said: list[Said]) -> None:
        pk = self._page(group, page)
        database.execute(
            "INSERT INTO django_flatpage (id, url, title, content, enable_comments, template_name,"
            " registration_required) VALUES (?, ?, ?, '', 1, '', 0)",
            (pk, f"/{pk}/", f"Page {pk}"),
        )
        comments, places = [], []
        for key, one, root in _roots(said, self._keys):
            user = one.author + 1 if self.are_known else None
            name = f"Reader {one.author}"
            comments.append((key, self._told["content_type"], str(pk), user, name, one.text))
            parent = key if one.answers is None else root + one.answers
            places.append((key, root, parent, one.depth, one.number + 1, _below(one)))
        database.executemany(
            "INSERT INTO django_comments (id, content_type_id, object_pk, site_id, user_id,"
            " user_name, user_email, user_url, comment, submit_date, is_public, is_removed)"
            " VALUES (?, ?, ?, 1, ?, ?, 'reader@example.org', '', ?, '2026-01-01 12:00:00', 1, 0)",
            comments,
        )
        database.executemany(
            "INSERT INTO django_comments_xtd_xtdcomment (comment_ptr_id, thread_id, parent_id,"
            ' level, "order", followup, nested_count) VALUES (?, ?, ?, ?, ?, 0, ?)',
            places,
        )

    def read(self, group: int, page: int) -> Ask:
        request = get(f"/pages/{self._page(group, page)}/", cookie=self._told["cookie"])
        return lambda: request

    async def speak(self, port: int, group: int, page: int) -> Ask:
        connection = Connection(port)
        form = (await connection.ask(self.read(group, page)())).body.decode()
        connection.close()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

        def ask() -> bytes:
            said = fields | {"comment": f"{uuid4()} {TEXTS[0]}", "reply_to": "0"}
            return post("/comments/post/", said, cookie=self._told["cookie"], htmx=False)

        return ask


class XtdOfGuests(Xtd):
    """The same, with authors without an account."""

    name = "the same, authors without accounts"
    are_known = False
    grows = False


def _below(one: Said) -> int:
    """How many comments of its thread stand below one."""
    return IN_A_THREAD - 1 if one.number == 0 else 3 - one.depth
