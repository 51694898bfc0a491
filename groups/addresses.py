"""Reading a pasted list of e-mail addresses, in whatever shape it was copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# What the database and the mail take.
LONGEST = 254

# What word processors and chats put around words unseen: marks of direction, joiners, a BOM.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SEPARATORS = ",;\t،؛、，；"
# What a list begins its lines with, and what a sentence puts around an address.
_AROUND = " \t.:<>()[]{}\"'“”„‟«»‹›‘’‚•·*–—-|"
_SCHEME = re.compile("^mailto:")
_BRACKETED = re.compile(r"<([^<>]*)>?\s*$")
_DOTTED = re.compile(r"\w\.\w")


class Fault(Enum):
    """Why no letter can go to what was written."""

    NO_ADDRESS = auto()
    TWO_SIGNS = auto()
    NO_DOMAIN = auto()
    ODD = auto()
    TOO_LONG = auto()


@dataclass(frozen=True)
class Entry:
    """One entry of a list: as it was written, and the address in it, or what is wrong."""

    written: str
    address: str = ""
    fault: Fault | None = None


def read(pasted: str) -> list[Entry]:
    """The entries of a pasted list in their order, each address and each fault once.

    Addresses come in small letters. Names beside them are left out.
    """
    entries: dict[str, Entry] = {}
    for line in _UNSEEN.sub("", pasted).replace("\u00a0", " ").splitlines():
        for written in _written_in(line):
            entry = _entry(written)
            entries.setdefault(entry.address or entry.written.casefold(), entry)
    return list(entries.values())


def _written_in(line: str) -> Iterator[str]:
    """The entries of one line; a name that stands apart from its address goes with it."""
    name: list[str] = []
    pieces = _pieces(line)
    if not any("@" in piece for piece in pieces):
        yield from [line.strip()] if any(piece.strip(_AROUND) for piece in pieces) else []
        return
    for piece in pieces:
        if not piece.strip(_AROUND):
            continue
        if "@" in piece:
            yield from _apart(piece)
            name = []
        elif _DOTTED.search(piece):
            # No name has a dot inside: an address without its sign.
            yield piece
        else:
            name.append(piece)


def _pieces(line: str) -> list[str]:
    """The line cut at commas, semicolons and tabs, but for those in quotes and brackets."""
    pieces, piece, closing = [], "", ""
    for at, letter in enumerate(line):
        if closing:
            closing = "" if letter == closing else closing
        elif letter == "<" and ">" in line[at:]:
            closing = ">"
        elif letter == '"' and '"' in line[at + 1 :]:
            closing = '"'
        elif letter in _SEPARATORS:
            pieces.append(piece.strip())
            piece = ""
            continue
        piece += letter
    return [*pieces, piece.strip()]


def _apart(piece: str) -> Iterator[str]:
    """A piece with several addresses between its words, as each of them by itself."""
    words = [word for word in piece.split() if "@" in word.strip(_AROUND)]
    if len(words) > 1 and all(_address_in(word)[1] is None for word in words):
        yield from words
    else:
        yield piece


def _entry(written: str) -> Entry:
    address, fault = _address_in(written)
    return Entry(written, address="" if fault else address, fault=fault)


def _address_in(written: str) -> tuple[str, Fault | None]:
    bracketed = _BRACKETED.search(written)
    if bracketed and "@" in bracketed[1]:
        return _checked(bracketed[1].strip())
    signs = [word for word in written.split() if "@" in word]
    return _checked(signs[0] if len(signs) == 1 else written)


def _checked(word: str) -> tuple[str, Fault | None]:
    address = word.strip(_AROUND).lower()
    if _SCHEME.match(address):
        address = _SCHEME.sub("", address).partition("?")[0]
    before, _sign, domain = address.rpartition("@")
    if "@" not in address:
        return "", Fault.NO_ADDRESS
    if "@" in before:
        return "", Fault.TWO_SIGNS
    if len(address) > LONGEST:
        return "", Fault.TOO_LONG
    if "." not in domain.strip("."):
        return "", Fault.NO_DOMAIN
    try:
        validate_email(address)
    except ValidationError:
        return "", Fault.ODD
    return address, None
