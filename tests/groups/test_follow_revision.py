"""What a revision of the text does to places and marks: nobody gets further back by it."""

import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles.actions import revise
from articles.alignment import Alignment
from articles.blocks import Block
from articles.models import Article, Paragraph
from groups import actions
from groups.models import Mark, Membership, Place, Reading
from tests.articles.revising import revised_of
from tests.at_once import at_once
from tests.conftest import EXAMPLES, Person, Room


def rewrite(article: Article, text: list[int | str], *, by: User) -> None:
    """Make the text of these: its paragraphs by their numbers, words, and new ones by words."""
    current = list(article.text)
    blocks = [Block(p) if isinstance(p, str) else current[p - 1].block for p in text]
    continues = tuple(None if isinstance(p, str) else p - 1 for p in text)
    heirs = {old: None for old in range(len(current)) if old not in continues}
    revise(
        article,
        by=by,
        blocks=blocks,
        alignment=Alignment(continues, (), ((),) * len(text), heirs, {}),
        base=article.revisions.latest("number").number,
    )


def marks(room: Room, user: User, **conditions: object) -> list[str]:
    found = Mark.objects.filter(reading=room.reading, membership__user=user, **conditions)
    current = found.filter(paragraph__removed_in=None).order_by("paragraph__position")
    return list(current.values_list("paragraph__source", flat=True))


@pytest.fixture
def text(room: Room) -> Article:
    return room.reading.article


def test_place_stays_where_it_was(room: Room, text: Article, bob: User, alice: User) -> None:
    before = room.place(bob).paragraph_id

    rewrite(text, [1, "New.", 2, 3, 4, 5], by=alice)

    assert room.place(bob).paragraph_id == before
    assert room.place(bob).number == 4


def test_what_is_added_before_the_place_is_carried(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    rewrite(text, ["Above.", 1, 2, "Right before.", 3, "Behind.", 4, 5], by=alice)

    assert marks(room, bob, is_carried=True) == ["Above.", "Right before."]


def test_who_had_read_everything_stands_at_what_is_added_at_the_end(
    room: Room, text: Article, alice: User
) -> None:
    rewrite(text, ["Above.", 1, 2, 3, 4, 5, "At the end.", "And more."], by=alice)

    assert room.place(alice).number == 7
    assert marks(room, alice, is_carried=True) == ["Above."]


def test_removed_place_goes_on_to_the_next(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    rewrite(text, [1, 2, "In its place.", 4, 5], by=alice)

    assert room.place(bob).paragraph == text.text[3]
    assert marks(room, bob, is_carried=True) == ["In its place."]


def test_removed_last_place_goes_on_to_what_stands_there(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    room.read(bob, 4)

    rewrite(text, [1, 2, 3, 4, "In its place."], by=alice)

    assert room.place(bob).paragraph == text.text[4]
    assert marks(room, bob, is_carried=True) == []


def test_reader_at_the_removed_end_has_finished(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    room.read(bob, 4)

    rewrite(text, [1, 2, 3, 4], by=alice)

    assert room.place(bob).is_finished


def test_place_that_moves_far_takes_nobody_along(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    rewrite(text, [1, 2, 4, 5, 3], by=alice)

    place = room.place(bob)
    assert place.number == 3
    assert marks(room, bob, is_carried=True) == [room.paragraphs[2].source]


def test_what_moves_before_the_place_is_carried(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    rewrite(text, [5, 1, 2, 3, 4], by=alice)

    assert room.place(bob).number == 4
    assert marks(room, bob, is_carried=True) == [room.paragraphs[4].source]


def test_what_is_split_off_is_carried_for_who_had_marked_the_whole(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    actions.mark(room.place(bob), paragraph=room.paragraphs[4])
    whole = "The fifth and last paragraph."
    blocks = [paragraph.block for paragraph in room.paragraphs]
    alignment = Alignment((0, 1, 2, 3, 4, None), (), ((), (), (), (), (), (4,)), {}, {})

    revise(
        text,
        by=alice,
        blocks=[*blocks[:4], Block(whole[:14]), Block(whole[14:].strip())],
        alignment=alignment,
        base=1,
    )

    assert marks(room, bob, is_carried=True) == ["last paragraph."]


def test_mark_of_their_own_ends_the_carrying(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    rewrite(text, [1, "New.", "Another.", 2, 3, 4, 5], by=alice)

    actions.mark(room.place(bob), paragraph=text.text[1])

    assert marks(room, bob, is_carried=True) == ["Another."]
    assert "New." in marks(room, bob, is_carried=False)


def test_reading_on_leaves_what_was_added_before(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    rewrite(text, [1, "New.", 2, 3, 4, 5], by=alice)

    actions.read_to(room.place(bob), paragraph=text.text[4])

    assert marks(room, bob, is_carried=True) == ["New."]


def test_nothing_is_marked_by_a_paragraph_that_was_removed(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    gone = room.paragraphs[3]
    rewrite(text, [1, 2, 3, 5], by=alice)

    actions.read_to(room.place(bob), paragraph=gone)
    actions.mark(room.place(bob), paragraph=gone)

    assert len(marks(room, bob)) == 2
    assert room.place(bob).number == 3


def test_mark_reaches_as_far_as_the_paragraph_stands_now(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    seen = room.paragraphs[3]
    rewrite(text, [2, 3, 4, 5], by=alice)

    actions.read_to(room.place(bob), paragraph=seen)

    assert room.place(bob).number == 4


def test_who_has_left_finds_their_place_again(
    room: Room, text: Article, dave: User, alice: User
) -> None:
    actions.join(room.group, user=dave)
    room.read(dave, 2)
    actions.leave(room.member(dave))

    rewrite(text, ["New.", 1, 2, 3, 4, 5], by=alice)

    assert room.place(dave).number == 4


def test_every_reading_follows(room: Room, text: Article, alice: User) -> None:
    again = actions.start_reading(text, by=room.member(alice))

    rewrite(text, ["New.", 1, 2, 3, 4, 5], by=alice)

    assert {place.number for place in again.places.all()} == {2}
    assert Mark.objects.filter(reading=again, is_carried=True).count() == 2


def test_cost_is_the_same_for_many_members(
    room: Room, text: Article, alice: User, person: Person
) -> None:
    def queries(words: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            rewrite(text, [words, 1, 3, 2, *range(4, text.text.count())], by=alice)
        return len(captured)

    few = queries("New.")
    for number in range(60):
        actions.join(room.group, user=person(f"member{number}"))
        room.read(User.objects.latest("pk"), number % 5 + 1)

    assert queries("Newer.") == few


@pytest.mark.django_db(transaction=True)
def test_place_follows_marks_made_while_the_text_is_revised(
    room: Room, text: Article, bob: User, alice: User
) -> None:
    for turn in range(4):
        last = text.text.last()
        assert last

        at_once(
            lambda: rewrite(text, [f"New {turn}.", *range(2, 6), f"Last {turn}."], by=alice),  # noqa: B023  # run here
            lambda: actions.read_to(room.place(bob), paragraph=last).pk,  # noqa: B023
        )

        stand_at_the_first_unmarked(room.reading)


@pytest.mark.django_db(transaction=True)
def test_who_joins_while_the_text_is_revised_stands_in_the_text(
    room: Room, text: Article, carol: User, alice: User
) -> None:
    at_once(
        lambda: rewrite(text, ["New.", 2, 3, 4, 5], by=alice),
        lambda: actions.join(room.group, user=carol).pk,
        lambda: actions.start_reading(text, by=room.member(alice)).pk,
    )

    for reading in Reading.objects.all():
        stand_at_the_first_unmarked(reading)


def stand_at_the_first_unmarked(reading: Reading) -> None:
    """Assert that every place is the first current paragraph without a mark."""
    for place in reading.places.all():
        marked = Mark.objects.filter(reading=reading, membership=place.membership_id)
        unmarked = reading.article.text.exclude(pk__in=marked.values("paragraph"))
        assert place.paragraph == unmarked.first()


def horizon(place: Place) -> set[int]:
    """The keys of all paragraphs, current and removed, that the member has got to."""
    marked = Mark.objects.filter(reading=place.reading_id, membership=place.membership_id)
    reached = Paragraph.objects.filter(article=place.reading.article_id)
    if place.paragraph:
        reached = reached.filter(position__lte=place.paragraph.position)
    return {*marked.values_list("paragraph", flat=True), *reached.values_list("pk", flat=True)}


WORDS = ["lamp", "oil", "wick", "street", "dawn", "baker", "snow", "sill", "winter", "sun", "moon"]


def edited(blocks: list[Block], chance: random.Random) -> list[Block]:
    """The text after some edits of the kinds that people make."""
    new = [block.source for block in blocks]
    for _edit in range(chance.randint(1, 4)):
        at = chance.randrange(len(new)) if new else 0
        match chance.choice(("add", "remove", "move", "split", "join", "change", "swap")):
            case "add":
                new.insert(chance.randint(0, len(new)), sentence(chance))
            case "remove" if len(new) > 1:
                del new[at]
            case "move":
                new.insert(chance.randint(0, len(new) - 1), new.pop(at))
            case "split" if len(new[at].split()) > 4:
                words = new[at].split()
                new[at : at + 1] = [" ".join(words[:4]), " ".join(words[4:])]
            case "join" if at + 1 < len(new):
                new[at : at + 2] = [f"{new[at]} {new[at + 1]}"]
            case "change":
                new[at] = f"{new[at]} {chance.choice(WORDS)}"
            case "swap":
                chance.shuffle(new)
    return [Block(words) for words in new]


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _word in range(chance.randint(3, 14)))


@settings(
    max_examples=4 * EXAMPLES,
    deadline=None,
    # Every example undoes what it has done.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**9))
def test_nobody_loses_what_they_had_got_to(
    room: Room, text: Article, alice: User, seed: int
) -> None:
    chance = random.Random(seed)
    with transaction.atomic():
        for _step in range(5):
            members = Membership.objects.filter(group=room.group, state="active")
            for member in members:
                act = chance.choice((actions.read_to, actions.mark, actions.unmark))
                place = Place.objects.get(reading=room.reading, membership=member)
                act(place, paragraph=chance.choice(list(text.text)))
            before = {place.pk: horizon(place) for place in room.reading.places.all()}

            revised_of(text, edited([p.block for p in text.text], chance), by=alice)

            stand_at_the_first_unmarked(room.reading)
            for place in room.reading.places.select_related("paragraph"):
                assert before[place.pk] <= horizon(place)
            assert list(text.text.values_list("position", flat=True)) == list(
                range(1, text.text.count() + 1)
            )
            assert text.revisions.latest("number").keys == [p.pk for p in text.text]
        transaction.set_rollback(True)
