"""Making a backup."""

import json
import os
import platform
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import django
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from studygroup.backups.archive import FILES, FORMAT, MANIFEST, checksum
from studygroup.backups.databases import copy_of
from studygroup.backups.files import names_in
from studygroup.backups.site import NoBackup, Site


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
    copy = copy_of(site.connection, folder)
    # Before the database: a migration that is under way is not claimed for it.
    manifest = _description(site.connection)
    copy.write()
    members = manifest["members"]
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        with copy.file.open("rb") as content:
            members[copy.name] = _put(archive, copy.name, content)
        for path in names_in(site.storage):
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
        return checksum(content, member.write)
