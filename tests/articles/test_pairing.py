"""Paragraphs of a text and of its translation find each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import Block, Kind
from articles.pairing import pair
from tests.conftest import EXAMPLES


def text(*lengths: int) -> list[Block]:
    return [Block("a" * length) for length in lengths]


LONG = text(120, 640, 300, 800, 210, 450, 90, 380, 610) * 3


@pytest.mark.parametrize(
    ("originals", "translated", "paired"),
    [
        (text(300, 80, 500), text(260, 70, 420), [0, 1, 2]),
        (LONG, [*LONG[:5], *LONG[6:]], [*range(5), *range(6, 27)]),
        ([*LONG[:5], *LONG[6:]], LONG, [*range(5), None, *range(5, 26)]),
        (text(300, 400, 500), text(300, 200, 200, 500), [0, 1, 1, 2]),
        (text(300, 200, 200, 500), text(300, 400, 500), [0, 1, 3]),
        (text(100), [], []),
        ([], text(100), [None]),
        (
            [Block("One", Kind.HEADING, 2), *text(90, 90), Block("Two", Kind.HEADING, 2)],
            [Block("אחד", Kind.HEADING, 2), *text(90), Block("שתיים", Kind.HEADING, 2)],
            [0, 1, 3],
        ),
        (
            [Block("Ibid.", Kind.FOOTNOTE, label="1"), Block("Ibid.", Kind.FOOTNOTE, label="2")],
            [Block("שם.", Kind.FOOTNOTE, label="2")],
            [1],
        ),
    ],
)
def test_paragraphs_are_paired(
    originals: list[Block], translated: list[Block], paired: list[int | None]
) -> None:
    assert pair(originals, translated) == paired


@settings(max_examples=4 * EXAMPLES, deadline=None)
@given(st.lists(st.integers(1, 600), max_size=40), st.lists(st.integers(1, 600), max_size=40))
def test_pairing_keeps_the_order(first: list[int], second: list[int]) -> None:
    paired = pair(text(*first), text(*second))
    known = [index for index in paired if index is not None]
    assert len(paired) == len(second)
    assert known == sorted(known)
    assert all(0 <= index < len(first) for index in known)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(st.lists(st.integers(200, 900), min_size=1, max_size=40), st.floats(0.75, 1.2))
def test_faithful_translation_is_paired_one_to_one(lengths: list[int], ratio: float) -> None:
    translated = text(*(int(length * ratio) for length in lengths))
    assert pair(text(*lengths), translated) == list(range(len(lengths)))
