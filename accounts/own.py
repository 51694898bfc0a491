"""Everything that is a person's own: what an export of it holds.

Each app tells of its part when it is loaded. A part holds what the person wrote, chose or did, and
of others no more than the names that the person knows them by.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from accounts.models import User

# Values are text, numbers, truth values, moments, lists of text, or None.
type Row = Mapping[str, object]


@dataclass(frozen=True)
class File:
    """A file of its own in the archive, such as a picture."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Section:
    """One part of what is a person's own.

    `labels` names the fields of the rows for people, in their order; rows and files are read once.
    """

    key: str
    title: str
    labels: Mapping[str, str]
    rows: Iterable[Row]
    files: Iterable[File] = ()


# Each app puts its own before those of the apps above, which are loaded earlier.
sections: list[Callable[[User], Section]] = []


def sections_of(user: User) -> Iterable[Section]:
    """Everything that is this person's own; from the person to what they said."""
    return (section(user) for section in sections)
