"""Mending a cut text before it is saved: what the person who brings it decides of each block."""

from articles.mending.decisions import Decision, Fate, mend
from articles.mending.editing import edited, shown_source
from articles.mending.pages import chapters_of, page_of, pages_of
from articles.mending.shapes import SHAPES, shape_of, shapes_for

__all__ = [
    "SHAPES",
    "Decision",
    "Fate",
    "chapters_of",
    "edited",
    "mend",
    "page_of",
    "pages_of",
    "shape_of",
    "shapes_for",
    "shown_source",
]
