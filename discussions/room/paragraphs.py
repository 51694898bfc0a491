"""A paragraph as it stands in the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from accounts.faces import Faces
from articles.models import Paragraph
from discussions.greetings import SHOWN, Greeting
from groups.models import Step


class StuckThere(NamedTuple):
    """How many are stuck there now and how often somebody was, as far as it is for the reader."""

    now: int = 0
    times: int = 0
    # Whether it is the reader who is.
    is_reader: bool = False


@dataclass(frozen=True)
class RoomParagraph:
    """A paragraph as one reader meets it in the room.

    `words` are the paragraphs that say it in the reader's language: of a translation as many as
    it takes, else the paragraph itself.
    """

    paragraph: Paragraph
    words: Sequence[Paragraph]
    is_read: bool
    # Added or moved before the reader's place by a revision, and not marked by them since.
    is_carried: bool
    is_place: bool
    is_reached: bool
    standing: Faces
    voices: int
    # How many of them are new to the reader.
    new: int
    # The reader has begun to write something on it.
    is_begun: bool
    stuck: StuckThere
    is_open: bool = True
    # The step that begins with it.
    step: Step | None = None
    # What others have prepared on it for who stands there, or has passed and not met it.
    greetings: Sequence[Greeting] = ()
    # Earlier readers have left the reader something on it.
    has_inherited: bool = False
    # What stood before it, is removed, and has voices that the reader may hear.
    removed: Sequence["RoomParagraph"] = ()

    @property
    def joined(self) -> Paragraph | None:
        """The paragraph of the text that a removed one has become part of."""
        into = self.paragraph.merged_into
        return into if into and not into.is_removed else None

    @property
    def more_greetings(self) -> int:
        """How many preparations there are besides those that stand in the text."""
        return max(len(self.greetings) - SHOWN, 0)
