"""The archive that a backup is."""

import hashlib
from collections.abc import Callable
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"

_CHUNK = 1024 * 1024


def checksum(content: IO[bytes], also: Callable[[bytes], object] = len) -> dict[str, Any]:
    """The length and checksum of what is read, each part of which is given on as well."""
    length, digest = 0, hashlib.sha256()
    while chunk := content.read(_CHUNK):
        length += len(chunk)
        digest.update(chunk)
        also(chunk)
    return {"bytes": length, "sha256": digest.hexdigest()}
