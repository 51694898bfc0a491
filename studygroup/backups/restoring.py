"""Restoring a backup."""

import json
import sqlite3
import zipfile
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from accounts.models import User
from studygroup.backups.archive import FORMAT, MANIFEST, checksum
from studygroup.backups.databases import copy_of
from studygroup.backups.files import files_of
from studygroup.backups.site import NoBackup, Site

# What must not come back: who was signed in at the time, and what was counted or kept for a while.
PASSING = ("django_session", "usersessions_usersession", "accounts_cached")


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
            copy = copy_of(site.connection, Path(name))
            archive.extract(copy.name, name)
            passing = [table for table in PASSING if table in manifest["tables"]]
            afterwards = [f"DELETE FROM {table};" for table in passing]  # noqa: S608  # our names
            if present:
                afterwards += _mind_the_erased(copy.people() - present, erased)
            with files_of(archive, site.storage):
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
            if checksum(content) != told:
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
