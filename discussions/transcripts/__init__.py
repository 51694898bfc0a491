"""A reading's discussion as a file, with what one reader may take along of it."""

from discussions.transcripts.annotations import annotations
from discussions.transcripts.documents import document
from discussions.transcripts.legacies import legacy_file
from discussions.transcripts.pages import page
from discussions.transcripts.transcript import Transcript

__all__ = ["Transcript", "annotations", "document", "legacy_file", "page"]
