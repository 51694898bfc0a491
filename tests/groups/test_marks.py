"""Marks and the place that follows from them."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from groups import actions
from groups.models import Mark
from tests.at_once import at_once
from tests.conftest import Room


def marked(room: Room, user: User) -> list[int]:
    marks = Mark.objects.filter(reading=room.reading, membership__user=user)
    return sorted(marks.values_list("paragraph__position", flat=True))


def test_everyone_begins_at_the_first_paragraph(room: Room, alice: User) -> None:
    reading = actions.start_reading(room.reading.article, by=room.member(alice))

    assert [place.number for place in reading.places.all()] == [1, 1]
    assert not reading.marks.exists()


def test_reading_to_a_paragraph_marks_all_up_to_it(room: Room, bob: User) -> None:
    room.read(bob, 4)

    assert marked(room, bob) == [1, 2, 3, 4]
    assert room.place(bob).number == 5


def test_reading_to_the_end_leaves_no_place(room: Room, bob: User) -> None:
    room.read(bob, 5)

    assert room.place(bob).number is None
    assert room.place(bob).is_finished


def test_reading_to_where_one_has_been_changes_nothing(room: Room, bob: User) -> None:
    room.read(bob, 1)

    assert marked(room, bob) == [1, 2]
    assert room.place(bob).number == 3


def test_one_paragraph_ahead_is_marked_without_moving_the_place(room: Room, bob: User) -> None:
    actions.mark(room.place(bob), paragraph=room.paragraphs[4])

    assert marked(room, bob) == [1, 2, 5]
    assert room.place(bob).number == 3


def test_closing_a_gap_moves_the_place_behind_what_was_marked_ahead(room: Room, bob: User) -> None:
    actions.mark(room.place(bob), paragraph=room.paragraphs[3])
    actions.unmark(room.place(bob), paragraph=room.paragraphs[1])
    assert room.place(bob).number == 2

    actions.mark(room.place(bob), paragraph=room.paragraphs[1])

    assert marked(room, bob) == [1, 2, 3, 4]
    assert room.place(bob).number == 5


def test_heading_is_read_with_the_paragraph_under_it(room: Room, bob: User) -> None:
    actions.mark(room.place(bob), paragraph=room.paragraphs[3])

    assert marked(room, bob) == [1, 2, 3, 4]
    assert room.place(bob).number == 5


def test_only_headings_right_above_are_read_along(room: Room, alice: User) -> None:
    kinds = [Kind.HEADING, Kind.TEXT, Kind.HEADING, Kind.HEADING, Kind.TEXT]
    blocks = [Block(f"Block {number}.", kind) for number, kind in enumerate(kinds, start=1)]
    text = publish(title="Of headings", blocks=blocks)
    reading = actions.start_reading(text, by=room.member(alice))
    last = text.paragraphs.get(position=5)

    actions.mark(reading.places.get(membership__user=alice), paragraph=last)

    found = Mark.objects.filter(reading=reading).values_list("paragraph__position", flat=True)
    assert sorted(found) == [3, 4, 5]


def test_heading_alone_can_be_marked(room: Room, bob: User) -> None:
    actions.mark(room.place(bob), paragraph=room.paragraphs[2])

    assert marked(room, bob) == [1, 2, 3]


def test_taking_a_mark_back_moves_the_place_there(room: Room, alice: User) -> None:
    actions.unmark(room.place(alice), paragraph=room.paragraphs[1])

    assert marked(room, alice) == [1, 3, 4, 5]
    assert room.place(alice).number == 2


def test_taking_back_what_was_not_marked_changes_nothing(room: Room, bob: User) -> None:
    actions.unmark(room.place(bob), paragraph=room.paragraphs[4])

    assert marked(room, bob) == [1, 2]
    assert room.place(bob).number == 3


def test_marks_of_one_reading_say_nothing_in_another(room: Room, alice: User, bob: User) -> None:
    again = actions.start_reading(room.reading.article, by=room.member(alice))

    actions.mark(again.places.get(membership__user=bob), paragraph=room.paragraphs[0])

    assert again.places.get(membership__user=bob).number == 2
    assert marked(room, bob) == [1, 2]
    assert room.place(bob).number == 3


def test_my_marks_move_nobody_else(room: Room, alice: User, bob: User) -> None:
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])

    assert room.place(alice).is_finished


def test_paragraph_is_marked_once_for_the_database(room: Room, bob: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(
            reading=room.reading, membership=room.member(bob), paragraph=room.paragraphs[0]
        )


@pytest.mark.django_db(transaction=True)
def test_marks_made_at_once_in_two_tabs_both_count(room: Room, bob: User) -> None:
    places = [room.place(bob), room.place(bob)]

    at_once(
        lambda: actions.mark(places[0], paragraph=room.paragraphs[2]).number,
        lambda: actions.mark(places[1], paragraph=room.paragraphs[3]).number,
    )

    assert marked(room, bob) == [1, 2, 3, 4]
    assert room.place(bob).number == 5


@pytest.mark.django_db(transaction=True)
def test_place_follows_marks_made_and_taken_back_at_once(room: Room, bob: User) -> None:
    places = [room.place(bob) for _time in range(4)]

    # Some times, as two acts meet only now and then.
    for _time in range(5):
        at_once(
            lambda: actions.read_to(places[0], paragraph=room.paragraphs[3]).pk,
            lambda: actions.unmark(places[1], paragraph=room.paragraphs[0]).pk,
            lambda: actions.mark(places[2], paragraph=room.paragraphs[4]).pk,
            lambda: actions.unmark(places[3], paragraph=room.paragraphs[2]).pk,
        )

        unmarked = [number for number in range(1, 6) if number not in marked(room, bob)]
        assert room.place(bob).number == (unmarked[0] if unmarked else None)
