"""How a reader likes their pages: theme, size of the text, length of its lines, alignment.

A look is written as four words, e.g. `sepia large wide justify`, kept with the user, or in a
cookie for those who have not signed in.
"""

from dataclasses import dataclass, fields
from enum import StrEnum


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    SEPIA = "sepia"
    DARK = "dark"


class Size(StrEnum):
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    LARGEST = "largest"


class Measure(StrEnum):
    NARROW = "narrow"
    NORMAL = "normal"
    WIDE = "wide"


class Align(StrEnum):
    START = "start"
    JUSTIFY = "justify"


@dataclass(frozen=True)
class Look:
    """The four choices; what is not chosen is as the site has it."""

    theme: Theme = Theme.SYSTEM
    size: Size = Size.MEDIUM
    measure: Measure = Measure.NORMAL
    align: Align = Align.START

    def __str__(self) -> str:
        return " ".join(getattr(self, field.name) for field in fields(self))

    @classmethod
    def parse(cls, words: str) -> "Look":
        """The look that `words` say; one that does not parse is the site's own."""
        try:
            theme, size, measure, align = words.split()
            return cls(Theme(theme), Size(size), Measure(measure), Align(align))
        except ValueError:
            return cls()
