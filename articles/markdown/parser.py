"""Markdown as this site reads it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from articles.markdown.addresses import remaining_addresses, whole_address
from articles.markdown.mentions import mentions

MAX_DEPTH = 12

_INTERRUPTED_BY_QUOTE = ["paragraph", "reference", "blockquote", "list"]
_INTERRUPTED_BY_LIST = ["paragraph", "reference", "blockquote"]
_CONTAINERS = {"blockquote", "bullet_list", "ordered_list", "list_item", "table"}
_EMPHASIS = {"em", "strong", "s"}
_BREAKS = {"softbreak", "hardbreak"}
_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}

type BlockRule = Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True)
class Surroundings:
    """What the HTML of a block has to know of the text that it stands in.

    `name` keeps the anchors of two texts on one page apart. `pictures` is the address before the
    names of pictures; without it figures show their words. `notes` numbers the footnotes by their
    labels, and `first_mentions` tells which of them this block is the first to mention.
    """

    name: str = ""
    pictures: str = ""
    notes: Mapping[str, int] = field(default_factory=dict)
    first_mentions: frozenset[str] = frozenset()

    def note(self, label: str) -> str:
        """The anchor of a footnote."""
        return f"note-{self.name}-{self.notes[label]}"

    def mention(self, label: str) -> str:
        """The anchor of the first mention of a footnote."""
        return f"mention-{self.name}-{self.notes[label]}"


class Renderer(RendererHTML):
    """Headings become bold lines, for they would mix with the page's own; images their words."""

    def heading_open(self, *_context: object) -> str:
        return "<p><strong>"

    def heading_close(self, *_context: object) -> str:
        return "</strong></p>\n"

    def s_open(self, *_context: object) -> str:
        return "<del>"

    def s_close(self, *_context: object) -> str:
        return "</del>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escapeHtml(visible_text(tokens[idx].children))

    def mention(self, tokens: Sequence[Token], idx: int, *_context: object) -> str:
        return f'<span class="mention">{escapeHtml(tokens[idx].content)}</span>'

    def footnote_ref(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType
    ) -> str:
        """A raised link to a footnote that there is; else the mark as it was written."""
        label: str = tokens[idx].meta["label"]
        around: Surroundings = env.get("around", Surroundings())
        if label not in around.notes:
            return escapeHtml(f"[^{label}]")
        anchor = f' id="{around.mention(label)}"' if label in around.first_mentions else ""
        link = f'<a href="#{around.note(label)}"{anchor} role="doc-noteref">'
        return f"<sup>{link}{escapeHtml(label)}</a></sup>"


class Parser(MarkdownIt):
    """GitHub's Markdown without HTML and without links defined elsewhere, bounded in depth.

    Nothing that was written is hidden: what nests too deep is shown as text, as are definitions
    of links, and an address is shown as it was typed. `notes` reads mentions of footnotes, `[^1]`,
    and raised and lowered letters, `x^2^` and `H~2~O`.
    """

    def __init__(
        self, *, breaks: bool = False, bare_domains: bool = False, notes: bool = False
    ) -> None:
        options = {"html": False, "linkify": False, "breaks": breaks, "xhtmlOut": False}
        super().__init__("gfm-like", options, renderer_cls=Renderer)
        self.disable("reference")
        self.block.ruler.at("blockquote", bounded(blockquote), {"alt": _INTERRUPTED_BY_QUOTE})
        self.block.ruler.at("list", bounded(list_block), {"alt": _INTERRUPTED_BY_LIST})
        self.inline.ruler.push("whole_address", whole_address)
        self.core.ruler.after("inline", "bounded_emphasis", _bounded_emphasis)
        if bare_domains:
            self.core.ruler.push("wordless_images", _wordless_images)
        self.core.ruler.push("remaining_addresses", remaining_addresses)
        self.core.ruler.push("mentions", mentions)
        self.core.ruler.push("directions", _directions)
        if notes:
            self.use(superscript_plugin).use(sub_plugin)
            self.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
            # The plugin brings its own way to show a mention.
            self.add_render_rule("footnote_ref", Renderer.footnote_ref)
        finder: Any = self.linkify
        finder.add("ftp:", None).add("//", None).set({"fuzzy_link": bare_domains})

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link


def visible_text(tokens: Sequence[Token] | None) -> str:
    """What a reader sees of inline tokens, an image's description in its place."""
    return "".join(
        "\n"
        if token.type in _BREAKS
        else visible_text(token.children)
        if token.children
        else token.content
        for token in tokens or ()
    )


def lines_of(tokens: Sequence[Token]) -> Iterator[str]:
    """What a reader sees of each inline part and of each block of code."""
    for token in tokens:
        if token.type == "inline":
            yield visible_text(token.children)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def encodable(text: str) -> str:
    """The text with `?` for halves of characters, which no page can hold."""
    return text.encode("utf-8", "replace").decode()


def bounded(rule: BlockRule) -> BlockRule:
    """The rule up to MAX_DEPTH; markdown-it would drop the text that stands deeper."""

    def up_to_depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < MAX_DEPTH and rule(state, start, end, silent)

    return up_to_depth


def _bounded_emphasis(state: StateCore) -> None:
    """Show the marks of emphasis that nests too deep, so that no page does."""
    for inline in state.tokens:
        depth = 0
        for token in inline.children or ():
            if token.tag not in _EMPHASIS:
                continue
            depth += max(token.nesting, 0)
            if depth > MAX_DEPTH:
                token.type, token.tag, token.content = "text", "", token.markup
            depth += min(token.nesting, 0)


def _wordless_images(state: StateCore) -> None:
    """Show the addresses of images that have no description."""
    for inline in state.tokens:
        for token in inline.children or ():
            if token.type == "image" and not visible_text(token.children).strip():
                token.type, token.tag, token.children = "text", "", None
                token.content = str(token.attrs["src"])


def _directions(state: StateCore) -> None:
    """Give containers the direction of their first letter.

    `dir="auto"` would not do: it looks past what has a `dir` of its own, as all paragraphs have.
    """
    containers: list[Token] = []
    for token in state.tokens:
        if token.nesting == 1 and token.type.removesuffix("_open") in _CONTAINERS:
            containers.append(token)
        elif token.nesting == -1 and token.type.removesuffix("_close") in _CONTAINERS:
            containers.pop()
        elif containers and (direction := _first_direction(visible_text(token.children))):
            for container in containers:
                container.attrs.setdefault("dir", direction)


def _first_direction(text: str) -> str:
    strong = (_DIRECTIONS[kind] for kind in map(bidirectional, text) if kind in _DIRECTIONS)
    return next(strong, "")
