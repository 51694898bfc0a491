"""What a reader sees of a paragraph, without markup."""

import re

from articles.blocks import Kind
from articles.markdown import plain_block
from articles.models import Paragraph

_MARKUP = re.compile(r"[\\`*_~^\[\]<>&!]")
_OTHER = {Kind.CODE, Kind.FIGURE, Kind.TABLE}


def plain(paragraph: Paragraph) -> str:
    """Its words; most paragraphs have no markup and need not be parsed for that."""
    block = paragraph.block
    if block.kind in _OTHER or _MARKUP.search(block.body):
        return plain_block(block)
    return block.body
