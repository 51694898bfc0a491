"""From Markdown to what readers see, and from plain words to Markdown."""

import re
from collections.abc import Iterator

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from articles.blocks import Block, Kind
from articles.markdown.parser import Parser, visible_text

_COMMENT = Parser(breaks=True, bare_domains=True)
# An article gains no links that its author did not write out: `end.It` is no address.
_PROSE = Parser()
_VERSE = Parser(breaks=True)

_AUTO = {"dir": "auto"}
_EITHER_WAY = {"dir": {"ltr", "rtl"}}
_CONTAINERS = {"blockquote", "ul", "ol", "li", "table"}
_PARAGRAPHS = {"p", "pre", "th", "td"}
_OTHERS = {"br", "hr", "em", "strong", "del", "code", "a", "thead", "tbody", "tr"}
_CLEANER = nh3.Cleaner(
    tags=_CONTAINERS | _PARAGRAPHS | _OTHERS,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values=dict.fromkeys(_CONTAINERS, _EITHER_WAY),
    set_tag_attribute_values=dict.fromkeys(_PARAGRAPHS, _AUTO),
    link_rel="nofollow noopener ugc",
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)

_LINE_BEGIN = re.compile(r"(?:\r\n?|\n)[ \t]*")
_INLINE_MARKS = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~\n]|\Z)          # would escape what follows
    | `
    | \*(?=[^ \n]) | (?<=[^ \n])\*        # not the lone star of 5 * 3
    | _(?![^\W_]) | (?<![^\W_])_          # not the line in snake_case
    | ~(?=~) | (?<=~)~
    | \](?=\()                            # a link, an image
    | <(?=[^<>\x00-\x20]+>)               # an address in brackets
    | &(?=\#[0-9]{1,7};|\#x[0-9a-f]{1,6};|[a-z][0-9a-z]{1,31};)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINE_MARKS = re.compile(
    r"""
    ^(?:
      ([0-9]{1,9})(?=[.)](?:[ \t]|$))        # a numbered item
    | (?=\#{1,6}(?:[ \t]|$)               # a heading
        | >
        | [-+*](?:[ \t]|$)                # an item
        | [-=:|][-=:| \t]*$               # an underline, a rule, the second row of a table
      )
    )
    """,
    re.VERBOSE | re.MULTILINE,
)


def render(source: str) -> str:
    """The HTML of a comment, safe to be put in a page as it stands."""
    return _CLEANER.clean(_COMMENT.render(_encodable(source)))


def render_block(block: Block) -> str:
    """The HTML inside of one block of an article, safe to be put in a page as it stands.

    It is inline markup, to be wrapped in an element for the block's kind, except for code and
    list items: these bring their own `pre`, `ul` or `ol`, the last one starting at its number.
    """
    if block.kind is Kind.CODE:
        return _CLEANER.clean(f"<pre><code>{escapeHtml(_encodable(block.source))}</code></pre>")
    html = _parser(block).renderInline(_encodable(block.body))
    if block.marker == "-":
        html = f"<ul><li>{html}</li></ul>"
    elif block.marker:
        html = f'<ol start="{block.marker[:-1]}"><li>{html}</li></ol>'
    return _CLEANER.clean(html)


def plain(source: str) -> str:
    """The words of a comment without markup, a line for each of its paragraphs."""
    return "\n".join(_lines(_COMMENT.parse(source))).strip()


def plain_block(block: Block) -> str:
    """The words of one block of an article without markup and list marker."""
    if block.kind is Kind.CODE:
        return block.source
    return "\n".join(_lines(_parser(block).parseInline(block.body)))


def escape(text: str) -> str:
    """Markdown that shows these characters; what is no markup stays as it is.

    Spaces at the beginning of lines are left out, for Markdown would take four of them as code.
    """
    lines = _LINE_BEGIN.sub("\n", text).lstrip(" \t")
    return _LINE_MARKS.sub(r"\1\\", _INLINE_MARKS.sub(r"\\\g<0>", lines))


def _parser(block: Block) -> Parser:
    return _VERSE if block.kind is Kind.VERSE else _PROSE


def _lines(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield visible_text(token.children)
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _encodable(text: str) -> str:
    """The text with `?` for halves of characters, which no page can hold."""
    return text.encode("utf-8", "replace").decode()
