"""Reading a file with a legacy: a collection of annotations that says where it comes from.

It is what `discussions.transcripts.legacies` writes. As with `discussions.annotations`, nothing in
it is trusted: of what it says, no more is taken than strings and numbers within bounds.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.annotations import Annotation, InvalidFile, Node, annotation, line, opened

# The terms that the W3C's model has no words for, as the file's context names them.
PREFIX = "legacy"
NAMESPACE = "urn:x-study-group:legacy#"
GENERATION, GROUP, SITE = f"{PREFIX}:generation", f"{PREFIX}:group", f"{PREFIX}:site"
LINEAGE, SORT = f"{PREFIX}:lineage", f"{PREFIX}:sort"
CLEARED, HELPED = f"{PREFIX}:cleared", f"{PREFIX}:helped"

SORTS = ("preparation", "answer", "help")
MOST_GENERATIONS = 99
_LONGEST_KEY = 300
_MOST_HELPED = 1_000_000


class NotALegacy(InvalidFile):
    message: Promise = _(
        "This is not a file of a legacy. Choose one that was made when a reading was handed down "
        "(.jsonld)."
    )


@dataclass(frozen=True)
class Note:
    """An annotation, and what the file says of it as a note that is handed down."""

    annotation: Annotation
    generation: int
    sort: str
    is_resolved: bool
    helped: int

    @property
    def key(self) -> str:
        return self.annotation.id[:_LONGEST_KEY]


@dataclass(frozen=True)
class Bequest:
    """What a file hands down, as it says."""

    key: str
    site: str
    group: str
    generation: int
    # The groups before, the first one first: their names, which may be empty, and sites.
    ancestors: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


def read(content: bytes) -> Bequest:
    """The legacy in a file; raises InvalidFile."""
    root, items = opened(content)
    generation = _number(root.get(GENERATION), most=MOST_GENERATIONS)
    if not generation:
        raise NotALegacy
    generator = root.get("generator")
    made_by: Node = generator if isinstance(generator, dict) else {}
    lineage = root.get(LINEAGE)
    listed = lineage if isinstance(lineage, list) else []
    before = [each for each in listed if isinstance(each, dict)]
    return Bequest(
        key=line(root.get("id")) or f"sha256:{sha256(content).hexdigest()}",
        site=line(made_by.get("homepage")) or line(made_by.get("name")),
        group=line(root.get(GROUP)),
        generation=generation,
        ancestors=tuple(
            (line(each.get(GROUP)), line(each.get(SITE))) for each in before[:MOST_GENERATIONS]
        ),
        notes=tuple(_note(item, number, generation) for number, item in enumerate(items)),
    )


def _note(item: Node, number: int, generation: int) -> Note:
    sort = item.get(SORT)
    return Note(
        annotation(item, number),
        generation=min(_number(item.get(GENERATION), most=generation) or generation, generation),
        sort=sort if sort in SORTS else "preparation",
        is_resolved=item.get(CLEARED) is True,
        helped=_number(item.get(HELPED), most=_MOST_HELPED),
    )


def _number(value: Any, *, most: int) -> int:
    """A whole number from 0 to `most`; 0 for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= most else 0
