"""Databases in a backup."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from itertools import takewhile
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import User
from studygroup.backups.site import PEOPLE, NoBackup


class SqliteCopy:
    """A copy of an SQLite database."""

    name = "database.sqlite3"

    def __init__(self, connection: BaseDatabaseWrapper, folder: Path) -> None:
        self.connection, self.file = connection, folder / self.name

    def write(self) -> None:
        """Make it. Others go on writing meanwhile, and none of that is in it."""
        self.connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as target:
            self.connection.connection.backup(target)
            (found,) = target.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise NoBackup(f"The database is damaged: {found}. Go back to an earlier backup.")

    def people(self) -> set[int]:
        """The keys of all who have an account in it."""
        with closing(sqlite3.connect(self.file)) as source:
            return {key for (key,) in source.execute(PEOPLE)}

    def load(self, afterwards: list[str]) -> None:
        """Let it take the place of what is there, after these statements.

        It is one transaction of the database that is there: whoever has it open sees the one or the
        other, and what is cut off is undone when it is opened again.
        """
        self.connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as source:
            source.executescript("\n".join(afterwards))
            source.backup(self.connection.connection)


class PostgresqlCopy:
    """A script that makes a PostgreSQL database."""

    name = "database.sql"

    def __init__(self, connection: BaseDatabaseWrapper, folder: Path) -> None:
        self.connection, self.file = connection, folder / self.name

    def write(self) -> None:
        """Make it, of one moment."""
        self._run("pg_dump", "--no-owner", "--no-privileges", f"--file={self.file}")

    def people(self) -> set[int]:
        """The keys of all who have an account in it; in the script a line is a row."""
        begin = re.compile(rf"COPY (\S+\.)?{User._meta.db_table} \((?P<columns>.*)\) FROM stdin;")
        with self.file.open(encoding="utf-8", newline="\n") as lines:
            found = next(filter(None, map(begin.match, lines)), None)
            if not found:
                return set()
            position = found["columns"].split(", ").index("id")
            rows = takewhile(lambda line: line != "\\.\n", lines)
            return {int(row.split("\t")[position]) for row in rows}

    def load(self, afterwards: list[str]) -> None:
        """Let it take the place of what is there, with these statements, in one transaction."""
        quote = self.connection.ops.quote_name
        there = map(quote, self.connection.introspection.table_names())
        drop = [f"DROP TABLE IF EXISTS {table} CASCADE;" for table in there]
        before, after = self.file.with_name("before.sql"), self.file.with_name("after.sql")
        # Who holds a table for so long does not give it up by being waited for.
        before.write_text("\n".join(["SET lock_timeout = '30s';", *drop]))
        # The script empties the path on which tables are looked for.
        after.write_text("\n".join(["SET search_path TO DEFAULT;", *afterwards]))
        self.connection.close()
        scripts = [f"--file={script}" for script in (before, self.file, after)]
        options = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--no-psqlrc", "--quiet")
        self._run("psql", *options, "--output=/dev/null", *scripts)

    def _run(self, program: str, *options: str) -> None:
        if not shutil.which(program):
            raise NoBackup(
                f"{program} is not installed: install PostgreSQL's client programs, of the "
                "server's version or newer (on Debian: postgresql-client)."
            )
        client, settings = self.connection.client, self.connection.settings_dict
        arguments, more = client.settings_to_cmd_args_env(settings, list(options))
        ended = subprocess.run(  # noqa: S603  # the settings' own words
            [program, *arguments[1:]],
            env={**os.environ, **(more or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise NoBackup(f"{program} has failed: {ended.stderr.strip()}")


COPIES: dict[str, type[SqliteCopy | PostgresqlCopy]] = {
    "sqlite": SqliteCopy,
    "postgresql": PostgresqlCopy,
}


def copy_of(connection: BaseDatabaseWrapper, folder: Path) -> SqliteCopy | PostgresqlCopy:
    """What stands for this database in a backup, in a folder; it is yet to be made."""
    if connection.vendor not in COPIES:
        raise NoBackup(f"A database of the kind {connection.vendor} cannot be backed up.")
    return COPIES[connection.vendor](connection, folder)
