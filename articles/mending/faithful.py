"""What a block made of another must keep: its words, and being read again as it was written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from articles.blocks import Block, Kind
from articles.cutting import blocks_of
from articles.markdown import document, escape, plain_block

_BREAK = re.compile(r"\\\n| *\n")
_CELL_END = re.compile(r"(?<!\\)\|")
_DELIMITERS = re.compile(r"[\s|:-]+")
_NUMBER = re.compile(r"(\d{1,9})([.)])")
_MARK = re.compile(r"[!-/:-@\[-`{-~]")


def faithful(candidates: Iterable[Block], *, words: str) -> Block | None:
    """The first block that says these words and is read again as it was written."""
    for candidate in candidates:
        if words_of([candidate]) == words and _is_stable(candidate):
            return candidate
    return None


def words_of(blocks: Iterable[Block]) -> str:
    """All that can be read in these blocks, numbers of list items too, without spaces."""
    return "".join(
        "".join(f"{block.marker.removeprefix('-')}{plain_block(block)}".split()) for block in blocks
    )


def lines_of(block: Block) -> list[str]:
    """The lines of a block that is no figure, each in Markdown, without a list item's dash."""
    if block.kind is Kind.CODE:
        return [escape(line.strip()) for line in block.source.split("\n") if line.strip()]
    if block.kind is Kind.TABLE:
        return [_row(line) for line in rows_of(block)]
    source = block.body if block.marker == "-" else block.source
    return [line.strip() for line in _BREAK.split(source) if line.strip()]


def rows_of(table: Block) -> list[str]:
    """The lines of a table that hold words."""
    return [line for line in table.source.split("\n") if not _DELIMITERS.fullmatch(line)]


def variants(lines: Sequence[str]) -> Iterable[list[str]]:
    """The lines, then with ever fewer marks that could mean something where they come to stand."""
    yield list(lines)
    yield [_guarded(line) for line in lines]
    plain = [plain_block(Block(line)) for line in lines]
    yield [escape(line) for line in plain]
    yield [fully_escaped(line) for line in plain]


def fully_escaped(text: str) -> str:
    """Markdown that shows these characters and means nothing else anywhere."""
    return _MARK.sub(r"\\\g<0>", " ".join(text.split()))


def _is_stable(block: Block) -> bool:
    """Whether its document holds it and nothing else, in the place of its kind."""
    if block.kind is Kind.LIST_ITEM:
        block = replace(block, level=1, source=f"{block.marker or '-'} {block.body}")
    if block.kind is Kind.FOOTNOTE and not block.label:
        block = replace(block, label="1")
    return list(blocks_of(document([block]))) == [block]


def _guarded(line: str) -> str:
    """The line, so that it does not begin as something other than text."""
    numbered = _NUMBER.match(line)
    if numbered:
        return _NUMBER.sub(r"\1\\\2", line, count=1)
    return f"\\{line}" if _MARK.match(line) and not line.startswith("\\") else line


def _row(line: str) -> str:
    cells = (cell.strip() for cell in _CELL_END.split(line))
    return " ".join(filter(None, cells))
