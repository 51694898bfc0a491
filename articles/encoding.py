"""Finding the characters in the bytes of a file."""

import codecs
import re

from articles.blocks import MAX_CHARACTERS, NotText, TooLong

_LONGEST_CHARACTER = 4
# Text as far as its bytes go, but not to be read as it stands: PDF and RTF files often have no NUL.
_FOREIGN_FILES = (b"%PDF-", b"{\\rtf")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_HIGH = re.compile(rb"[\xc0-\xff]")
_HIGH_RUN = re.compile(rb"[\xc0-\xff]{2,}")


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or a Windows code page.

    Raises TooLong, or NotText for anything that is no text or is damaged.
    """
    if len(data) > _LONGEST_CHARACTER * MAX_CHARACTERS:
        raise TooLong
    if data.startswith(_FOREIGN_FILES):
        raise NotText
    text = _decoded(data)
    if "\0" in text or len(_CONTROLS.findall(text)) > 1 + len(text) // 100:
        raise NotText
    if len(text) > MAX_CHARACTERS:
        raise TooLong
    return text


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data.startswith(_UTF_16_MARKS) else ["utf-8-sig", *_code_pages(data)]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText


def _code_pages(data: bytes) -> list[str]:
    """The Windows code pages that may be meant, likeliest first; none for damaged UTF-8."""
    attempt = data.decode("utf-8-sig", errors="replace")
    damage = attempt.count("\ufffd")
    if sum(character > "\x7f" for character in attempt) > 2 * damage:
        return []
    # Hebrew and Russian words are letters of the upper half throughout; in French or German such
    # letters stand alone among others. Russian uses bytes that Hebrew leaves empty.
    together = sum(map(len, _HIGH_RUN.findall(data)))
    if 2 * together > len(_HIGH.findall(data)):
        return ["cp1255", "cp1251"]
    return ["cp1252"]
