"""What some Markdown files say of themselves above the text, between two lines of dashes."""

import re
import textwrap
from typing import NamedTuple

_LONGEST_VALUE = 200
_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n((?:(?:[A-Za-z][\w-]*[ \t]*:|[ \t]|- |\#).*\n)+?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:(.*)$", re.MULTILINE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]\w+)*", re.IGNORECASE)


class FrontMatter(NamedTuple):
    """Empty where nothing was said; the language as a code of two or three letters."""

    title: str = ""
    author: str = ""
    language: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """What the text says of itself, and the text without it.

    Simple `key: value` lines are understood. Lines that say neither title, author nor language
    are no front matter but part of the text.
    """
    found = _FRONT_MATTER.match(text)
    fields = {
        name.lower(): _value(value) for name, value in _FIELD.findall(found[1] if found else "")
    }
    language = _LANGUAGE.fullmatch(fields.get("language") or fields.get("lang", ""))
    matter = FrontMatter(
        fields.get("title", ""), fields.get("author", ""), language[1].lower() if language else ""
    )
    return (matter, text[found.end() :]) if found and any(matter) else (FrontMatter(), text)


def _value(written: str) -> str:
    value = written.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return textwrap.shorten(value, _LONGEST_VALUE, placeholder="…")
