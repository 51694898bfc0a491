"""Aligning an edited text: which paragraph is which, what is asked, and what an answer does."""

import time
from random import Random

import pytest

from articles.alignment import Alignment, Question, align, answered
from articles.alignment.places import Matches
from tests.articles.edits import litany, texts

ENGLISH, HEBREW = texts()[:2]
ROOM, ALONE, EXPLAIN, _, PATH, OWED = ENGLISH[:6]
LAMP = "Lanterns hung from every rafter that evening."
LONGER, SHORTER = "The first half of this one is a little longer.", "The second half is shorter."
TWO = f"{LONGER} {SHORTER}"
HALVES = ["Emil came in late and took the stool.", "Lena came in early and took a chair."]
POINTED, PLAIN = "בְּרֵאשִׁית בָּרָא אֱלֹהִים", "בראשית ברא אלהים"


def continued(old: list[str], new: list[str]) -> list[int | None]:
    """What each new paragraph is, where nothing may be asked."""
    alignment = align(old, new)
    assert not alignment.questions
    return list(alignment.continues)


def asked(old: list[str], new: list[str]) -> dict[int, tuple[int, ...]]:
    return {question.new: question.candidates for question in align(old, new).questions}


# --- What stays what it was ----------------------------------------------------------------------


@pytest.mark.parametrize("text", [*texts(), litany(), ["Amen."] * 3, ["***"], ["1.", "1."], []])
def test_unchanged_text_stays_what_it_was(text: list[str]) -> None:
    assert continued(text, text) == list(range(len(text)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ROOM, ROOM.replace("bakery", "bakrey")),
        (ROOM, ROOM.upper()),
        (ROOM, ROOM.replace(" ", "\n")),
        (ROOM, f"{ROOM} And that was all."),
        (ROOM, ROOM.replace("We owned a single copy. ", "")),
        (
            ROOM,
            ROOM.replace("He was slow at first.", "It took him a whole winter to get used to it."),
        ),
        (HEBREW[0], HEBREW[0].replace("מאפייה", "מאפיה")),
        (POINTED, PLAIN),
        (PLAIN, POINTED),
        ("The hill path", "The hill paths"),
        ("Mending", "Mendin"),
        ("***", "* * *"),
        ("1.", "1)"),
    ],
)
def test_lightly_edited_paragraph_stays_what_it_was(old: str, new: str) -> None:
    assert continued([ALONE, old, EXPLAIN], [ALONE, new, EXPLAIN]) == [0, 1, 2]


def test_moved_paragraphs_stay_what_they_were() -> None:
    assert continued(ENGLISH, ENGLISH[::-1]) == list(range(len(ENGLISH)))[::-1]


def test_moved_and_edited_paragraph_stays_what_it_was() -> None:
    new = [ALONE, EXPLAIN, OWED, ROOM.replace("lamp", "lantern")]

    assert continued([ROOM, ALONE, EXPLAIN, OWED], new) == [1, 2, 3, 0]


def test_inserted_paragraph_is_new_and_left_out_one_is_gone() -> None:
    alignment = align([ROOM, ALONE, EXPLAIN], [ROOM, LAMP, EXPLAIN])

    assert alignment == Alignment((0, None, 2), (), ((), (), ()), {1: None}, {})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["Amen.", ROOM, "Amen."], ["Amen.", "Amen.", ROOM, "Amen."], None),
        (["Amen.", ROOM, "Amen."], ["Amen.", ROOM, ALONE, "Amen."], [0, 1, None, 2]),
        (["Amen.", ROOM, "Amen."], [ROOM, "Amen."], [1, 2]),
        ([ROOM, "***", ALONE, "***", OWED], [ROOM, "***", ALONE, OWED], [0, 1, 2, 4]),
        ([ROOM, "***", ALONE, "***", OWED], [ROOM, "***", "***", OWED], [0, 1, 3, 4]),
        ([ROOM, ALONE, OWED], [ROOM, ALONE, OWED, ALONE], [0, 1, 2, None]),
        ([ROOM, ALONE, OWED], [ALONE, ROOM, ALONE, OWED], [None, 0, 1, 2]),
    ],
)
def test_repeated_paragraph_is_known_by_its_neighbours(
    old: list[str], new: list[str], expected: list[int | None] | None
) -> None:
    if expected is None:
        assert asked(old, new) == {0: (0,), 1: (0,)}
    else:
        assert continued(old, new) == expected


def test_repeated_paragraph_is_not_taken_for_one_in_other_company() -> None:
    old = ["1.", ROOM, "***", "Amen.", "***", OWED, "Amen.", "***"]
    new = [ROOM, "***", "Amen.", OWED, "***", "1.", "Amen.", "2."]

    assert asked(old, new) == {1: (2, 4, 7), 4: (2, 4, 7)}


@pytest.mark.parametrize(
    ("order", "unmoved"),
    [
        ([0, 1, 2], [0, 1, 2]),
        ([3, 0, 1, 2], [0, 1, 2]),
        ([1, 2, 0, 3], [1, 2, 3]),
        ([0, 3, 1, 2, 4], [0, 1, 2, 4]),
    ],
)
def test_what_has_not_moved_are_the_most_in_the_same_order(
    order: list[int], unmoved: list[int]
) -> None:
    matches = Matches()
    for old, new in enumerate(order):
        matches.add(old, new)

    assert sorted(matches.unmoved.values()) == unmoved


# --- Splits and joins ----------------------------------------------------------------------------


def test_longer_part_of_a_split_stays_what_it_was_and_the_other_knows_its_origin() -> None:
    alignment = align([ROOM, TWO, OWED], [ROOM, LONGER, SHORTER, OWED])

    assert alignment == Alignment((0, 1, None, 2), (), ((), (), (1,), ()), {}, {})


def test_join_is_the_longer_one_and_takes_in_the_other() -> None:
    alignment = align([ROOM, SHORTER, ALONE, OWED], [ROOM, f"{SHORTER} {ALONE}", OWED])

    assert alignment == Alignment((0, 2, 3), (), ((), (), ()), {1: 1}, {})


def test_heading_that_is_joined_goes_into_its_paragraph() -> None:
    assert align(["Lamps", ROOM, OWED], [f"Lamps. {ROOM}", OWED]).heirs == {0: 0}


def test_heading_that_is_split_off_knows_its_origin() -> None:
    assert align([f"Lamps. {ROOM}", OWED], ["Lamps", ROOM, OWED]).parts == ((0,), (), ())


def test_copy_knows_what_it_is_a_copy_of() -> None:
    assert align([ROOM, ALONE, OWED], [ROOM, ALONE, OWED, ROOM]).parts[3] == (0,)


def test_sentence_moved_to_another_paragraph_changes_neither() -> None:
    sentence = "We owned a single copy."
    new = [ROOM.replace(sentence, ""), ALONE, f"{OWED} {sentence}"]

    assert continued([ROOM, ALONE, OWED], new) == [0, 1, 2]


# --- What is asked -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # A copy right beside its original, plain or with a slip in one of both.
        ([ROOM, ALONE], [ROOM, ROOM, ALONE], {0: (0,), 1: (0,)}),
        ([ALONE, ROOM], [ALONE, ROOM.replace("lamp", "lampp"), ROOM], {1: (1,), 2: (1,)}),
        # The very text elsewhere, nearly the same text in its place.
        (
            [ALONE, ROOM, OWED],
            [ALONE, ROOM.replace("lamp", "lampp"), OWED, ROOM],
            {1: (1,), 3: (1,)},
        ),
        # Two of three, or three of two, without a place to tell them by.
        ([ROOM, "Amen.", "Amen."], [ROOM, "Amen."], {1: (1, 2)}),
        # Halves of the same length, put together or taken apart.
        ([OWED, *HALVES], [OWED, " ".join(HALVES)], {1: (1, 2)}),
        ([OWED, " ".join(HALVES)], [OWED, *HALVES], {1: (1,), 2: (1,)}),
        # A heading with another number, one that is half another, one that was moved and edited.
        ([ROOM, "Chapter 1", OWED], [ROOM, "Chapter 2", OWED], {1: (1,)}),
        ([ROOM, "The way of a mark", OWED], [ROOM, "The way of a comment", OWED], {1: (1,)}),
        (["The hill path", ROOM, OWED], [ROOM, OWED, "The hill paths"], {2: (0,)}),
        # A third of a paragraph is left.
        ([ALONE, ROOM, OWED], [ALONE, ROOM[:150], OWED], {1: (1,)}),
    ],
)
def test_what_may_be_otherwise_is_asked(
    old: list[str], new: list[str], expected: dict[int, tuple[int, ...]]
) -> None:
    assert asked(old, new) == expected


@pytest.mark.parametrize("other", [LAMP, PATH, "Notes", "***", HEBREW[0]])
def test_nothing_is_asked_of_a_text_that_has_nothing_of_the_old_one(other: str) -> None:
    assert continued([ALONE, ROOM, OWED], [ALONE, other, OWED]) == [0, None, 2]


# --- Answers -------------------------------------------------------------------------------------

ONE_OF_TWO = align([ROOM, "Amen.", "Amen."], [ROOM, "Amen."])
TWO_OF_ONE = align([OWED, " ".join(HALVES)], [OWED, *HALVES])


def test_question_that_is_answered_with_a_candidate_continues_it() -> None:
    assert answered(ONE_OF_TWO, {1: 2}) == Alignment((0, 2), (), ((), ()), {1: None}, {})


def test_question_that_is_answered_with_none_makes_a_new_paragraph() -> None:
    alignment = answered(ONE_OF_TWO, {1: None})

    assert alignment.continues == (0, None)
    assert alignment.heirs == {1: None, 2: None}


def test_half_that_continues_has_no_origin_besides() -> None:
    alignment = answered(TWO_OF_ONE, {1: None, 2: 1})

    assert alignment == Alignment((0, None, 1), (), ((), (1,), ()), {}, {})


@pytest.mark.parametrize(
    ("alignment", "answers"),
    [
        (ONE_OF_TWO, {}),
        (ONE_OF_TWO, {1: 0}),
        (ONE_OF_TWO, {0: 0, 1: 1}),
        (TWO_OF_ONE, {1: 1}),
        (TWO_OF_ONE, {1: 1, 2: 1}),
    ],
)
def test_contradictory_answers_are_refused(
    alignment: Alignment, answers: dict[int, int | None]
) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        answered(alignment, answers)


# --- What comes back -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "removed", "expected"),
    [
        ([ROOM, ALONE], [OWED, ALONE], {1: 1}),
        ([ROOM, ALONE], [ALONE, ALONE], {}),
        ([ROOM, ALONE, OWED, ALONE], [ALONE], {}),
        ([ROOM, ALONE], [ALONE.replace("Alone", "When alone")], {}),
        ([ROOM], [ROOM], {}),
    ],
)
def test_removed_paragraph_comes_back_where_its_text_does(
    new: list[str], removed: list[str], expected: dict[int, int]
) -> None:
    alignment = align([ROOM], new, removed=removed)

    assert alignment.returned == expected
    assert alignment.continues[0] == 0


def test_paragraph_that_comes_back_is_not_asked_for() -> None:
    old, new = [ALONE, f"{ROOM[:150]} {EXPLAIN[:350]}", OWED], [ALONE, ROOM, OWED]

    assert asked(old, new) == {1: (1,)}
    assert not align(old, new, removed=[ROOM]).questions


# --- Long texts ----------------------------------------------------------------------------------

WORDS = sorted({word for text in texts() for paragraph in text for word in paragraph.split()})


def long_text(seed: int, paragraphs: int = 5_000, words: int = 60) -> list[str]:
    random = Random(seed)
    return [" ".join(random.choices(WORDS, k=words)) for _ in range(paragraphs)]


def seconds(old: list[str], new: list[str]) -> float:
    start = time.process_time()
    align(old, new)
    return time.process_time() - start


def test_long_text_with_some_changes_is_quick() -> None:
    text = long_text(1)
    new = [one.replace("a", "e") if place % 100 == 0 else one for place, one in enumerate(text)]

    assert continued(text, new) == list(range(5_000))
    assert seconds(text, new) < 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (long_text(1), long_text(2)),
        (long_text(1, words=4), long_text(2, words=4)),
        (["Amen."] * 5_000, ["Amen."] * 4_999),
        (["a a a a " * number for number in range(1, 400)], ["a a a a b"] * 400),
        (["a" * 100_000] * 20, ["b" * 100_000] * 20),
        (["a b " * 25_000] * 10, ["b a " * 25_000, *["a b a"] * 4_000]),
        (["\u0301" * 100_000], ["\u05b0" * 100_000]),
    ],
)
def test_hostile_text_costs_no_more_than_a_long_one(old: list[str], new: list[str]) -> None:
    assert seconds(old, new) < 15


def test_question_has_few_candidates_however_many_there_are() -> None:
    alignment = align(["Amen."] * 300, ["Amen."] * 299)

    assert len(alignment.questions) == 299
    assert max(len(question.candidates) for question in alignment.questions) < 20
    assert isinstance(alignment.questions[0], Question)
