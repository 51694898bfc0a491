"""The way into zip files: what is let in, and what is refused before it costs anything."""

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from articles.blocks import (
    Damaged,
    Encrypted,
    InvalidArticle,
    TooLargeUnpacked,
    TooManyParts,
)
from articles.formats.archive import MAX_ENTRIES, MAX_UNPACKED, Archive
from tests.articles.formats.corpus import packed


def read_all(data: bytes) -> None:
    archive = Archive(data)
    for name in archive.names:
        archive.read(name)


def renamed(name: str) -> bytes:
    return packed({"x" * len(name): "words"}).replace(b"x" * len(name), name.encode())


def doubled() -> bytes:
    return packed({"a.txt": "one", "b.txt": "two"}).replace(b"b.txt", b"a.txt")


def linked() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def locked() -> bytes:
    data = bytearray(packed({"a.txt": "words"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Two names for the same bytes."""
    data = bytearray(packed({"a.txt": "word " * 50, "b.txt": "word " * 50}))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(data)


def bomb() -> bytes:
    return packed({"a.txt": b"\0" * (MAX_UNPACKED + 1)})


def crowd() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(100_000):
            archive.writestr(str(number), b"")
    return file.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], type[InvalidArticle]]] = {
    "out": (lambda: renamed("../up.txt"), Damaged),
    "in and out": (lambda: renamed("a/../../up"), Damaged),
    "absolute": (lambda: renamed("/etc/passwd"), Damaged),
    "backslash": (lambda: renamed("..\\up.txt"), Damaged),
    "drive": (lambda: renamed("C:\\up.txt"), Damaged),
    "doubled": (doubled, Damaged),
    "linked": (linked, Damaged),
    "overlapping": (overlapping, Damaged),
    "locked": (locked, Encrypted),
    "bomb": (bomb, TooLargeUnpacked),
    "crowd": (crowd, TooManyParts),
    "without end": (lambda: packed({"a.txt": "words " * 99})[:-30], Damaged),
    "without beginning": (lambda: packed({"a.txt": "words " * 99})[40:], Damaged),
    "only a mark": (lambda: b"PK\x03\x04", Damaged),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_harmful_archives_are_refused(case: str) -> None:
    made, error = HOSTILE[case]
    data = made()
    start = time.process_time()
    with pytest.raises(error):
        read_all(data)
    assert time.process_time() - start < 1


def test_what_is_read_is_counted() -> None:
    part = random.Random(1).randbytes(MAX_UNPACKED // 2)
    archive = Archive(packed({"a": part, "b": part, "c": b"words" * 99}))
    archive.read("a")
    archive.read("b")
    assert not archive.has_room_for("c")
    with pytest.raises(TooLargeUnpacked):
        archive.read("c")


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(packed({"a.txt": "word " * 5_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + offset
        data[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(Damaged):
        Archive(bytes(data)).read("a.txt")


def test_as_many_entries_as_a_picture_book_has_are_fine() -> None:
    data = packed({str(number): "x" for number in range(3_000)})
    assert len(Archive(data).names) == 3_000 < MAX_ENTRIES
