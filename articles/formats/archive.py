"""The only way into zip files. Nothing is ever written to disk."""

import stat
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath

from articles.blocks import Damaged, Encrypted, TooLargeUnpacked, TooManyParts

# A book with a picture on each page has some thousands.
MAX_ENTRIES = 10_000
# A text of two million letters with its markup is some ten; the rest is for pictures. Only what
# is read counts: fonts and sounds stay packed.
MAX_UNPACKED = 50_000_000
# Text is packed to a fifth, drawings to a hundredth at most.
_MAX_RATIO = 150
_NOTEWORTHY = 1_000_000

_ENTRY = b"PK\x01\x02"
_HEADER_LENGTH = 30
_ENCRYPTED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_STEP = 1 << 16


class Archive:
    """The files in a zip file, by their names.

    Raises InvalidArticle for an archive that is damaged, encrypted or made to do harm: with names
    that lead out of it, with links, with names that stand twice, with entries that share bytes,
    with too many of them, or with more in them than `MAX_UNPACKED`, which is counted as it comes.
    """

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > MAX_ENTRIES:
            raise TooManyParts
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Damaged from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self.left = MAX_UNPACKED
        for entry in self._zip.infolist():
            self._admit(entry)
        self._refuse_overlaps()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """How many bytes a file claims to be; 0 if there is none."""
        return self._entries[name].file_size if name in self._entries else 0

    def has_room_for(self, name: str) -> bool:
        """Whether there is such a file, and it may still be read beside what was."""
        return name in self._entries and self.size(name) <= self.left

    def read(self, name: str) -> bytes:
        """A file's content. Raises KeyError if there is none."""
        entry = self._entries[name]
        if entry.file_size > self.left:
            raise TooLargeUnpacked
        parts = []
        try:
            with self._zip.open(entry) as file:
                while part := file.read(_STEP):
                    self.left -= len(part)
                    if self.left < 0:
                        raise TooLargeUnpacked
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Damaged from error
        except (RuntimeError, ValueError) as error:  # zipfile's word for passwords
            raise (error if isinstance(error, TooLargeUnpacked) else Damaged) from error
        return b"".join(parts)

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        if entry.is_dir():
            return
        if entry.flag_bits & _ENCRYPTED:
            raise Encrypted
        if entry.filename in self._entries or _leads_out(entry.orig_filename):
            raise Damaged
        if stat.S_ISLNK(entry.external_attr >> 16) or entry.compress_type not in _PACKINGS:
            raise Damaged
        if entry.file_size > max(_NOTEWORTHY, _MAX_RATIO * entry.compress_size):
            raise TooLargeUnpacked
        self._entries[entry.filename] = entry

    def _refuse_overlaps(self) -> None:
        entries = sorted(self._entries.values(), key=lambda entry: entry.header_offset)
        for entry, following in pairwise(entries):
            if entry.header_offset + _HEADER_LENGTH + entry.compress_size > following.header_offset:
                raise Damaged


def _leads_out(name: str) -> bool:
    """Whether a name, taken as a path, would leave the folder that it is unpacked in."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or "\0" in name or name[1:2] == ":"
