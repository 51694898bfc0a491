"""Databases of the benchmark's own, gone when it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.scale.processes import CannotRun

NAME = f"studygroup_scale_{os.getpid()}"


@contextmanager
def postgresql(url: str) -> Iterator[str]:
    """The address of a new database on the server that this address is of."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        raise CannotRun("Set DATABASE_URL to a PostgreSQL, as postgres://user:secret@host/name.")
    name = sql.Identifier(NAME)
    try:
        with psycopg.connect(_address(url, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(name))
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise CannotRun(f"PostgreSQL does not make a database: {reason}") from error
    try:
        yield _address(url, NAME)
    finally:
        with psycopg.connect(_address(url, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def version(url: str) -> str:
    """The server's, such as "PostgreSQL 17.2"."""
    with psycopg.connect(url) as server:
        return (
            f"PostgreSQL {server.info.server_version // 10000}.{server.info.server_version % 10000}"
        )


def _address(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
