"""What a comment said before, edit by edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from articles.differences import Piece, pieces
from discussions.models import Comment

# More are not compared on one page.
MOST = 20


@dataclass(frozen=True)
class Edit:
    """What one edit changed, word by word; the first words are `is_first` and stand alone."""

    said_at: datetime
    pieces: list[Piece]
    is_first: bool = False


def edits(comment: Comment) -> Iterator[Edit]:
    """The latest edits of a comment, newest first, and its first words if they are among them."""
    earlier = list(comment.versions.order_by("-number")[:MOST])
    source, said_at = comment.source, comment.edited_at or comment.created_at
    for version in earlier:
        yield Edit(said_at, list(pieces(version.source, source)))
        source, said_at = version.source, version.said_at
    if len(earlier) < MOST:
        yield Edit(said_at, list(pieces(source, source)), is_first=True)
