"""From Markdown to what readers see, and back."""

from articles.markdown.comments import (
    escape,
    escape_end,
    escape_marks,
    mentioned,
    plain,
    render,
)
from articles.markdown.mentions import Names
from articles.markdown.prose import plain_block, render_block, render_blocks
from articles.markdown.writing import document

__all__ = [
    "Names",
    "document",
    "escape",
    "escape_end",
    "escape_marks",
    "mentioned",
    "plain",
    "plain_block",
    "render",
    "render_block",
    "render_blocks",
]
