"""Mending a cut text: what becomes of its blocks by each decision, and that no word is lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import MAX_BLOCKS, Block, Kind, NothingToRead, TooManyBlocks
from articles.cutting import blocks_of
from articles.formats.outcome import settled
from articles.markdown import document
from articles.mending import SHAPES, Decision, Fate, mend, shape_of, shapes_for, shown_source
from articles.mending.faithful import words_of
from tests.articles.test_writing import PICTURE, texts
from tests.conftest import EXAMPLES

KEEP, JOIN, DROP = Decision(), Decision(Fate.JOIN), Decision(Fate.DROP)

SEVERAL_KINDS = st.sampled_from(
    [
        Block("a\nb c", Kind.VERSE),
        Block("# x\n\n[a]: https://b.example\n* y *z*", Kind.CODE),
        Block("| a | b \\| c |\n|---|---|\n| *1* | 2 |", Kind.TABLE),
        Block(f"![A wall]({PICTURE})\nBuilt *by* hand.", Kind.FIGURE),
        Block("a\\\nb", Kind.QUOTE),
        Block("a  \nb", Kind.TEXT),
        Block("more", Kind.LIST_ITEM, 1),
        Block("more", Kind.FOOTNOTE),
    ]
)


@st.composite
def stable_texts(draw: st.DrawFn) -> tuple[Block, ...]:
    """Texts as they come out of cutting, of blocks of all kinds."""
    blocks = [Block("One."), *draw(texts())]
    for block in draw(st.lists(SEVERAL_KINDS, max_size=4)):
        blocks.insert(draw(st.integers(1, len(blocks))), block)
    return settled(blocks)


EDITED = st.text(st.sampled_from("ab \n-1.#>|[]^:`*\\{}!()"), max_size=30)
DECISIONS = st.builds(
    Decision,
    st.sampled_from(Fate),
    st.none() | st.sampled_from(sorted(SHAPES)),
    st.none() | st.sampled_from(["", "he", "la"]),
    st.none() | EDITED,
)
UNEDITED = st.builds(
    Decision,
    st.sampled_from(Fate),
    st.none() | st.sampled_from(sorted(SHAPES)),
    st.none() | st.sampled_from(["", "he"]),
)


@st.composite
def decided(
    draw: st.DrawFn, decisions: st.SearchStrategy[Decision] = DECISIONS
) -> tuple[tuple[Block, ...], dict[int, Decision]]:
    text = draw(stable_texts())
    first = {0: Decision()}
    return text, {index: draw(decisions) for index in range(1, len(text))} | first


def made_of(*blocks: Block, **by_index: Decision) -> list[Block]:
    """What is left of these blocks, decided by `_0`, `_1` and so on."""
    return list(mend(blocks, {int(name[1:]): decision for name, decision in by_index.items()}))


# --- For any text and any decisions --------------------------------------------------------------


@settings(max_examples=20 * EXAMPLES, deadline=None)
@given(decided())
def test_outcome_is_read_again_as_it_is_written(
    case: tuple[tuple[Block, ...], dict[int, Decision]],
) -> None:
    mended = mend(*case)

    assert tuple(blocks_of(document(mended))) == mended


@settings(max_examples=20 * EXAMPLES, deadline=None)
@given(decided(UNEDITED))
def test_only_what_is_left_out_is_lost(
    case: tuple[tuple[Block, ...], dict[int, Decision]],
) -> None:
    text, decisions = case
    left = [block for index, block in enumerate(text) if decisions[index].fate is not Fate.DROP]
    before, after = Counter(words_of(left)), Counter(words_of(mend(text, decisions)))

    if any(decision.shape == Kind.CODE for decision in decisions.values()):
        # What is code now may show the marks that were not seen before.
        assert before <= after
    else:
        assert before == after


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(stable_texts())
def test_text_that_is_kept_stays_as_it_is(text: tuple[Block, ...]) -> None:
    kept = {
        index: Decision(shape=shape_of(block), language=block.language)
        for index, block in enumerate(text)
    }

    assert mend(text, {}) == mend(text, kept) == text


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(stable_texts())
def test_source_that_is_shown_says_the_same_block(text: tuple[Block, ...]) -> None:
    shown = {index: Decision(source=shown_source(block)) for index, block in enumerate(text)}

    assert mend(text, shown) == text


@settings(max_examples=5 * EXAMPLES, deadline=None)
@given(stable_texts(), st.data())
def test_shape_that_is_offered_can_be_taken(text: tuple[Block, ...], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text) - 1))
    name = data.draw(st.sampled_from(shapes_for(text[index])))

    taken = mend(text[: index + 1], {index: Decision(shape=name)})[-1]

    assert shape_of(taken) == name


# --- Leaving out and joining ---------------------------------------------------------------------

ONE, TWO, THREE = Block("One."), Block("Two."), Block("Three.")
NOTE = Block("Ibid.", Kind.FOOTNOTE, label="1")
FIGURE = Block(f"![A wall]({PICTURE})", Kind.FIGURE)
TABLE = Block("| a | b |\n|---|---|\n| 1 | 2 |", Kind.TABLE)


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
        ([JOIN, Decision(shape="heading-2"), KEEP], ["One. Two.", "Three."]),
    ],
)
def test_decisions_make_of_three_blocks(decisions: list[Decision], left: list[str]) -> None:
    made = mend([ONE, TWO, THREE], dict(enumerate(decisions)))

    assert [block.source for block in made] == left


def test_text_cannot_be_left_without_words() -> None:
    with pytest.raises(NothingToRead):
        mend([ONE, TWO], {0: DROP, 1: DROP})


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (ONE, Block("Two.", Kind.QUOTE), Block("One. Two.")),
        (Block("Two.", Kind.QUOTE), ONE, Block("Two. One.", Kind.QUOTE)),
        (Block("Walls", Kind.HEADING, 2), ONE, Block("Walls One.", Kind.HEADING, 2)),
        (Block("a\nb", Kind.VERSE), Block("c\nd", Kind.VERSE), Block("a\nb\nc\nd", Kind.VERSE)),
        (Block("a\nb", Kind.VERSE), ONE, Block("a\nb\nOne.", Kind.VERSE)),
        (ONE, Block("a\nb", Kind.VERSE), Block("One. a b")),
        (Block("a  \nb"), ONE, Block("a  \nb One.")),
        (Block("a", Kind.CODE), Block("*b*", Kind.CODE), Block("a\n*b*", Kind.CODE)),
        (ONE, Block("*b*", Kind.CODE), Block("One. \\*b\\*")),
        (Block("An exam-"), Block("ple."), Block("An exam-ple.")),
        (
            Block("- a", Kind.LIST_ITEM, 1),
            Block("- b", Kind.LIST_ITEM, 1),
            Block("- a b", Kind.LIST_ITEM, 1),
        ),
        (
            Block("- a", Kind.LIST_ITEM, 1),
            Block("b", Kind.LIST_ITEM, 1),
            Block("- a b", Kind.LIST_ITEM, 1),
        ),
        (FIGURE, Block("By *hand*."), Block(f"{FIGURE.source}\nBy *hand*.", Kind.FIGURE)),
        (TABLE, TABLE, Block(f"{TABLE.source}\n| a | b |\n| 1 | 2 |", Kind.TABLE)),
        (Block("a *b"), Block("c* d"), Block("a \\*b c\\* d")),
    ],
)
def test_two_blocks_are_one_of_the_first_ones_kind(
    first: Block, second: Block, whole: Block
) -> None:
    assert made_of(Block("Before."), first, second, _1=JOIN) == [Block("Before."), whole]


@pytest.mark.parametrize("between", [NOTE, FIGURE, TABLE])
def test_text_is_joined_across_what_stands_beside_it(between: Block) -> None:
    assert made_of(ONE, between, TWO, THREE, _0=JOIN) == [Block("One. Two."), between, THREE]


@pytest.mark.parametrize(("first", "second"), [(FIGURE, TABLE), (TABLE, ONE), (NOTE, FIGURE)])
def test_what_has_nothing_to_do_together_stays_apart(first: Block, second: Block) -> None:
    assert made_of(first, second, _0=JOIN) == [first, second]


def test_list_is_never_deeper_than_what_is_left_of_it() -> None:
    deep, more = Block("- b", Kind.LIST_ITEM, 2), Block("more of b", Kind.LIST_ITEM, 2)

    assert made_of(Block("- a", Kind.LIST_ITEM, 1), deep, more, ONE, _0=DROP) == [
        Block("- b", Kind.LIST_ITEM, 1),
        Block("more of b", Kind.LIST_ITEM, 1),
        ONE,
    ]
    assert made_of(ONE, Block("- b", Kind.LIST_ITEM, 1), more, _1=DROP) == [ONE, Block("more of b")]


def test_second_paragraph_of_a_note_that_is_left_out_is_a_text() -> None:
    assert made_of(ONE, NOTE, Block("And 2.", Kind.FOOTNOTE), _1=DROP) == [ONE, Block("And 2.")]


# --- Kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "shape", "expected"),
    [
        (ONE, "heading-2", Block("One.", Kind.HEADING, 2)),
        (Block("a  \nb"), "heading-1", Block("a b", Kind.HEADING, 1)),
        (Block("A", Kind.HEADING, 3), "text", Block("A")),
        (Block("A", Kind.HEADING, 5), "heading-1", Block("A", Kind.HEADING, 1)),
        (Block("3. Walls", Kind.LIST_ITEM, 1), "heading-2", Block("3. Walls", Kind.HEADING, 2)),
        (Block("3. Walls", Kind.LIST_ITEM, 1), "text", Block("3\\. Walls")),
        (Block("- Walls", Kind.LIST_ITEM, 1), "text", Block("Walls")),
        (Block("3\\. Walls"), "list_item", Block("3. Walls", Kind.LIST_ITEM, 1)),
        (Block("Walls"), "list_item", Block("- Walls", Kind.LIST_ITEM, 1)),
        (Block("a\nb", Kind.VERSE), "text", Block("a b")),
        (Block("a\nb", Kind.VERSE), "quote", Block("a\\\nb", Kind.QUOTE)),
        (Block("a  \nb"), "verse", Block("a\nb", Kind.VERSE)),
        (Block("a\\\nb", Kind.QUOTE), "verse", Block("a\nb", Kind.VERSE)),
        (Block("One."), "verse", Block("One.")),
        (Block("*a* \\# b", Kind.QUOTE), "text", Block("*a* \\# b")),
        (Block("\\# a \\*b\\*"), "code", Block("# a *b*", Kind.CODE)),
        (Block("a \\[b]: c", Kind.HEADING, 1), "code", Block("a [b]: c", Kind.CODE)),
        (Block("*a*"), "code", Block("*a*", Kind.CODE)),
        (Block("# a\n*b*", Kind.CODE), "text", Block("\\# a \\*b\\*")),
        (Block("[a]: https://b.example", Kind.CODE), "text", Block("\\[a]: https://b.example")),
        (Block("a {lang=he}", Kind.CODE), "text", Block("a \\{lang\\=he\\}")),
        (TABLE, "text", Block("a b  \n1 2")),
        (TABLE, "code", Block(TABLE.source, Kind.CODE)),
        (FIGURE, "text", FIGURE),
        (NOTE, "text", Block("Ibid.")),
        (Block("שלום", language="he"), "quote", Block("שלום", Kind.QUOTE, language="he")),
    ],
)
def test_block_takes_another_shape(block: Block, shape: str, expected: Block) -> None:
    assert made_of(Block("Before."), block, _1=Decision(shape=shape))[1] == expected


def test_language_of_a_block_is_changed() -> None:
    assert made_of(ONE, _0=Decision(language="la")) == [Block("One.", language="la")]
    assert made_of(Block("Unum.", language="la"), _0=Decision(language="")) == [Block("Unum.")]


# --- Editing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "source", "parts"),
    [
        (ONE, "A.\n\nB.", [Block("A."), Block("B.")]),
        (ONE, "A\nb.\r\n\r\nC.", [Block("A b."), Block("C.")]),
        (ONE, "## A\n\n> b", [Block("A", Kind.HEADING, 2), Block("b", Kind.QUOTE)]),
        (ONE, "[^2]: A.", [Block("A.", Kind.FOOTNOTE, label="2")]),
        (ONE, "שלום {lang=he}", [Block("שלום", language="he")]),
        (ONE, "* * *", [Block("\\* \\* \\*")]),
        (ONE, "[a]: https://b.example", [Block("\\[a\\]\\: https\\:\\/\\/b\\.example")]),
        (
            Block("a\nb", Kind.VERSE),
            "a\nb\nc\n\nd\ne",
            [Block("a\nb\nc", Kind.VERSE), Block("d\ne", Kind.VERSE)],
        ),
        (Block("A", Kind.HEADING, 2), "## A\n\nb", [Block("A", Kind.HEADING, 2), Block("b")]),
        (Block("a", Kind.CODE), "```\na\n\nb\n```", [Block("a\n\nb", Kind.CODE)]),
        (
            Block("א", language="he"),
            "א\n\nב",
            [Block("א", language="he"), Block("ב", language="he")],
        ),
    ],
)
def test_edited_source_is_read(block: Block, source: str, parts: list[Block]) -> None:
    decision = Decision(source=source.replace("\r\n", "\n"))

    assert made_of(Block("Before."), block, _1=decision)[1:] == parts


def test_deep_item_stays_as_deep_when_it_is_edited() -> None:
    items = [Block("- a", Kind.LIST_ITEM, 1), Block("- b", Kind.LIST_ITEM, 2)]

    made = made_of(*items, _1=Decision(source="- b\n\n  more\n\n- c"))

    assert made[1:] == [
        Block("- b", Kind.LIST_ITEM, 2),
        Block("more", Kind.LIST_ITEM, 2),
        Block("- c", Kind.LIST_ITEM, 2),
    ]


def test_source_without_a_word_leaves_the_block_out() -> None:
    assert made_of(ONE, TWO, _0=Decision(source=" \n")) == [TWO]


def test_last_part_of_a_split_block_is_joined() -> None:
    made = made_of(ONE, TWO, THREE, _0=JOIN, _1=Decision(Fate.JOIN, source="A.\n\nB."))

    assert [block.source for block in made] == ["One. A.", "B. Three."]


def test_text_can_be_split_into_too_many_parts() -> None:
    with pytest.raises(TooManyBlocks):
        mend([ONE], {0: Decision(source="x\n\n" * (MAX_BLOCKS + 1))})
