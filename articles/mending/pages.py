"""A long text in pages, and its chapters."""

from collections.abc import Sequence

from articles.blocks import Block, Kind

BLOCKS_A_PAGE = 100
# A form as long as a browser and a server like it.
CHARACTERS_A_PAGE = 60_000


def pages_of(blocks: Sequence[Block]) -> list[range]:
    """The indexes of the blocks on each page; one empty page where there are none."""
    pages, start, length = [], 0, 0
    for index, block in enumerate(blocks):
        length += len(block.source)
        is_full = index - start >= BLOCKS_A_PAGE or length > CHARACTERS_A_PAGE
        if is_full and index > start:
            pages.append(range(start, index))
            start, length = index, len(block.source)
    return [*pages, range(start, len(blocks))]


def page_of(pages: Sequence[range], index: int) -> int:
    """The number, from 1, of the page with this block; the last one for what is beyond."""
    return next((number for number, page in enumerate(pages, 1) if index < page.stop), len(pages))


def chapters_of(blocks: Sequence[Block]) -> list[int]:
    """The indexes of the headings of the first level, which begin chapters."""
    return [
        index
        for index, block in enumerate(blocks)
        if block.kind is Kind.HEADING and block.level == 1
    ]
