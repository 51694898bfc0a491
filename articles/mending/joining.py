"""Making one block of two."""

from collections.abc import Iterator
from dataclasses import replace

from articles.blocks import Block, Kind
from articles.cutting.lines import joined as joined_lines
from articles.mending.faithful import faithful, lines_of, rows_of, variants, words_of
from articles.mending.shapes import code_of


def joined(first: Block, second: Block) -> Block | None:
    """One block of two, of the first one's kind; None where they have nothing to do together."""
    if second.kind is Kind.TABLE and first.kind is Kind.TABLE:
        return replace(first, source="\n".join([first.source, *rows_of(second)]))
    if is_apart(second) or first.kind is Kind.TABLE:
        return None
    if first.kind is Kind.CODE:
        return replace(first, source=f"{first.source}\n{code_of(second)}")
    return faithful(_candidates(first, second), words=words_of(_parts(first, second)))


def is_apart(block: Block) -> bool:
    """Whether it stands beside the text, as figures, tables and notes do."""
    return block.kind in {Kind.FIGURE, Kind.TABLE} or bool(block.label)


def _parts(first: Block, second: Block) -> Iterator[Block]:
    yield first
    yield from (Block(line) for line in lines_of(second))


def _candidates(first: Block, second: Block) -> Iterator[Block]:
    if first.kind is Kind.FIGURE:
        figure = first.figure
        for lines in variants(lines_of(second)) if figure else ():
            caption = " ".join(filter(None, [figure.caption, *lines])) if figure else ""
            yield (
                replace(first, source=replace(figure, caption=caption).source) if figure else first
            )
        return
    before, after = _lines(first), _lines(second, flow=first.kind is not Kind.VERSE)
    marker = f"{first.marker} " if first.marker else ""
    if first.kind is Kind.VERSE:
        for begun, ended in zip(variants(before), variants(after), strict=True):
            yield replace(first, source="\n".join([*begun, *ended]))
        return
    glue = " " if first.kind is Kind.HEADING else "  \n"
    glue = "\\\n" if "\\\n" in first.source else glue
    for begun, ended in zip(variants(before), variants(after), strict=True):
        seam = joined_lines([begun[-1], ended[0]])
        yield replace(first, source=marker + glue.join([*begun[:-1], seam, *ended[1:]]))


def _lines(block: Block, *, flow: bool = False) -> list[str]:
    bare = block if not block.marker else replace(block, source=block.body, kind=Kind.TEXT)
    lines = lines_of(block if flow or block.kind is Kind.VERSE else bare)
    return [" ".join(lines)] if flow and block.kind in {Kind.VERSE, Kind.CODE} else lines
