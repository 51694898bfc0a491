"""Aligning texts after random edits: nothing is ever taken for what it is not."""

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.alignment import Alignment, align, answered
from tests.articles.edits import EDITS, Edit, Edited, Impossible, edited, litany, texts, wrong
from tests.conftest import EXAMPLES

TEXTS = [*texts(), litany()]
SHORT = st.lists(
    st.sampled_from(["Amen.", "***", "1.", "2.", "A heading", "A heading too", "בְּרֵא", "ברא", ""])
)
LONG = st.lists(st.sampled_from([paragraph for text in TEXTS for paragraph in text]), max_size=30)
ANY = SHORT | LONG | st.lists(st.text(max_size=40), max_size=10)


@st.composite
def random_edits(draw: st.DrawFn) -> Edited:
    random = Random(draw(st.integers(0, 2**32)))
    try:
        return edited(
            draw(st.sampled_from(TEXTS)), [draw(st.sampled_from(list(EDITS.values())))], random
        )
    except Impossible:
        assume(False)
        raise


def check(alignment: Alignment, old: list[str], new: list[str]) -> None:
    """All that an alignment says fits together."""
    continued = [one for one in alignment.continues if one is not None]
    assert len(alignment.continues) == len(alignment.parts) == len(new)
    assert len(set(continued)) == len(continued)
    assert {*continued, *alignment.heirs} == set(range(len(old)))
    assert not alignment.heirs.keys() & set(continued)
    assert all(heir is None or 0 <= heir < len(new) for heir in alignment.heirs.values())
    for place, (one, parts) in enumerate(zip(alignment.continues, alignment.parts, strict=True)):
        assert set(parts) <= set(range(len(old)))
        assert one is None or not (parts or place in alignment.asked or place in alignment.returned)
    for question in alignment.questions:
        assert question.candidates
        assert len(set(question.candidates)) == len(question.candidates)
        assert alignment.heirs.keys() >= set(question.candidates)
        assert question.new not in alignment.returned


@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(random_edits())
def test_edited_text_gets_no_wrong_identity(edit: Edited) -> None:
    alignment = align(edit.old, edit.new)

    check(alignment, edit.old, edit.new)
    assert not wrong(edit, alignment)


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in EDITS.items()])
@pytest.mark.parametrize("text", range(len(TEXTS)))
def test_each_edit_gets_no_wrong_identity(edit: Edit, text: int) -> None:
    random = Random(text)
    for _ in range(EXAMPLES // 3):
        try:
            made = edited(TEXTS[text], [edit], random)
        except Impossible:
            continue
        assert not wrong(made, align(made.old, made.new))


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(ANY, ANY, ANY)
def test_alignment_of_any_texts_fits_together(
    old: list[str], new: list[str], removed: list[str]
) -> None:
    alignment = align(old, new, removed=removed)

    check(alignment, old, new)
    assert all(0 <= one < len(removed) for one in alignment.returned.values())


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(ANY)
def test_unchanged_text_stays_what_it_was(text: list[str]) -> None:
    alignment = align(text, text)

    assert alignment.continues == tuple(range(len(text)))
    assert not alignment.questions


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(
    LONG.flatmap(lambda text: st.tuples(st.just(text), st.permutations(list(dict.fromkeys(text)))))
)
def test_distinct_paragraphs_keep_their_identity_in_any_order(
    pair: tuple[list[str], list[str]],
) -> None:
    old, new = list(dict.fromkeys(pair[0])), pair[1]

    assert align(old, new).continues == tuple(map(old.index, new))


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(ANY, ANY, st.randoms(use_true_random=False))
def test_alignment_with_answers_fits_together(
    old: list[str], new: list[str], random: Random
) -> None:
    alignment = align(old, new)
    answers: dict[int, int | None] = {}
    for question in alignment.questions:
        free = [one for one in question.candidates if one not in answers.values()]
        answers[question.new] = random.choice([None, *free])
    settled = answered(alignment, answers)

    check(settled, old, new)
    assert not settled.questions
    assert all(settled.continues[place] == one for place, one in answers.items())
