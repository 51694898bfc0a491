"""Which characters the bytes of a web page stand for."""

import codecs
import re

from articles.encoding import decode

_SAMPLE = 4_096
_GUESSED_BY = 300_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_TAGS = re.compile(rb"<[^>]{0,2000}>")
# What browsers take these names for.
_MEANT = {
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252"
    ),
    **dict.fromkeys(("iso-8859-8", "iso-8859-8-i", "logical", "iso-8859-8-e"), "cp1255"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-8"),
}


def page_text(data: bytes) -> str:
    """The text of a web page: by its mark, as UTF-8 if it is that, as it says, or by a guess."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_encoding(data), "replace")


def _encoding(data: bytes) -> str:
    declared = _DECLARED.search(data[:_SAMPLE])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    name = _MEANT.get(name, name)
    try:
        codec = codecs.lookup(name).name if name else ""
    except LookupError:
        codec = ""
    if codec and codec != "utf-8" and _is_of_text(codec):
        return codec
    return _guessed(data) if not codec else "utf-8"


def _is_of_text(codec: str) -> bool:
    """Whether a codec, of all that Python has, makes text of bytes."""
    try:
        return isinstance(b"text".decode(codec), str) and codec not in {"unicode_escape", "idna"}
    except (LookupError, ValueError):
        return False


def _guessed(data: bytes) -> str:
    sample = _TAGS.sub(b" ", data[:_GUESSED_BY])
    try:
        text = decode(sample)
    except ValueError:
        return "cp1252"
    for encoding in ("cp1255", "cp1251", "cp1252"):
        if sample.decode(encoding, "replace") == text:
            return encoding
    return "utf-8"
