"""Reading files of any kind, and the process that does it."""

import io
import time
import zipfile

import pytest

from articles.blocks import (
    BlockTooLong,
    Cut,
    Damaged,
    Encrypted,
    InvalidArticle,
    NothingToRead,
    NotText,
    TakesTooLong,
    TooLargeUnpacked,
    TooManyParts,
    UnknownKind,
)
from articles.cutting import blocks_of, cut
from articles.formats import read
from articles.formats.kinds import FileKind, kind_of
from articles.formats.sandbox import read_apart
from articles.markdown import document
from tests.articles.formats.corpus import (
    LAUGHS,
    english_book,
    epub,
    hebrew_book,
    packed,
    page,
    picture,
    web_page,
)

GOOD = {"english": english_book, "hebrew": hebrew_book, "page": web_page}
MISCHIEF = "tests.articles.formats.mischief"


@pytest.mark.parametrize("name", GOOD)
def test_what_is_read_stays_when_it_is_edited(name: str) -> None:
    text = read(GOOD[name](), name="wrong.txt")
    assert tuple(blocks_of(document(text.blocks))) == text.blocks


def test_plain_text_is_cut_as_ever() -> None:
    text = "The Wall\n\nWhoever lifts one stone moves the row.\n\nIndeed."
    assert read(text.encode(), name="wall.html") == cut(text)


KINDS = [
    (english_book(), "book.docx", FileKind.EPUB),
    (web_page(), "page.txt", FileKind.HTML),
    (b"<p>Hello</p>", "page.html", FileKind.HTML),
    (b"<p>Hello</p>", "page.md", FileKind.TEXT),
    (b"\xef\xbb\xbf<!-- saved --><!DOCTYPE html><p>x", "", FileKind.HTML),
    ("<html><p>x".encode("utf-16"), "", FileKind.HTML),
    (b"%PDF-1.7\n", "book.epub", FileKind.PDF),
    (
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
        "",
        FileKind.ODT,
    ),
    (packed({"[Content_Types].xml": "x", "word/document.xml": "x"}), "", FileKind.DOCX),
    ("על חומות".encode(), "x.epub", FileKind.TEXT),
]


@pytest.mark.parametrize(("data", "name", "kind"), KINDS, ids=range(len(KINDS)))
def test_the_content_says_what_a_file_is(data: bytes, name: str, kind: FileKind) -> None:
    assert kind_of(data, name) is kind


UNREADABLE: dict[str, tuple[bytes, type[InvalidArticle]]] = {
    "empty": (b"", NothingToRead),
    "spaces": (b" \n ", NothingToRead),
    "empty archive": (b"PK\x05\x06" + b"\0" * 18, NothingToRead),
    "other archive": (packed({"a.txt": "words"}), UnknownKind),
    "half an archive": (packed({"a.txt": "words"})[:40], Damaged),
    "picture": (picture(), UnknownKind),
    "rich text": (b"{\\rtf1 words}", UnknownKind),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, UnknownKind),
    "locked Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        Encrypted,
    ),
    "noise": (bytes(range(256)) * 9, NotText),
    "laughs": (LAUGHS.encode(), Damaged),
    "long paragraph": (b"<html><body><p>" + bytes(range(97, 123)) * 40_000, BlockTooLong),
    "deep": (b"<html><body>" + b"<div>" * 100_000 + b"words", TooManyParts),
    "deep book": (epub({"1.xhtml": page("<div>" * 9_000 + "x" + "</div>" * 9_000)}), TooManyParts),
    "bomb": (epub({"1.xhtml": "a" * 90_000_000}), TooLargeUnpacked),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_faults_are_told_plainly(case: str) -> None:
    data, error = UNREADABLE[case]
    start = time.monotonic()
    with pytest.raises(error) as caught:
        read(data, name="text.txt")
    assert str(caught.value)
    assert time.monotonic() - start < 20


def test_a_book_of_a_hundred_thousand_parts_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for number in range(100_000):
            archive.writestr(str(number), b"")
    with pytest.raises(TooManyParts):
        read(file.getvalue())


def wish(wanted: str, *, seconds: float = 60) -> Cut:
    return read_apart(wanted.encode(), FileKind.EPUB, module=MISCHIEF, seconds=seconds)


@pytest.mark.parametrize("wanted", ["connect", "look up", "fetch", "write", "delete", "start"])
def test_the_worker_reaches_nothing_outside(wanted: str) -> None:
    # The worker of this test says so when it is refused something.
    with pytest.raises(Encrypted):
        wish(wanted)


@pytest.mark.parametrize("wanted", ["loop", "memory"])
def test_time_and_memory_have_an_end(wanted: str) -> None:
    with pytest.raises(TakesTooLong):
        wish(wanted)


def test_the_clock_ends_what_only_waits() -> None:
    start = time.monotonic()
    with pytest.raises(TakesTooLong):
        wish("sleep", seconds=2)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("wanted", ["crash", "babble", "nothing"])
def test_a_worker_without_an_answer_is_a_damaged_file(wanted: str) -> None:
    with pytest.raises(Damaged):
        wish(wanted)


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    read(english_book(), progress=lambda *said: told.append(said))
    assert {step for step, _, _ in told} == {"pages", "pictures"}
    assert all(0 <= done <= of for _, done, of in told)
