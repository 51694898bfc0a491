"""From the blocks of an article to what readers see."""

import re
from collections.abc import Iterator, Sequence

import nh3
from markdown_it.common.utils import escapeHtml

from articles.blocks import Block, Figure, Kind
from articles.markdown import cleaning
from articles.markdown.parser import Parser, Surroundings, encodable, lines_of

# An article gains no links that its author did not write out: `end.It` is no address.
_PROSE = Parser(notes=True)
_VERSE = Parser(breaks=True, notes=True)

_REFERENCE = re.compile(r"\[\^([^\s\]]+)\]")
_ELSEWHERE = re.compile(r"https?:|mailto:", re.IGNORECASE)
_WITHIN = re.compile(r"#(?:note|mention)-[\w-]+|/[\w/-]*/pictures/[0-9a-f]{32}-\d+x\d+/")


def _within(address: str) -> str | None:
    """An address without a site, if it leads to a note or a picture of the text."""
    return address if _WITHIN.fullmatch(address) else None


_CLEANER = nh3.Cleaner(
    **(
        cleaning.RULES
        | {
            "tags": cleaning.RULES["tags"] | {"sup", "sub", "figure", "figcaption", "img"},
            "attributes": {
                "a": {"href", "title", "id", "role"},
                "ol": {"start"},
                "img": {"src", "alt", "width", "height", "loading"},
            },
        }
    ),
    url_relative=_within,
)


def render_blocks(blocks: Sequence[Block], *, name: str, pictures: str = "") -> list[str]:
    """The HTML inside of each of a text's blocks, with its footnotes linked both ways."""
    around = surroundings(blocks, name=name, pictures=pictures)
    return [render_block(block, each) for block, each in zip(blocks, around, strict=True)]


def render_block(block: Block, around: Surroundings | None = None) -> str:
    """The HTML inside of one block of an article, safe to be put in a page as it stands.

    It is inline markup, to be wrapped in an element for the block's kind, except for code, list
    items, tables and figures: these bring their own `pre`, `ul` or `ol` (the last one starting at
    its number), `table` and `figure`.
    """
    around = around or Surroundings()
    return _CLEANER.clean(_html(block, around))


def plain_block(block: Block) -> str:
    """The words of one block of an article without markup and list marker."""
    if block.kind is Kind.CODE:
        return block.source
    if figure := block.figure:
        words = f"{figure.words}\n{figure.caption}".strip()
        return "\n".join(lines_of(_PROSE.parseInline(words)))
    if block.kind is Kind.TABLE:
        return "\n".join(lines_of(_PROSE.parse(block.source)))
    return "\n".join(lines_of(_parser(block).parseInline(block.body)))


def labels_in(source: str) -> list[str]:
    """The labels of the footnotes that a block mentions, in order."""
    return _REFERENCE.findall(source)


def surroundings(
    blocks: Sequence[Block], *, name: str, pictures: str = ""
) -> Iterator[Surroundings]:
    """What the HTML of each of a text's blocks has to know of the others."""
    labels = (block.label for block in blocks if block.label)
    notes = {label: number for number, label in enumerate(dict.fromkeys(labels), start=1)}
    mentioned: set[str] = set()
    for block in blocks:
        first = frozenset(notes.keys() & labels_in(block.source)) - mentioned
        mentioned |= first
        yield Surroundings(name, pictures, notes, first)


def _html(block: Block, around: Surroundings) -> str:
    source = encodable(block.body)
    if block.kind is Kind.CODE:
        return f"<pre><code>{escapeHtml(source)}</code></pre>"
    if block.kind is Kind.TABLE:
        return str(_PROSE.render(source, {"around": around}))
    if figure := block.figure:
        return _figure(figure, around)
    html = str(_parser(block).renderInline(source, {"around": around}))
    if block.marker:
        return _item(block.marker, html)
    return f"{_back(block.label, around)} {html}" if block.label in around.notes else html


def _item(marker: str, html: str) -> str:
    if marker == "-":
        return f"<ul><li>{html}</li></ul>"
    return f'<ol start="{marker[:-1]}"><li>{html}</li></ol>'


def _back(label: str, around: Surroundings) -> str:
    """The link from a footnote to where the text mentions it."""
    return (
        f'<a id="{around.note(label)}" href="#{around.mention(label)}" role="doc-backlink">'
        f"{escapeHtml(label)}</a>"
    )


def _figure(figure: Figure, around: Surroundings) -> str:
    words = escapeHtml("".join(lines_of(_PROSE.parseInline(encodable(figure.words)))))
    caption = _PROSE.renderInline(encodable(figure.caption), {"around": around})
    shown = f"<figcaption>{caption}</figcaption>" if caption else ""
    if (picture := figure.picture) and around.pictures:
        image = (
            f'<img src="{around.pictures}{picture.name}/" alt="{words}" loading="lazy"'
            f' width="{picture.width}" height="{picture.height}">'
        )
    elif _ELSEWHERE.match(figure.address):
        image = f'<a href="{escapeHtml(figure.address)}">{words or escapeHtml(figure.address)}</a>'
    else:
        image = f"<em>{words}</em>"
    return f"<figure>{image}{shown}</figure>"


def _parser(block: Block) -> Parser:
    return _VERSE if block.kind is Kind.VERSE else _PROSE
