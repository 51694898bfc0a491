"""Values of the settings that are made from the environment."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from studygroup.configuration import (
    cache,
    database,
    lasting_secret,
    mailer,
    site_url,
    social,
    sqlite,
)

ROOT = Path(__file__).resolve().parent.parent


# --- The database --------------------------------------------------------------------------------


def connect(file: Path) -> BaseDatabaseWrapper:
    handler = ConnectionHandler({"default": sqlite(file)})
    connection = handler["default"]
    assert isinstance(connection, BaseDatabaseWrapper)
    return connection


@pytest.fixture
def connections(db: None, tmp_path: Path) -> Iterator[list[BaseDatabaseWrapper]]:
    """Two connections to one new file."""
    pair = [connect(tmp_path / "site.sqlite3") for _time in range(2)]
    yield pair
    for connection in pair:
        connection.close()


def ask(connection: BaseDatabaseWrapper, sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("temp_store", 2)],
)
def test_sqlite_keeps_what_was_committed(
    pragma: str, value: object, connections: list[BaseDatabaseWrapper]
) -> None:
    for connection in connections:
        assert ask(connection, f"PRAGMA {pragma}") == value


def test_sqlite_waits_for_another_writer(connections: list[BaseDatabaseWrapper]) -> None:
    assert ask(connections[0], "PRAGMA busy_timeout") == 20_000


def test_transaction_in_sqlite_takes_the_lock_at_its_beginning(
    connections: list[BaseDatabaseWrapper],
) -> None:
    first, second = connections
    ask(second, "PRAGMA busy_timeout = 0")
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    with pytest.raises(OperationalError, match="locked"):
        second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    first.rollback()


def test_reader_in_sqlite_does_not_wait_for_a_writer(
    connections: list[BaseDatabaseWrapper],
) -> None:
    writer, reader = connections
    ask(writer, "CREATE TABLE said (words text)")
    ask(reader, "PRAGMA busy_timeout = 0")
    writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    ask(writer, "INSERT INTO said VALUES ('soon')")

    assert ask(reader, "SELECT count(*) FROM said") == 0

    writer.rollback()


def test_without_an_address_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    config = database("", tmp_path)

    assert config["ENGINE"] == "django.db.backends.sqlite3"
    assert config["NAME"] == str(tmp_path / "studygroup.sqlite3")


def test_sqlite_at_an_address_is_as_safe_as_without(tmp_path: Path) -> None:
    config = database(f"sqlite:///{tmp_path}/other.sqlite3", Path("/nowhere"))

    assert config == database("", tmp_path) | {"NAME": f"{tmp_path}/other.sqlite3"}


def test_postgresql_is_reached_through_a_pool(tmp_path: Path) -> None:
    config = database("postgres://ann:p%40ss@db.example.org:5433/site", tmp_path)

    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert [config[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ann",
        "p@ss",
        "db.example.org",
        5433,
        "site",
    ]
    assert config["OPTIONS"]["pool"]


def test_options_in_the_address_of_postgresql_are_kept(tmp_path: Path) -> None:
    config = database("postgres://ann@db.example.org/site?sslmode=verify-full", tmp_path)

    assert config["OPTIONS"]["sslmode"] == "verify-full"
    assert config["OPTIONS"]["pool"]


# --- Cache and mail ------------------------------------------------------------------------------


def test_without_an_address_the_cache_is_in_the_database() -> None:
    assert cache("") == {"BACKEND": "studygroup.cache.TableCache"}


def test_cache_at_an_address_is_redis() -> None:
    config = cache("redis://cache.example.org:6379/1")

    assert config["BACKEND"] == "studygroup.shared_cache.SharedCache"
    assert config["LOCATION"] == "redis://cache.example.org:6379/1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        (
            "smtp+tls://ann%40x.org:p%2Fss@mail.example.org:587",
            ("mail.example.org", 587, "ann@x.org", "p/ss", True, False),
        ),
        (
            "smtp+ssl://ann:pass@mail.example.org:465",
            ("mail.example.org", 465, "ann", "pass", False, True),
        ),
    ],
)
def test_mail_is_sent_as_its_address_says(url: str, expected: tuple[object, ...]) -> None:
    config = mailer(url)

    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert config["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert tuple(config["OPTIONS"][name] for name in names) == expected


def test_mail_server_that_is_frozen_is_given_up() -> None:
    assert mailer("smtp://mail.example.org")["OPTIONS"]["timeout"] == 10


def test_mail_to_the_console_needs_no_server() -> None:
    assert mailer("consolemail://") == {"BACKEND": "django.core.mail.backends.console.EmailBackend"}


# --- The secret key ------------------------------------------------------------------------------


def test_secret_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret-key"

    first, second = lasting_secret(path), lasting_secret(path)

    assert first == second == path.read_text()
    assert len(first) >= 50
    assert lasting_secret(tmp_path / "other") != first


def test_secret_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    lasting_secret(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_secret_that_somebody_wrote_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    path.write_text("written by hand\n")

    assert lasting_secret(path) == "written by hand"


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    # A hundred times, as they meet only now and then between looking and writing.
    code = (
        "import pathlib, sys, studygroup.configuration as c\n"
        "sys.stdin.read()\n"
        "for number in range(100): print(c.lasting_secret(pathlib.Path(f'secret-{number}')))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _process in range(3)
    ]
    for process in started:
        assert process.stdin
        process.stdin.close()
        process.stdin = None

    told = {process.communicate()[0] for process in started}

    kept = [(tmp_path / f"secret-{number}").read_text() for number in range(100)]
    assert told == {"".join(f"{secret}\n" for secret in kept)}
    assert len(list(tmp_path.iterdir())) == 100


@pytest.mark.parametrize("place", ["file/secret-key", "folder"])
def test_secret_that_cannot_be_kept_says_what_to_do(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder").mkdir()

    with pytest.raises(ImproperlyConfigured, match="set SECRET_KEY, or DATA_DIR to a folder"):
        lasting_secret(tmp_path / place)


# --- The site's address --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "hosts", "url"),
    [
        ("https://study.example.org/", ["localhost"], "https://study.example.org"),
        ("", ["study.example.org", "localhost"], "https://study.example.org"),
        ("", [".example.org"], "https://example.org"),
        ("", ["*"], "http://localhost:8000"),
        ("", ["localhost", "127.0.0.1"], "http://localhost:8000"),
        ("", [], "http://localhost:8000"),
    ],
)
def test_links_in_letters_begin_with_the_sites_address(
    given: str, hosts: list[str], url: str
) -> None:
    assert site_url(given, hosts, debug=False) == url


# --- What can be set -----------------------------------------------------------------------------


class Asked(dict[str, str]):
    """An environment that has whatever is asked for, and remembers it."""

    def get(self, name: str, default: object = None) -> str:
        return self[name]

    def __missing__(self, name: str) -> str:
        self[name] = "https://id.example.org"
        return self[name]


def documented() -> list[str]:
    table = (ROOT / "docs" / "DEPLOY.md").read_text().partition("| variable | meaning |")[2]
    cells = re.findall(r"^\| (`[A-Z_`, ]+) \|", table, re.MULTILINE)
    return re.findall(r"[A-Z_]+", " ".join(cells))


def test_every_variable_is_documented_once() -> None:
    asked = Asked()
    social(asked)
    source = (ROOT / "studygroup" / "settings.py").read_text()
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)

    assert sorted(documented()) == sorted({*read, *asked})


def test_containers_set_what_there_is_to_set() -> None:
    source = (ROOT / "compose.yaml").read_text() + (ROOT / "Dockerfile").read_text()
    set_there = re.findall(
        r"^    ([A-Z_]+): |(?<= )(DATA_DIR|LOG_FORMAT)(?==)", source, re.MULTILINE
    )

    assert {name or other for name, other in set_there} <= set(documented())
    assert len(set_there) > 10
