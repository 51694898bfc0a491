"""What the styles of a Word document say of paragraphs and words."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.formats.docx.names import VAL, W, number, switch, value
from articles.formats.elements import Element, language_code

_LONGEST_CHAIN = 20
_BODY_LEVEL = 9
_HEADING = re.compile(r"heading (\d)")


class Role(enum.Enum):
    """What a paragraph is by its style."""

    BODY = enum.auto()
    TITLE = enum.auto()
    QUOTE = enum.auto()
    CAPTION = enum.auto()
    LIST = enum.auto()
    CONTENTS = enum.auto()
    NAMED = enum.auto()


_ROLES = {
    **dict.fromkeys(("title", "book title"), Role.TITLE),
    **dict.fromkeys(("quote", "intense quote", "block text", "quotations"), Role.QUOTE),
    **dict.fromkeys(("caption", "legend", "illustration"), Role.CAPTION),
    **dict.fromkeys(("toc heading", "table of figures", "table of authorities"), Role.CONTENTS),
    **{f"toc {level}": Role.CONTENTS for level in range(1, 10)},
    "list paragraph": Role.LIST,
    **{f"list{name}": Role.LIST for name in ("", " 2", " 3", " 4", " 5")},
    **{f"list continue{name}": Role.LIST for name in ("", " 2", " 3", " 4", " 5")},
    "subtitle": Role.NAMED,
}


class Shape(NamedTuple):
    """What a paragraph's style makes of it; `level` is a heading's, from 1, or 0.

    `numbering` is the list's key and the level in it.
    """

    role: Role = Role.BODY
    level: int = 0
    numbering: tuple[str, int] | None = None


@dataclass(frozen=True)
class Look:
    """What is said of words; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    raised: str | None = None
    is_from_right: bool | None = None
    language: str = ""
    language_from_right: str = ""

    def over(self, other: "Look") -> "Look":
        """This look, with the other where it says nothing."""
        return Look(
            other.bold if self.bold is None else self.bold,
            other.italic if self.italic is None else self.italic,
            other.struck if self.struck is None else self.struck,
            other.hidden if self.hidden is None else self.hidden,
            other.raised if self.raised is None else self.raised,
            other.is_from_right if self.is_from_right is None else self.is_from_right,
            self.language or other.language,
            self.language_from_right or other.language_from_right,
        )


NO_LOOK = Look()


def look_of(properties: Element | None) -> Look:
    """The look that the properties of a run (`w:rPr`) give it."""
    if properties is None or not len(properties):
        return NO_LOOK
    is_from_right = switch(properties, "rtl")
    complex_ = "Cs" if is_from_right else ""
    language = properties.find(f"{W}lang")
    raised = properties.find(f"{W}vertAlign")
    struck, twice = switch(properties, "strike"), switch(properties, "dstrike")
    return Look(
        switch(properties, f"b{complex_}"),
        switch(properties, f"i{complex_}"),
        struck if twice is None else struck or twice,
        switch(properties, "vanish"),
        None if raised is None else str(raised.get(VAL, "")),
        is_from_right,
        language_code(language.get(VAL, "")) if language is not None else "",
        language_code(language.get(f"{W}bidi", "")) if language is not None else "",
    )


@dataclass(frozen=True)
class Styles:
    """The styles of a document by their keys, and what holds for all its words."""

    _elements: dict[str, Element] = field(default_factory=dict)
    default_look: Look = NO_LOOK
    _default: str = ""
    _shapes: dict[str, Shape] = field(default_factory=dict)
    _looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> "Styles":
        if root is None:
            return cls()
        elements = {style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")}
        default = ""
        for key, style in elements.items():
            is_default = style.get(f"{W}default", "0") in {"1", "true", "on"}
            if is_default and style.get(f"{W}type") == "paragraph":
                default = key
        look = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        return cls(elements, look, default)

    def shape(self, key: str) -> Shape:
        """What paragraphs of this style are."""
        if key not in self._shapes:
            self._shapes[key] = self._shape(key or self._default)
        return self._shapes[key]

    def look(self, key: str) -> Look:
        """How words of this style look."""
        if key not in self._looks:
            look = NO_LOOK
            for style in self._chain(key):
                look = look.over(look_of(style.find(f"{W}rPr")))
            self._looks[key] = look
        return self._looks[key]

    def _shape(self, key: str) -> Shape:
        role, level, list_key, list_level = None, None, "", None
        for style in self._chain(key):
            properties = style.find(f"{W}pPr")
            name = value(style, f"{W}name").lower()
            if role is None:
                role = _ROLES.get(name)
            if level is None and (found := _HEADING.fullmatch(name)):
                level = int(found[1])
            outline = value(properties, f"{W}outlineLvl")
            if level is None and outline:
                level = number(outline, _BODY_LEVEL) + 1
            list_key = list_key or value(properties, f"{W}numPr/{W}numId")
            if list_level is None and (depth := value(properties, f"{W}numPr/{W}ilvl")):
                list_level = number(depth)
        is_heading = level is not None and 1 <= level <= _BODY_LEVEL and role is None
        return Shape(
            Role.NAMED if is_heading else role or Role.BODY,
            level or 0 if is_heading else 0,
            (list_key, list_level or 0) if list_key else None,
        )

    def _chain(self, key: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._elements.get(key)
            if style is None:
                return
            yield style
            key = value(style, f"{W}basedOn")
