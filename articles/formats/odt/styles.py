"""What the styles of an OpenDocument text say of paragraphs, words and lists."""

import enum
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from articles.formats.elements import Element, language_code
from articles.formats.odt.names import FO, STYLE, TEXT, number

_LONGEST_CHAIN = 20
_CODED = re.compile(r"_([0-9a-f]{2})_")
_RAISED = re.compile(r"(super|sub|-?\d+(?:\.\d+)?)%?(?:\s|$)")


class Role(enum.Enum):
    """What a paragraph is by its style."""

    BODY = enum.auto()
    TITLE = enum.auto()
    QUOTE = enum.auto()
    CAPTION = enum.auto()
    NAMED = enum.auto()


_ROLES = {
    "title": Role.TITLE,
    **dict.fromkeys(("quotations", "quote", "block quotation", "intense quote"), Role.QUOTE),
    **dict.fromkeys(("caption", "illustration", "figure", "drawing"), Role.CAPTION),
    "subtitle": Role.NAMED,
}


class Look(NamedTuple):
    """What is said of words; empty or None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    raised: str | None = None
    language: str = ""

    @property
    def marks(self) -> frozenset[str]:
        said = ((self.bold, "strong"), (self.italic, "em"), (self.struck, "del"))
        found = {mark for value, mark in said if value}
        return frozenset(found | ({self.raised} if self.raised else set()))

    def over(self, other: "Look") -> "Look":
        """This look, with the other where it says nothing."""
        return Look(
            other.bold if self.bold is None else self.bold,
            other.italic if self.italic is None else self.italic,
            other.struck if self.struck is None else self.struck,
            other.hidden if self.hidden is None else self.hidden,
            other.raised if self.raised is None else self.raised,
            self.language or other.language,
        )


NO_LOOK = Look()


class Shape(NamedTuple):
    """What a paragraph's style makes of it; `level` is a heading's, from 1, or 0."""

    role: Role = Role.BODY
    level: int = 0


class Level(NamedTuple):
    """How a list numbers the items of a level; no `kind` is a bullet."""

    kind: str = ""
    before: str = ""
    behind: str = "."
    start: int = 1
    shown: int = 1


class Styles:
    """The styles of a document by family and name; the text's own come first."""

    def __init__(self, parents: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self._shapes: dict[str, Shape] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self.outline: dict[int, Level] = {}
        self.language = ""
        for style in (style for parent in parents for style in parent):
            self._take(style)

    def _take(self, style: Element) -> None:
        family, name = style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")
        if style.tag == f"{STYLE}style":
            self._styles.setdefault((family, name), style)
        elif style.tag == f"{TEXT}list-style":
            self._lists.setdefault(name, dict(map(_level, style)))
        elif style.tag == f"{TEXT}outline-style":
            self.outline = dict(map(_level, style))
        elif style.tag == f"{STYLE}default-style" and family == "paragraph":
            self.language = _look(style).language

    def shape(self, name: str) -> Shape:
        """What paragraphs of this style are."""
        if name not in self._shapes:
            role, level = None, 0
            for style in self._chain("paragraph", name):
                shown = style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name", "")
                role = role or _ROLES.get(_CODED.sub(_decoded, shown).lower())
                level = level or number(style.get(f"{STYLE}default-outline-level"), 0)
            self._shapes[name] = Shape(role or Role.BODY, 0 if role else level)
        return self._shapes[name]

    def look(self, family: str, name: str) -> Look:
        """How words of this style look."""
        if (family, name) not in self._looks:
            look = NO_LOOK
            for style in self._chain(family, name):
                look = look.over(_look(style))
            self._looks[family, name] = look
        return self._looks[family, name]

    def level(self, name: str, level: int) -> Level:
        """How a list of this style numbers the items of a level, from 1."""
        return self._lists.get(name, {}).get(level, Level())

    def list_of(self, name: str) -> str:
        """The list style that a paragraph's style brings."""
        found = (style.get(f"{STYLE}list-style-name") for style in self._chain("paragraph", name))
        return next(filter(None, found), "")

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        """A style and those that it is made from."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")


def _decoded(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def _look(style: Element) -> Look:
    said = style.find(f"{STYLE}text-properties")
    if said is None:
        return NO_LOOK
    weight, slant = said.get(f"{FO}font-weight"), said.get(f"{FO}font-style")
    struck, place = said.get(f"{STYLE}text-line-through-style"), said.get(f"{STYLE}text-position")
    hidden = said.get(f"{TEXT}display")
    return Look(
        None if weight is None else weight in {"bold", "600", "700", "800", "900"},
        None if slant is None else slant in {"italic", "oblique"},
        None if struck is None else struck != "none",
        None if hidden is None else hidden == "none",
        None if place is None else _raised(place),
        language_code(said.get(f"{FO}language", "")),
    )


def _raised(place: str) -> str:
    found = _RAISED.match(place.strip())
    if not found:
        return ""
    if found[1] in {"super", "sub"}:
        return "sup" if found[1] == "super" else "sub"
    height = float(found[1])
    return "sup" if height > 0 else "sub" if height < 0 else ""


def _level(style: Element) -> tuple[int, Level]:
    at = number(style.get(f"{TEXT}level"), 1)
    is_numbered = style.tag in {f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"}
    kind = style.get(f"{STYLE}num-format", "")
    if not is_numbered:
        return at, Level()
    before, behind = style.get(f"{STYLE}num-prefix", ""), style.get(f"{STYLE}num-suffix", "")
    start = number(style.get(f"{TEXT}start-value"), 1)
    return at, Level(
        kind or "none", before, behind, start, number(style.get(f"{TEXT}display-levels"), 1)
    )
