"""The reading room: the text with members in one margin and voices in the other."""

from discussions.room.paragraphs import RoomParagraph
from discussions.room.rooms import Room

__all__ = ["Room", "RoomParagraph"]
