"""Cutting Markdown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock, table
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from articles.blocks import MAX_BLOCKS, Block, Figure, Kind, TooManyBlocks
from articles.cutting.lines import is_narrow, is_verse, joined
from articles.cutting.opening import LONGEST_TITLE, is_same, opening
from articles.markdown import escape_end, escape_marks, plain_block
from articles.markdown.parser import Parser, bounded

# A block is 3 tokens, and a few for the list or quote around it.
_MAX_TOKENS = 10 * MAX_BLOCKS

_HEADING_MARKS = re.compile(r" {0,3}#{1,6}[ \t]+")
_NOTE_MARK = re.compile(r"^(?:\[\^[^\s\]]+\]:)+")
_MARGIN = re.compile(r"^[ \t>]*")
# Code and escapes, to be passed over; then an image's or a link's words and the name of its place.
_REFERENCE = re.compile(
    r"`+[^`]*`+|\\.|\[(?P<words>[^\[\]]{1,500})\](?:\[(?P<label>[^\[\]]{0,500})\])?(?![\[(])"
)
_LANGUAGE_MARK = re.compile(r"[ \t]*\{lang=([a-z]{2,3}(?:-[a-z]{2,8})?)\}[ \t]*$")
_IMAGE = re.compile(
    r"""!\[(?P<words>(?:\\.|[^\]\\])*)\]
        \((?P<address>[^\s()<>]*|<[^<>]*>)(?:\s+"(?P<title>(?:\\.|[^"\\])*)")?\)""",
    re.VERBOSE,
)
_WEB = re.compile(r"(?:https?:|mailto:)", re.IGNORECASE)


def _outline() -> Parser:
    """A parser that finds blocks and definitions of links, and leaves what is in them."""
    parser = Parser()
    parser.enable("reference")
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    note = bounded(footnote_def)
    parser.block.ruler.at("footnote_def", note, {"alt": ["paragraph", "reference"]})
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


def blocks_of(source: str) -> Iterator[Block]:
    """The blocks of a document that says of each what it is; nothing is guessed.

    It reads what `markdown.document` writes.
    """
    return _blocks(source.split("\n"), exact=True)


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


def _blocks(lines: Sequence[str], *, exact: bool = False) -> Iterator[Block]:
    found: dict[str, Any] = {}
    root = SyntaxTreeNode(_OUTLINE.parse("\n".join(lines), found))
    links = {
        label: _target(definition["href"], definition["title"])
        for label, definition in found.get("references", {}).items()
        if _is_link(label, definition["href"])
    }
    place = _Place(lines, links, narrow=exact or is_narrow(lines), exact=exact)
    return place.within(root.children)


def _is_link(label: str, url: str) -> bool:
    """Whether a definition is a link's; `[NB]: Ibid.` is to be read."""
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
    exact: bool
    quoted: bool = False
    noted: bool = False
    depth: int = 0

    def within(self, nodes: Sequence[SyntaxTreeNode], marker: str = "") -> Iterator[Block]:
        for node in nodes:
            yield from self._blocks(node, marker)
            marker = ""

    def _blocks(self, node: SyntaxTreeNode, marker: str) -> Iterator[Block]:
        match node.type:
            case "paragraph" | "heading" if node.children[0].content:
                if (block := self._prose(node, marker)).body:
                    yield block
            case "blockquote":
                yield from replace(self, quoted=True).within(node.children, marker)
            case "bullet_list" | "ordered_list":
                inside = replace(self, depth=self.depth + 1)
                for item in node.children:
                    number = f"{item.info}{item.markup}" if item.info else "-"
                    yield from inside.within(item.children, f"{number} ")
            case "fence" | "code_block" if node.content.strip():
                yield Block(node.content.rstrip("\n"), Kind.CODE)
            case "footnote_reference":
                yield from self._note(node)
            case "table":
                yield Block("\n".join(self._lines(node, marker)), Kind.TABLE)
            case "definition" if not _is_link(node.meta["id"], node.meta["url"]):
                yield self._verbatim(node, marker)

    def _note(self, node: SyntaxTreeNode) -> Iterator[Block]:
        label = str(node.meta["label"])
        for block in replace(self, noted=True).within(node.children):
            is_first = block.kind is Kind.FOOTNOTE
            yield replace(block, label=label) if is_first else block
            label = "" if is_first else label

    def _prose(self, node: SyntaxTreeNode, marker: str) -> Block:
        block = self._block(marker, node)
        lines = node.children[0].content.split("\n")
        if language := _LANGUAGE_MARK.search(lines[-1]):
            lines[-1] = lines[-1][: language.start()]
            block = replace(block, language=language[1])
        if block.kind is Kind.HEADING:
            words = joined([*map(_unbroken, lines)])
            return replace(block, source=escape_end(" ".join(words.split())))
        if block.kind is Kind.TEXT and (figure := self._figure(lines)):
            return replace(block, source=figure.source, kind=Kind.FIGURE)
        bare = [*map(_unbroken, lines[:-1]), lines[-1].strip()]
        if block.kind in {Kind.TEXT, Kind.QUOTE} and self._is_verse(lines, bare):
            if block.kind is Kind.TEXT:
                block = replace(block, kind=Kind.VERSE)
            end = "\n" if block.kind is Kind.VERSE else "\\\n"
            source = escape_marks(end.join(filter(None, bare)))
        else:
            source = _flowing(lines)
        return replace(block, source=marker + _REFERENCE.sub(self._linked, source))

    def _block(self, source: str, node: SyntaxTreeNode) -> Block:
        if self.noted:
            return Block(source, Kind.FOOTNOTE)
        if self.quoted:
            return Block(source, Kind.QUOTE)
        if self.depth:
            return Block(source, Kind.LIST_ITEM, self.depth)
        if node.type == "heading":
            return Block(source, Kind.HEADING, int(node.tag[1]))
        return Block(source)

    def _is_verse(self, lines: Sequence[str], bare: Sequence[str]) -> bool:
        is_broken = _is_escaped if self.exact else _is_broken
        broken = len(list(filter(None, bare))) > 1 and all(map(is_broken, lines[:-1]))
        return broken or is_verse(bare, narrow=self.narrow)

    def _verbatim(self, node: SyntaxTreeNode, marker: str) -> Block:
        """The lines as they stand, each a line for the reader too."""
        lines = "  \n".join(self._lines(node, marker))
        return self._block(marker + escape_marks(_LANGUAGE_MARK.sub("", lines)), node)

    def _lines(self, node: SyntaxTreeNode, marker: str) -> list[str]:
        """The lines of a part without the marks of what it stands in."""
        start, end = node.map or (0, 0)
        lines = [_MARGIN.sub("", line).rstrip() for line in self.lines[start:end]]
        if lines:
            lines[0] = _NOTE_MARK.sub("", lines[0].removeprefix(marker)).lstrip()
        return [line for line in lines if line]

    def _figure(self, lines: Sequence[str]) -> Figure | None:
        """The image on a line of its own, and what stands below it as its caption."""
        image = _IMAGE.fullmatch(_REFERENCE.sub(self._linked, lines[0]).strip())
        if not image:
            return None
        caption = _REFERENCE.sub(self._linked, _flowing(lines[1:])) if lines[1:] else image["title"]
        return Figure(image["words"], image["address"].strip("<>"), caption or "")

    def _linked(self, match: re.Match[str]) -> str:
        """The reference as a link with its address, where it is one."""
        label = match["label"] or match["words"]
        target = self.links.get(normalizeReference(label)) if label else None
        return f"[{match['words']}]({target})" if target else match[0]


def _flowing(lines: Sequence[str]) -> str:
    """The lines as one, but for the breaks that somebody asked for: each is two spaces."""
    stretches: list[list[str]] = [[]]
    for line in lines[:-1]:
        stretches[-1].append(_unbroken(line))
        if _is_broken(line):
            stretches.append([])
    stretches[-1].append(lines[-1])
    parts = [part for stretch in stretches if (part := joined(stretch).strip())]
    return escape_marks("  \n".join(parts)) if len(stretches) > 1 else "".join(parts)


def _is_broken(line: str) -> bool:
    """Whether a line ends in two spaces or in a backslash that is not escaped itself."""
    return line.endswith("  ") or _is_escaped(line)


def _is_escaped(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _unbroken(line: str) -> str:
    return (line.removesuffix("\\") if _is_escaped(line) else line).strip()
