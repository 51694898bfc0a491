"""The storage's files in a backup."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage

from studygroup.backups.archive import FILES


@contextmanager
def files_of(archive: zipfile.ZipFile, storage: Storage) -> Iterator[None]:
    """Put the files of the archive into the storage, in place of those that are there.

    When that fails, or what is done meanwhile, those that were there come back.
    """
    wanted = [name for name in archive.namelist() if name.startswith(FILES)]
    with TemporaryDirectory() as name:
        kept = Path(name)
        there = names_in(storage)
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
    for path in names_in(storage):
        storage.delete(path)
    for path, opened in files.items():
        with opened() as content:
            storage.save(path, File(content))


def names_in(storage: Storage, folder: str = "") -> list[str]:
    """The paths of all files in a storage; none where it is not there yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    prefix = f"{folder}/" if folder else ""
    deeper = (names_in(storage, f"{prefix}{name}") for name in sorted(folders))
    return [
        *(f"{prefix}{name}" for name in sorted(files)),
        *(it for names in deeper for it in names),
    ]
