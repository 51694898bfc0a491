"""Finding out what a file is, by its content; its name only helps where that says nothing."""

import enum
import re
from pathlib import PurePath

from articles.blocks import Damaged, Encrypted, NothingToRead, UnknownKind


class FileKind(enum.StrEnum):
    """What files are read; each but text by the module of its name."""

    TEXT = "text"
    HTML = "html"
    EPUB = "epub"
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"


_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_PDF = b"%PDF-"
# A PDF's beginning may have some other bytes before it.
_PDF_WITHIN = 1_024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"AT&TFORM",
    b"%!PS",
    b"ITSF",
    b"\x7fELF",
    b"MZ\x90",
)
_FLAT_ODT = b"<office:document "
# Kindle books say at this place what they are.
_MOBI_PLACE = slice(60, 68)
_MOBI = frozenset({b"BOOKMOBI", b"TEXtREAd"})

_SAMPLE = 4_096
_HTML = re.compile(
    r"(?:\s|\ufeff|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:p|div|h[1-6]|table|article|section|span|meta|title)[\s>]", re.IGNORECASE)
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht"})


def kind_of(data: bytes, name: str = "") -> FileKind:
    """What the file is. Raises NothingToRead, UnknownKind, Encrypted or Damaged."""
    if not data.strip(b" \t\r\n\0"):
        raise NothingToRead
    if data.startswith(_ZIP):
        return _packed_kind(data)
    if data.startswith(_ZIP_END):
        raise NothingToRead
    if _PDF in data[:_PDF_WITHIN]:
        return FileKind.PDF
    if data.startswith(_OLD_OFFICE):
        raise Encrypted if _LOCKED in data else UnknownKind
    if data.startswith(_FOREIGN) or data[_MOBI_PLACE] in _MOBI:
        raise UnknownKind
    if _FLAT_ODT in data[:_SAMPLE]:
        return FileKind.ODT
    return FileKind.HTML if _is_html(data, name) else FileKind.TEXT


def _packed_kind(data: bytes) -> FileKind:
    """What a zip file holds, by the names in it, which are never packed themselves."""
    beginning = data[:200]
    if b"mimetypeapplication/epub+zip" in beginning:
        return FileKind.EPUB
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in beginning:
        return FileKind.ODT
    if b"META-INF/container.xml" in data:
        return FileKind.EPUB
    if b"[Content_Types].xml" in data and b"word/" in data:
        return FileKind.DOCX
    # Sheets and slides have the same parts, but say first what they are.
    if b"content.xml" in data and b"opendocument" not in beginning:
        return FileKind.ODT
    raise UnknownKind if _ZIP_END in data else Damaged


def _is_html(data: bytes, name: str) -> bool:
    sample = data[:_SAMPLE]
    utf_16 = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = sample.decode("utf-16" if utf_16 else "latin-1", "replace").removeprefix("ï»¿")
    if _HTML.match(text):
        return True
    return PurePath(name).suffix.lower() in _HTML_NAMES and bool(_TAG.search(text))
