"""Mending a cut text: what becomes of its blocks by each decision, and that no word is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.blocks import Block, Kind
from articles.mending import Decision, mend

KEEP, HEADING, TEXT, JOIN, DROP = (
    Decision.KEEP,
    Decision.HEADING,
    Decision.TEXT,
    Decision.JOIN,
    Decision.DROP,
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from(Kind))
    levels = {Kind.HEADING: st.integers(1, 6), Kind.LIST_ITEM: st.integers(1, 9)}
    level = draw(levels.get(kind, st.just(0)))
    return Block(draw(st.text(min_size=1, max_size=20)), kind, level)


decided = st.lists(st.tuples(blocks(), st.sampled_from(Decision)), max_size=12)


def mended(pairs: list[tuple[Block, Decision]]) -> list[Block]:
    return mend([block for block, _ in pairs], [decision for _, decision in pairs])


def words(of: list[Block]) -> str:
    """All that can be read in these blocks, without the spaces between."""
    return "".join("".join(block.source for block in of).split())


# --- For any text and any decisions --------------------------------------------------------------


@given(decided)
def test_only_what_is_left_out_is_lost(pairs: list[tuple[Block, Decision]]) -> None:
    left = [block for block, decision in pairs if decision is not DROP]

    assert words(mended(pairs)) == words(left)


@given(decided)
def test_each_join_makes_one_block_of_two(pairs: list[tuple[Block, Decision]]) -> None:
    left = [decision for _, decision in pairs if decision is not DROP]

    assert len(mended(pairs)) == len(left) - left[:-1].count(JOIN)


@given(st.lists(blocks()))
def test_text_that_is_kept_stays_as_it_is(text: list[Block]) -> None:
    assert mend(text, [KEEP] * len(text)) == text


@given(st.lists(blocks()))
def test_text_that_is_left_out_is_gone(text: list[Block]) -> None:
    assert mend(text, [DROP] * len(text)) == []


@given(decided)
def test_headings_have_a_level_and_texts_have_none(pairs: list[tuple[Block, Decision]]) -> None:
    for block in mended(pairs):
        levels = {Kind.HEADING: range(1, 7), Kind.LIST_ITEM: range(1, 10)}.get(block.kind, [0])
        assert block.level in levels


# --- Each decision -------------------------------------------------------------------------------

ONE, TWO, THREE = Block("One."), Block("Two."), Block("Three.")


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        ([KEEP, KEEP, KEEP], ["One.", "Two.", "Three."]),
        ([KEEP, DROP, KEEP], ["One.", "Three."]),
        ([JOIN, KEEP, KEEP], ["One. Two.", "Three."]),
        ([JOIN, JOIN, KEEP], ["One. Two. Three."]),
        ([JOIN, JOIN, JOIN], ["One. Two. Three."]),
        ([JOIN, DROP, KEEP], ["One. Three."]),
        ([JOIN, DROP, DROP], ["One."]),
        ([KEEP, KEEP, JOIN], ["One.", "Two.", "Three."]),
        ([DROP, JOIN, KEEP], ["Two. Three."]),
        ([JOIN, HEADING, KEEP], ["One. Two.", "Three."]),
    ],
)
def test_decisions_make_of_three_blocks(decisions: list[Decision], left: list[str]) -> None:
    assert [block.source for block in mend([ONE, TWO, THREE], decisions)] == left


def test_text_becomes_a_heading_of_the_second_level() -> None:
    assert mend([ONE], [HEADING]) == [Block("One.", Kind.HEADING, 2)]


def test_list_item_becomes_a_heading_of_the_second_level_however_deep_it_was() -> None:
    deep = Block("3. Walls", Kind.LIST_ITEM, 9)

    assert mend([deep], [HEADING]) == [Block("3. Walls", Kind.HEADING, 2)]


def test_heading_that_is_called_one_keeps_its_level() -> None:
    heading = Block("Walls", Kind.HEADING, 4)

    assert mend([heading], [HEADING]) == [heading]


def test_heading_becomes_text() -> None:
    assert mend([Block("Walls", Kind.HEADING, 3)], [TEXT]) == [Block("Walls")]


def test_joined_block_is_of_the_first_ones_kind() -> None:
    quote = Block("Two.", Kind.QUOTE)

    assert mend([ONE, quote], [JOIN, KEEP]) == [Block("One. Two.")]
    assert mend([quote, ONE], [JOIN, KEEP]) == [Block("Two. One.", Kind.QUOTE)]


@pytest.mark.parametrize("kind", [Kind.VERSE, Kind.CODE])
def test_lines_stay_lines_where_they_matter(kind: Kind) -> None:
    assert mend([Block("a", kind), Block("b", kind)], [JOIN, KEEP]) == [Block("a\nb", kind)]


def test_each_block_needs_its_decision() -> None:
    with pytest.raises(ValueError, match="shorter"):
        mend([ONE, TWO], [KEEP])
