"""Comments drawn as a tree: by examples, and in any order of replies and deletions."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.models import Comment
from discussions.tree import MAX_DEPTH, Voice, drawn, roots
from tests.conftest import EXAMPLES

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

type Told = tuple[int | None, bool]


def comments(told: Sequence[Told]) -> list[Comment]:
    """Comments numbered from 1 by the number that each answers and whether it is deleted."""
    return [
        Comment(pk=pk, parent_id=parent, deleted_at=NOON if is_deleted else None)
        for pk, (parent, is_deleted) in enumerate(told, start=1)
    ]


def chain(length: int) -> list[Comment]:
    """A comment, a reply to it, a reply to that one, and so on."""
    return comments([(number or None, False) for number in range(length)])


def walk(voices: list[Voice]) -> Iterator[Voice]:
    """The voices from above to below, as they stand on the page."""
    for voice in voices:
        yield voice
        yield from walk(voice.replies)


def sketch(told: Sequence[Comment]) -> str:
    """What is drawn, in short: `1(2(3)4)` is 1 with its replies 2 and 4, and 3 under 2."""

    def line(voices: list[Voice]) -> str:
        return "".join(
            f"{v.comment.pk}({line(v.replies)})" if v.replies else f"{v.comment.pk} "
            for v in voices
        )

    return line(roots(drawn(told))).replace(" )", ")").strip()


def test_replies_stand_under_what_they_answer_in_the_order_they_came() -> None:
    assert sketch(comments([(None, False), (1, False), (None, False), (1, False), (2, False)])) == (
        "1(2(5)4)3"
    )


def test_deleted_comment_without_replies_is_gone() -> None:
    assert sketch(comments([(None, False), (1, True), (None, True)])) == "1"


def test_deleted_comment_stays_while_it_holds_a_reply() -> None:
    assert sketch(comments([(None, True), (1, True), (2, False)])) == "1(2(3))"


def test_deleted_comments_go_with_the_last_of_their_replies() -> None:
    assert sketch(comments([(None, True), (1, True), (2, True)])) == ""


def test_reply_to_what_is_not_there_stands_for_itself() -> None:
    assert sketch(comments([(99, False), (1, False)])) == "1(2)"


def test_long_chain_stops_going_deeper() -> None:
    voices = drawn(chain(MAX_DEPTH + 4))

    depths = [voice.depth for voice in voices.values()]
    assert depths == [0, 1, 2, 3, 4, 5, 5, 5, 5]


def test_flattened_reply_says_whom_it_answers() -> None:
    voices = drawn(chain(MAX_DEPTH + 3))

    answered = {pk: voice.answers.pk for pk, voice in voices.items() if voice.answers}
    assert answered == {MAX_DEPTH + 2: MAX_DEPTH + 1, MAX_DEPTH + 3: MAX_DEPTH + 2}


def test_chain_of_thousands_is_drawn() -> None:
    assert len(list(walk(roots(drawn(chain(10_000)))))) == 10_000


@st.composite
def conversations(draw: st.DrawFn) -> list[Comment]:
    """Comments each of which begins or answers an earlier one, any of them deleted."""
    length = draw(st.integers(0, 40))
    told: list[Told] = []
    for number in range(length):
        parent = draw(st.one_of(st.none(), st.integers(1, number)) if number else st.none())
        told.append((parent, draw(st.booleans())))
    return comments(told)


@st.composite
def deep_conversations(draw: st.DrawFn) -> list[Comment]:
    """The same, where mostly the newest is answered, so that they go deep."""
    told: list[Told] = [(None, draw(st.booleans()))]
    for number in range(1, draw(st.integers(1, 40))):
        parent = draw(st.integers(max(1, number - 2), number))
        told.append((parent, draw(st.booleans())))
    return comments(told)


any_conversation = st.one_of(conversations(), deep_conversations())
tried = settings(max_examples=10 * EXAMPLES, deadline=None, database=None)


@tried
@given(any_conversation)
def test_every_comment_that_stands_is_drawn_exactly_once(told: list[Comment]) -> None:
    shown = [voice.comment.pk for voice in walk(roots(drawn(told)))]

    standing = [comment.pk for comment in told if not comment.is_deleted]
    assert sorted(pk for pk in shown if not told[pk - 1].is_deleted) == standing
    assert len(shown) == len(set(shown))


@tried
@given(any_conversation)
def test_deleted_comment_is_drawn_only_to_hold_replies(told: list[Comment]) -> None:
    for voice in walk(roots(drawn(told))):
        assert voice.replies or not voice.comment.is_deleted


@tried
@given(any_conversation)
def test_siblings_stand_in_the_order_they_came(told: list[Comment]) -> None:
    voices = roots(drawn(told))
    for siblings in [voices, *(voice.replies for voice in walk(voices))]:
        keys = [voice.comment.pk for voice in siblings]
        assert keys == sorted(keys)


@tried
@given(any_conversation)
def test_nothing_is_drawn_too_deep(told: list[Comment]) -> None:
    voices = roots(drawn(told))
    assert all(voice.depth == 0 for voice in voices)
    for voice in walk(voices):
        assert voice.depth <= MAX_DEPTH
        assert all(reply.depth == voice.depth + 1 for reply in voice.replies)


@tried
@given(any_conversation)
def test_every_reply_stands_under_what_it_answers_or_names_it(told: list[Comment]) -> None:
    for voice in walk(roots(drawn(told))):
        answered = voice.answers or (voice.under and voice.under.comment)
        assert (answered.pk if answered else None) == voice.comment.parent_id
