"""The small signs at a comment, as one reader meets them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from discussions.models import Comment, Sign
from discussions.permissions import may_react

# A sign: the key of its comment, which one it is, and the key and the name of who gave it.
type Given = tuple[int, str, int, str]


@dataclass(frozen=True)
class ShownSign:
    """One of the signs, and who gave it, in the order they did."""

    sign: Sign
    names: list[str] = field(default_factory=list)
    is_mine: bool = False

    @property
    def number(self) -> int:
        return len(self.names)

    @property
    def is_in_words(self) -> bool:
        """Thanks are said, the others are drawn."""
        return self.sign == Sign.THANKS


class Signs:
    """All signs at one comment: those `given` to it, and the others."""

    def __init__(self, comment: Comment, reader: User, *, given: Iterable[Given]) -> None:
        names: dict[str, list[str]] = defaultdict(list)
        mine: set[str] = set()
        for _comment, sign, giver, name in given:
            names[sign].append(name)
            if giver == reader.pk:
                mine.add(sign)
        shown = [ShownSign(sign, names[sign], sign in mine) for sign in Sign]
        self.given = [sign for sign in shown if sign.names]
        self.others = [sign for sign in shown if not sign.names]
        self.may_react = may_react(reader, comment)
