"""The whole site in one file, and back: its database, the files in its storage, what they are of.

A backup is a ZIP archive. `manifest.json` names what made it, the migrations that the database had,
and the length and SHA-256 of every other member: the database (a copy of SQLite's, or what pg_dump
wrote) and the files under `files/`. The secret key is not in it, so that letters in the queue stay
sealed.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import django
from django.core.files import File
from django.core.files.storage import Storage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import User

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"

# What must not come back: who was signed in at the time, and what was counted or kept for a while.
PASSING = ("django_session", "usersessions_usersession", "accounts_cached")

PEOPLE = f"SELECT id FROM {User._meta.db_table}"  # noqa: S608  # our own name

_CHUNK = 1024 * 1024


class NoBackup(Exception):
    """Nothing was done; the words say why, and what can be done about it."""


@dataclass(frozen=True)
class Site:
    """What a backup is made of, or restored into."""

    connection: BaseDatabaseWrapper
    storage: Storage

    @property
    def people(self) -> set[int]:
        """The keys of all who have an account; none where there are no tables yet."""
        if User._meta.db_table not in self.connection.introspection.table_names():
            return set()
        with self.connection.cursor() as cursor:
            cursor.execute(PEOPLE)
            return {key for (key,) in cursor.fetchall()}


# --- There ---------------------------------------------------------------------------------------


def back_up(site: Site, file: Path) -> None:
    """Write all of the site, as it is at one moment, to a new file, while others go on writing.

    Raises NoBackup; then there is no file.
    """
    if file.exists():
        raise NoBackup(f"{file} is there already: name another file.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # Everything that people have written is in it.
        draft.touch(mode=0o600)
        with TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            _write(site, draft, Path(folder))
        draft.rename(file)
    except OSError as error:
        raise NoBackup(f"Cannot write {file}: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _write(site: Site, draft: Path, folder: Path) -> None:
    copy = _copy_of(site.connection, folder)
    # Before the database: a migration that is under way is not claimed for it.
    manifest = _description(site.connection)
    copy.write()
    members = manifest["members"]
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        with copy.file.open("rb") as content:
            members[copy.name] = _put(archive, copy.name, content)
        for path in _names(site.storage):
            with site.storage.open(path) as content:
                members[FILES + path] = _put(archive, FILES + path, content)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))


def _description(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    applied = MigrationRecorder(connection).applied_migrations()
    if not applied:
        raise NoBackup("The database has no tables yet: there is nothing to back up.")
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "versions": {
            "python": platform.python_version(),
            "django": django.get_version(),
            connection.vendor: ".".join(map(str, connection.get_database_version())),
        },
        "database": connection.vendor,
        "tables": sorted(connection.introspection.table_names()),
        "migrations": sorted(applied),
        "members": {},
    }


def _put(archive: zipfile.ZipFile, name: str, content: IO[bytes]) -> dict[str, Any]:
    """Put a member in, and give its length and checksum."""
    with archive.open(name, "w", force_zip64=True) as member:
        return _sum(content, member.write)


# --- And back ------------------------------------------------------------------------------------


def restore(
    site: Site, file: Path, *, replace: bool = False, erased: str = ""
) -> list[tuple[str, str]]:
    """Make the site what it was when the backup was made, and give the migrations that it lacks.

    All of the file is checked first, and everything is done or nothing. Everybody is signed out.
    `replace` allows for people who are there now to be replaced; `erased` says what becomes of
    those who are in the backup and not there any more: `erase` them again, or `keep` them.
    Raises NoBackup; then nothing has changed.
    """
    try:
        with zipfile.ZipFile(file) as archive, TemporaryDirectory() as name:
            manifest = _checked(archive, site.connection)
            present = site.people
            if present and not replace:
                raise NoBackup(
                    f"{len(present)} people are in this database: to replace them, say --replace."
                )
            copy = _copy_of(site.connection, Path(name))
            archive.extract(copy.name, name)
            passing = [table for table in PASSING if table in manifest["tables"]]
            afterwards = [f"DELETE FROM {table};" for table in passing]  # noqa: S608  # our names
            if present:
                afterwards += _mind_the_erased(copy.people() - present, erased)
            with _files_of(archive, site.storage):
                copy.load(afterwards)
    except (OSError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise NoBackup(f"Cannot restore {file}: {error}.") from error
    known = MigrationLoader(None).disk_migrations
    return sorted(known.keys() - set(map(tuple, manifest["migrations"])))


def _checked(archive: zipfile.ZipFile, connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """The manifest of an archive that is whole, and made of what this site can read."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if manifest["format"] != FORMAT:
            raise NoBackup(f"This backup has the format {manifest['format']}: update the program.")
        members = dict(manifest["members"])
    except (KeyError, TypeError, ValueError) as error:
        raise NoBackup("This is no backup of such a site.") from error
    if sorted(archive.namelist()) != sorted([MANIFEST, *members]):
        raise NoBackup("The backup is damaged: it has not the members that it should have.")
    for name, told in members.items():
        with archive.open(name) as content:
            if _sum(content) != told:
                raise NoBackup(f"The backup is damaged: {name} is not what was backed up.")
    if manifest["database"] != connection.vendor:
        raise NoBackup(
            f"The backup is of {manifest['database']}, and DATABASE_URL leads to "
            f"{connection.vendor}: restore it into a database of its own kind."
        )
    unknown = set(map(tuple, manifest["migrations"])) - MigrationLoader(None).disk_migrations.keys()
    if unknown:
        raise NoBackup(
            f"The backup is of a newer version, with {'.'.join(min(unknown))}: "
            "update the program first."
        )
    return manifest


def _mind_the_erased(missing: Collection[int], erased: str) -> list[str]:
    """What to do with people who come back though they were erased since."""
    if not missing or erased == "keep":
        return []
    if erased != "erase":
        raise NoBackup(
            f"{len(missing)} people in the backup are not on the site any more, as when somebody "
            "has had their account erased: say --erased=erase to erase them again, or "
            "--erased=keep to let them return."
        )
    keys = ", ".join(map(str, missing))
    # The worker erases whose time has come, with all that belongs to it.
    return [
        f"UPDATE {User._meta.db_table} SET erasure_at = CURRENT_TIMESTAMP,"  # noqa: S608  # numbers
        f" erasure_keeps_words = FALSE WHERE id IN ({keys});"
    ]


# --- Databases -----------------------------------------------------------------------------------


class _Sqlite:
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


class _Postgresql:
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


KINDS: dict[str, type[_Sqlite | _Postgresql]] = {"sqlite": _Sqlite, "postgresql": _Postgresql}


def _copy_of(connection: BaseDatabaseWrapper, folder: Path) -> _Sqlite | _Postgresql:
    """What stands for this database in a backup, in a folder; it is yet to be made."""
    if connection.vendor not in KINDS:
        raise NoBackup(f"A database of the kind {connection.vendor} cannot be backed up.")
    return KINDS[connection.vendor](connection, folder)


# --- Files ---------------------------------------------------------------------------------------


@contextmanager
def _files_of(archive: zipfile.ZipFile, storage: Storage) -> Iterator[None]:
    """Put the files of the archive into the storage, in place of those that are there.

    When that fails, or what is done meanwhile, those that were there come back.
    """
    wanted = [name for name in archive.namelist() if name.startswith(FILES)]
    with TemporaryDirectory() as name:
        kept = Path(name)
        there = _names(storage)
        for path in there:
            (kept / path).parent.mkdir(parents=True, exist_ok=True)
            with storage.open(path) as content, (kept / path).open("wb") as copy:
                shutil.copyfileobj(content, copy)
        try:
            _fill(storage, {it.removeprefix(FILES): partial(archive.open, it) for it in wanted})
            yield
        except BaseException:
            _fill(storage, {path: partial((kept / path).open, "rb") for path in there})
            raise


def _fill(storage: Storage, files: dict[str, Callable[[], IO[Any]]]) -> None:
    """Let the storage hold these files, each as it is opened, and no others."""
    for path in _names(storage):
        storage.delete(path)
    for path, opened in files.items():
        with opened() as content:
            storage.save(path, File(content))


def _names(storage: Storage, folder: str = "") -> list[str]:
    """The paths of all files in a storage; none where it is not there yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    prefix = f"{folder}/" if folder else ""
    deeper = (_names(storage, f"{prefix}{name}") for name in sorted(folders))
    return [
        *(f"{prefix}{name}" for name in sorted(files)),
        *(it for names in deeper for it in names),
    ]


# --- Checksums -----------------------------------------------------------------------------------


def _sum(content: IO[bytes], also: Callable[[bytes], object] = len) -> dict[str, Any]:
    """The length and checksum of what is read, each part of which is given on as well."""
    length, digest = 0, hashlib.sha256()
    while chunk := content.read(_CHUNK):
        length += len(chunk)
        digest.update(chunk)
        also(chunk)
    return {"bytes": length, "sha256": digest.hexdigest()}
