"""A document of blocks is read again as it was written, whatever they are."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.blocks import Block, Kind
from articles.cutting import blocks_of
from articles.markdown import document, escape
from tests.conftest import EXAMPLES

PICTURE = f"picture:{'0f' * 16}-800x600"

WORDS = st.text(st.sampled_from("ab Z1.-+*_#>|[]()^~`!{}\\:&<שלֹד"), min_size=1, max_size=30).map(
    lambda text: escape(" ".join(text.split()))
)


def round_trip(blocks: list[Block]) -> list[Block]:
    return list(blocks_of(document(blocks)))


@pytest.mark.parametrize(
    "blocks",
    [
        [Block("One."), Block("Two.")],
        [Block("A heading", Kind.HEADING, 3), Block("C \\#", Kind.HEADING, 1)],
        [Block("One.", Kind.QUOTE), Block("Two.", Kind.QUOTE), Block("a\\\nb", Kind.QUOTE)],
        [Block("a\nb", Kind.VERSE), Block("c\nd", Kind.VERSE)],
        [Block("```\nx\n\n  y\n```", Kind.CODE), Block("One.")],
        [
            Block("- a", Kind.LIST_ITEM, 1),
            Block("more of a", Kind.LIST_ITEM, 1),
            Block("3. b", Kind.LIST_ITEM, 2),
            Block("more of b", Kind.LIST_ITEM, 2),
            Block("4. c", Kind.LIST_ITEM, 2),
            Block("- d", Kind.LIST_ITEM, 1),
            Block("1. e", Kind.LIST_ITEM, 1),
            Block("One."),
        ],
        [Block("| a | b |\n|---|---|\n| 1 | 2 |", Kind.TABLE), Block("One.")],
        [Block(f"![A \\] wall]({PICTURE})\nBuilt *by* hand.", Kind.FIGURE), Block("One.")],
        [Block("![]()", Kind.FIGURE), Block("![w](<http://a.example/(b)>)", Kind.FIGURE)],
        [
            Block("One.[^1]"),
            Block("Ibid.", Kind.FOOTNOTE, label="1"),
            Block("And more.", Kind.FOOTNOTE),
            Block("Two.", Kind.FOOTNOTE, label="*"),
            Block("Three."),
        ],
        [
            Block("שלום", language="he"),
            Block("שיר", Kind.HEADING, 2, language="he"),
            Block("א\nב", Kind.VERSE, language="he"),
            Block("- א", Kind.LIST_ITEM, 1, language="he"),
            Block(f"![א]({PICTURE})", Kind.FIGURE, language="he"),
            Block("אחד", Kind.FOOTNOTE, label="1", language="he"),
        ],
    ],
)
def test_document_is_read_as_it_was_written(blocks: list[Block]) -> None:
    assert round_trip(blocks) == blocks


@st.composite
def texts(draw: st.DrawFn) -> list[Block]:
    kinds = st.sampled_from([Kind.TEXT, Kind.HEADING, Kind.QUOTE, Kind.LIST_ITEM, Kind.FOOTNOTE])
    blocks = []
    for number in range(draw(st.integers(1, 8))):
        kind, source = draw(kinds), draw(WORDS.filter(str.strip))
        if kind is Kind.LIST_ITEM:
            source = f"{draw(st.sampled_from(['-', '1.', '7)']))} {source}"
        blocks.append(
            Block(
                source,
                kind,
                level=draw(st.integers(1, 4)) if kind in {Kind.HEADING, Kind.LIST_ITEM} else 0,
                label=str(number) if kind is Kind.FOOTNOTE else "",
                language=draw(st.sampled_from(["", "he"])),
            )
        )
    return blocks


@settings(max_examples=20 * EXAMPLES, deadline=None)
@given(texts())
def test_what_was_read_once_stays_the_same(blocks: list[Block]) -> None:
    read = round_trip(blocks)
    assert round_trip(read) == read


@settings(max_examples=20 * EXAMPLES, deadline=None)
@given(st.text(st.sampled_from("ab \n-1.#>|[]^:`~*\\{}lang=he!()"), max_size=60))
@example("# a  b")
def test_any_source_becomes_stable_once_it_is_read(source: str) -> None:
    read = list(blocks_of(source))
    assert round_trip(read) == read
