"""Faces: what is shown of a person where they stand or speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TONES = 8


class Faced:
    """What is drawn of a person who has no picture, made from their key and name."""

    __slots__ = ()

    pk: Any
    display_name: Any

    @property
    def initials(self) -> str:
        """One or two letters that stand for the name."""
        words = self.display_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def tone(self) -> int:
        """Which of the eight colours the face has."""
        return int(self.pk) % TONES


# Not frozen, as there may be hundreds.
@dataclass(slots=True)
class Face(Faced):
    """A person as others see them in passing, without all that an account holds."""

    pk: int
    display_name: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Faces:
    """People who are at one place: some of them are shown, the others counted."""

    people: Sequence[Face]
    most: int = 4

    def __bool__(self) -> bool:
        return bool(self.people)

    @property
    def shown(self) -> Sequence[Face]:
        return self.people[: self.most]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, len(self.people) - self.most)


NOBODY = Faces(())
