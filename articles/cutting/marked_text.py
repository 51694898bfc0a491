"""Cutting Markdown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock, table
from markdown_it.tree import SyntaxTreeNode

from articles.blocks import MAX_BLOCKS, Block, Kind, TooManyBlocks
from articles.cutting.lines import is_narrow, is_verse, joined
from articles.cutting.opening import LONGEST_TITLE, is_same, opening
from articles.markdown import plain_block
from articles.markdown.parser import Parser

# A block is 3 tokens, and a few for the list or quote around it.
_MAX_TOKENS = 10 * MAX_BLOCKS

_HEADING_MARKS = re.compile(r" {0,3}#{1,6}[ \t]+")
_MARGIN = re.compile(r"^[ \t>]*")
# Code and escapes, to be passed over; then an image's or a link's words and the name of its place.
_REFERENCE = re.compile(
    r"`+[^`]*`+|\\.|\[(?P<words>[^\[\]]{1,500})\](?:\[(?P<label>[^\[\]]{0,500})\])?(?![\[(])"
)
_WEB = re.compile(r"(?:https?:|mailto:)", re.IGNORECASE)


def _outline() -> Parser:
    """A parser that finds blocks and definitions of links, and leaves what is in them."""
    parser = Parser()
    parser.enable("reference")
    parser.options["inline_definitions"] = True
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.before("table", "limit", _limit)
    parser.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    return parser


def _limit(state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    """Block rule that matches nothing, but stops a hostile text before it costs much."""
    if len(state.tokens) > _MAX_TOKENS:
        raise TooManyBlocks
    return False


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule that takes a table as one token: its cells are not looked into."""
    if not table(state, start, end, True):
        return False
    line = start + 2
    interruptions = state.md.block.ruler.getRules("blockquote")
    while line < end and not silent and _continues_table(state, line):
        if any(interruption(state, line, end, True) for interruption in interruptions):
            break
        line += 1
    if not silent:
        state.push("table", "", 0).map = [start, line]
        state.line = line
    return True


def _continues_table(state: StateBlock, line: int) -> bool:
    inside = state.sCount[line] >= state.blkIndent
    return inside and not state.isEmpty(line) and not state.is_code_block(line)


_OUTLINE = _outline()


def cut_markdown(text: str, *, title: str = "") -> tuple[str, Iterator[Block]]:
    """The title, empty if there is none, and the blocks of a tidy text in Markdown.

    A `title` that is known from elsewhere stays, and its repetitions are left out.
    """
    lines = text.split("\n")
    if title:
        return title, _without(title, _blocks(lines))
    announced, beginning = opening([_bare(line) for line in lines])
    blocks = _blocks(lines[beginning:])
    return (plain_block(Block(announced)), blocks) if announced else _titled(blocks)


def _bare(line: str) -> str:
    """A line without the marks of a heading."""
    mark = _HEADING_MARKS.match(line)
    if not mark:
        return line
    words = line[mark.end() :].rstrip()
    return words.removesuffix("#" * (len(words) - len(words.rstrip("#"))))


def _without(title: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without the title, should they begin by saying it once or twice more."""
    first = list(islice(blocks, 3))
    while len(first) > 1 and is_same(plain_block(first[0]), title):
        first.pop(0)
    return chain(first, blocks)


def _titled(blocks: Iterator[Block]) -> tuple[str, Iterator[Block]]:
    """The title, if the first of several blocks is a heading of the first level, and the rest."""
    first, second = [*islice(blocks, 2), None, None][:2]
    rest = chain(filter(None, (first, second)), blocks)
    if not first or not second or not _is_title(first):
        return "", rest
    title = plain_block(first)
    return title, _without(title, rest)


def _is_title(block: Block) -> bool:
    is_first_level = block.kind is Kind.HEADING and block.level == 1
    return is_first_level and len(block.source) <= LONGEST_TITLE


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    found: dict[str, Any] = {}
    root = SyntaxTreeNode(_OUTLINE.parse("\n".join(lines), found))
    links = {
        label: _target(definition["href"], definition["title"])
        for label, definition in found.get("references", {}).items()
        if _is_link(label, definition["href"])
    }
    place = _Place(lines, links, narrow=is_narrow(lines))
    return place.within(root.children)


def _is_link(label: str, url: str) -> bool:
    """Whether a definition is a link's; `[^1]: Ibid.` is a footnote, to be read."""
    return bool(_WEB.match(url)) and not label.startswith("^")


def _target(url: str, title: str) -> str:
    """What stands in the round brackets of a link."""
    quoted = re.sub(r'([\\"&])', r"\\\1", " ".join(title.split()))
    return f'<{url}> "{quoted}"' if quoted else f"<{url}>"


@dataclass(frozen=True)
class _Place:
    """Where in the text a part of it stands, and what is known of the whole text."""

    lines: Sequence[str]
    links: Mapping[str, str]
    narrow: bool
    quoted: bool = False
    depth: int = 0

    def within(self, nodes: Sequence[SyntaxTreeNode], marker: str = "") -> Iterator[Block]:
        for node in nodes:
            yield from self._blocks(node, marker)
            marker = ""

    def _blocks(self, node: SyntaxTreeNode, marker: str) -> Iterator[Block]:
        match node.type:
            case "paragraph" | "heading" if node.children[0].content:
                yield self._prose(node, marker)
            case "blockquote":
                yield from replace(self, quoted=True).within(node.children, marker)
            case "bullet_list" | "ordered_list":
                inside = replace(self, depth=self.depth + 1)
                for item in node.children:
                    number = f"{item.info}{item.markup}" if item.info else "-"
                    yield from inside.within(item.children, f"{number} ")
            case "fence" | "code_block" if node.content.strip():
                yield Block(node.content.rstrip("\n"), Kind.CODE)
            case "table":
                yield self._verbatim(node, marker)
            case "definition" if not _is_link(node.meta["id"], node.meta["url"]):
                yield self._verbatim(node, marker)

    def _prose(self, node: SyntaxTreeNode, marker: str) -> Block:
        block = self._block(marker, node)
        lines = node.children[0].content.split("\n")
        bare = [*map(_unbroken, lines[:-1]), lines[-1].strip()]
        if block.kind in {Kind.TEXT, Kind.QUOTE} and self._is_verse(lines, bare):
            if block.kind is Kind.TEXT:
                block = Block("", Kind.VERSE)
            source = ("\n" if block.kind is Kind.VERSE else "\\\n").join(filter(None, bare))
        else:
            source = _flowing(lines)
        return replace(block, source=marker + _REFERENCE.sub(self._linked, source))

    def _block(self, source: str, node: SyntaxTreeNode) -> Block:
        if self.quoted:
            return Block(source, Kind.QUOTE)
        if self.depth:
            return Block(source, Kind.LIST_ITEM, self.depth)
        if node.type == "heading":
            return Block(source, Kind.HEADING, int(node.tag[1]))
        return Block(source)

    def _is_verse(self, lines: Sequence[str], bare: Sequence[str]) -> bool:
        broken = len(lines) > 1 and all(map(_is_broken, lines[:-1]))
        return broken or is_verse(bare, narrow=self.narrow)

    def _verbatim(self, node: SyntaxTreeNode, marker: str) -> Block:
        """The lines as they stand, each a line for the reader too."""
        start, end = node.map or (0, 0)
        lines = [_MARGIN.sub("", line).rstrip() for line in self.lines[start:end]]
        return self._block(marker + "  \n".join(filter(None, lines)), node)

    def _linked(self, match: re.Match[str]) -> str:
        """The reference as a link with its address, where it is one."""
        label = match["label"] or match["words"]
        target = self.links.get(normalizeReference(label)) if label else None
        return f"[{match['words']}]({target})" if target else match[0]


def _flowing(lines: Sequence[str]) -> str:
    """The lines as one, but for the breaks that somebody asked for."""
    stretches: list[list[str]] = [[]]
    ends = []
    for line in lines:
        stretches[-1].append(line)
        if _is_broken(line):
            ends.append("  \n" if line.endswith(" ") else "\n")
            stretches.append([])
    return "".join(
        joined(stretch) + end for stretch, end in zip(stretches, [*ends, ""], strict=True)
    ).strip()


def _is_broken(line: str) -> bool:
    """Whether a line ends in two spaces or in a backslash that is not escaped itself."""
    return line.endswith("  ") or (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _unbroken(line: str) -> str:
    return line.removesuffix("\\").strip() if _is_broken(line) else line.strip()
