"""Ties: who has exchanged with whom, as far as a member may know."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actions.blocks import block
from accounts.models import User
from discussions.actions import delete, hide, mark_answer, react
from discussions.circle import Ties, seats, ties_among
from discussions.models import Comment, Help, Kind, Sign
from discussions.ties import circle_of
from groups import actions
from groups.models import Membership, Place, Reading
from tests.conftest import EXAMPLES, Person, Room, SignIn
from tests.page import cost, html_of, page_of

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = st.integers(1, 6)
EXCHANGES = st.lists(
    st.tuples(
        st.none() | PEOPLE,
        st.none() | PEOPLE,
        st.integers(0, 50).map(lambda hours: START + timedelta(hours=hours)),
    )
)


# --- The rule ------------------------------------------------------------------------------------


@settings(max_examples=EXAMPLES * 4, deadline=None)
@given(EXCHANGES)
def test_ties_are_the_same_from_both_sides(
    exchanges: list[tuple[int | None, int | None, datetime]],
) -> None:
    there = [1, 2, 3, 4]
    ties = ties_among(there, exchanges)

    assert ties == ties_among(there, [(other, one, at) for one, other, at in exchanges])
    assert all(ties.has(a, b) == ties.has(b, a) for a in there for b in there)
    assert ties.number <= ties.pairs == 6
    assert all(one < other and {one, other} <= set(there) for one, other in ties.since)


@settings(max_examples=EXAMPLES * 4, deadline=None)
@given(EXCHANGES)
def test_growth_never_falls_and_ends_at_what_there_is(
    exchanges: list[tuple[int | None, int | None, datetime]],
) -> None:
    ties = ties_among([1, 2, 3, 4], exchanges)
    grown = [ties.number_at(START + timedelta(hours=hours)) for hours in range(51)]

    assert grown == sorted(grown)
    assert grown[-1] == ties.number


@pytest.mark.parametrize("number", [1, 2, 3, 18, 50, 300])
def test_everybody_sits_within_the_picture(number: int) -> None:
    places = seats(number, is_mirrored=False)

    assert len(places) == number
    assert all(0 < seat.x < 400 and 0 < seat.y < 400 for seat in places)
    assert [400 - seat.x for seat in places] == [s.x for s in seats(number, is_mirrored=True)]


# --- What makes a tie ----------------------------------------------------------------------------


def ties_for(room: Room, user: User) -> Ties:
    return circle_of(room.reading, user).ties


@pytest.fixture
def said(room: Room, bob: User) -> Comment:
    """What bob has said on the second paragraph."""
    return room.say(bob, 2, "Two lamps?")


def test_reply_makes_a_tie(room: Room, said: Comment, alice: User, bob: User) -> None:
    assert ties_for(room, bob).number == 0
    reply = room.answer(said, alice, "Two.")

    for user in (alice, bob):
        assert ties_for(room, user).since == {(alice.pk, bob.pk): reply.created_at}


def test_thanks_make_a_tie_and_other_signs_do_not(
    room: Room, said: Comment, alice: User, bob: User
) -> None:
    react(said, user=alice, sign=Sign.SMILE)
    assert ties_for(room, bob).number == 0

    react(said, user=alice, sign=Sign.THANKS)
    assert ties_for(room, bob).has(bob.pk, alice.pk)


def test_help_makes_a_tie(room: Room, said: Comment, alice: User, bob: User) -> None:
    Help.objects.create(comment=said, user=alice)

    assert ties_for(room, bob).has(alice.pk, bob.pk)


def test_marked_answer_ties_who_asked_and_who_answered(
    room: Room, alice: User, bob: User, carol: User
) -> None:
    actions.join(room.group, user=carol)
    room.read(carol, 2)
    question = room.say(carol, 1, "Why?", kind=Kind.QUESTION)
    between = room.answer(question, alice, "Hm.")
    answer = room.answer(between, bob, "Because.")
    assert not ties_for(room, bob).has(bob.pk, carol.pk)

    mark_answer(answer, by=carol)

    assert ties_for(room, bob).has(bob.pk, carol.pk)


def test_who_speaks_in_a_thread_of_anothers_answers_them(
    room: Room, said: Comment, alice: User, bob: User
) -> None:
    Comment.objects.filter(pk=room.answer(said, alice, "Two.").pk).update(parent=None)

    assert ties_for(room, bob).has(alice.pk, bob.pk)


def test_help_in_a_thread_whose_opener_is_not_told_makes_none(
    room: Room, said: Comment, alice: User, bob: User
) -> None:
    said.thread.opened_by = None
    said.thread.save()
    Help.objects.create(comment=said, user=alice)

    assert ties_for(room, bob).number == 0


# --- What does not -------------------------------------------------------------------------------


def test_speaking_with_oneself_makes_none(room: Room, said: Comment, bob: User) -> None:
    room.answer(said, bob, "Three?")

    assert ties_for(room, bob).number == 0


def test_private_words_make_none(room: Room, alice: User, bob: User) -> None:
    private = room.say(alice, 1, "Between us.", kind=Kind.PAIR, partner=bob)
    room.answer(private, bob, "Yes.")
    react(private, user=bob, sign=Sign.THANKS)

    assert [ties_for(room, user).number for user in (alice, bob)] == [0, 0]


def test_what_was_deleted_or_hidden_makes_none(
    room: Room, said: Comment, alice: User, bob: User
) -> None:
    reply = room.answer(said, alice, "Two.")
    delete(reply)
    assert ties_for(room, alice).number == 0

    room.answer(said, alice, "Two, I say.")
    assert ties_for(room, alice).number == 1
    hide(said, by=room.member(alice), reason="Too loud.")
    assert ties_for(room, alice).number == 0


def test_who_has_left_is_in_no_tie(room: Room, said: Comment, alice: User, bob: User) -> None:
    room.answer(said, alice, "Two.")
    actions.leave(room.member(bob))

    circle = circle_of(room.reading, alice)
    assert (circle.people, circle.ties.number) == ([alice], 0)


def test_who_is_blocked_is_not_in_the_circle(
    room: Room, said: Comment, alice: User, bob: User
) -> None:
    room.answer(said, alice, "Two.")
    block(alice, blocked=bob)

    assert circle_of(room.reading, alice).people == [alice]
    # Who was blocked does not notice.
    assert ties_for(room, bob).has(alice.pk, bob.pk)


# --- The horizon ---------------------------------------------------------------------------------


@pytest.fixture
def ahead(room: Room, alice: User, carol: User) -> Comment:
    """Alice and carol have spoken on the fourth paragraph, which bob has not reached."""
    actions.join(room.group, user=carol)
    room.read(carol, 5)
    asked = room.say(alice, 4, "Who lit it?")
    react(asked, user=carol, sign=Sign.THANKS)
    Help.objects.create(comment=asked, user=carol)
    return room.answer(asked, carol, "I did.")


def test_tie_ahead_is_none_yet(room: Room, ahead: Comment, bob: User, carol: User) -> None:
    assert ties_for(room, bob).number == 0
    assert ties_for(room, carol).number == 1
    room.read(bob, 3)
    assert ties_for(room, bob).number == 1


def test_thanks_for_ones_own_words_ahead_are_not_told_yet(
    room: Room, alice: User, bob: User
) -> None:
    room.read(bob, 3)
    own = room.say(bob, 4, "I lit it.")
    actions.unmark(room.place(bob), paragraph=room.paragraphs[2])
    react(own, user=alice, sign=Sign.THANKS)

    assert ties_for(room, bob).number == 0
    assert ties_for(room, alice).number == 1


def test_page_is_the_same_whether_or_not_others_spoke_ahead(
    room: Room, alice: User, bob: User, carol: User, sign_in: SignIn
) -> None:
    actions.join(room.group, user=carol)
    room.read(carol, 5)
    bobs = sign_in(bob)
    before = page_of(bobs.get(url(room))).at("main").text
    room.answer(room.say(alice, 4, "Who lit it?"), carol, "I did.")

    assert page_of(bobs.get(url(room))).at("main").text == before


# --- The page ------------------------------------------------------------------------------------


def url(room: Room) -> str:
    return reverse("discussions:ties", args=[room.reading.pk])


def test_page_tells_whom_i_have_met(
    room: Room, said: Comment, alice: User, bob: User, carol: User, sign_in: SignIn
) -> None:
    actions.join(room.group, user=carol)
    room.answer(said, alice, "Two.")
    page = page_of(sign_in(bob).get(url(room)))

    assert page.one(of_class="lead").text.startswith("1 of 3 pairs have spoken.")
    met, unmet = page.all("ul", of_class="ties-people")
    assert [met.one("bdi").text, unmet.one("bdi").text] == ["Alice", "Carol"]
    rows = page.one(of_class="ties-all").one("tbody").all("tr")
    assert [row.text for row in rows] == ["Alice Bob"]
    (mine,) = page.all(of_class="circle-tie")
    assert "is-mine" in mine.classes


def test_circle_seats_all_members_by_name(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=alice.pk).update(display_name="Zelda")
    page = page_of(sign_in(bob).get(url(room)))

    seats = page.one(of_class="circle").all(of_class="circle-seat")
    assert [seat.one("title").text for seat in seats] == ["Bob", "Zelda"]


@pytest.mark.parametrize(
    ("members", "shown"), [(2, "circle-face"), (40, "is-number"), (80, "circle-dot")]
)
def test_large_circle_shows_numbers_and_then_dots(
    members: int, shown: str, room: Room, person: Person, bob: User, sign_in: SignIn
) -> None:
    Membership.objects.bulk_create(
        Membership(group=room.group, user=person(f"guest{number}")) for number in range(members - 2)
    )
    circle = page_of(sign_in(bob).get(url(room))).one(of_class="circle")

    assert len(circle.all(of_class=shown)) == members


def test_growth_has_a_plot_with_a_table(
    room: Room, said: Comment, alice: User, bob: User, sign_in: SignIn
) -> None:
    Reading.objects.update(started_at=timezone.now() - timedelta(days=8))
    room.answer(said, alice, "Two.")
    page = page_of(sign_in(bob).get(url(room)))

    assert page.one("svg", of_class="plot").one(of_class="plot-line").attributes["d"]
    assert page.one(of_class="plot-table").one("tbody").one("td").text == "1"


def crowd(room: Room, person: Person, number: int) -> list[User]:
    """So many members who have all answered one another's neighbour on the first paragraph."""
    users = [person(f"guest{number}-{count}") for count in range(number)]
    members = Membership.objects.bulk_create(Membership(group=room.group, user=u) for u in users)
    Place.objects.bulk_create(
        Place(reading=room.reading, membership=member, paragraph=room.paragraphs[2])
        for member in members
    )
    question = room.say(users[0], 1, "Why?", kind=Kind.QUESTION)
    for user in users[1:6]:
        question = room.answer(question, user, "Hm.")
    return users


def test_page_costs_the_same_for_three_and_for_three_hundred(
    room: Room, alice: User, person: Person, sign_in: SignIn
) -> None:
    alices: Client = sign_in(alice)
    urls = [url(room), room.group.get_absolute_url()]
    crowd(room, person, 3)
    few = [cost(alices, page) for page in urls]
    crowd(room, person, 300)

    assert [cost(alices, page) for page in urls] == few
    assert "Guest300-1" in html_of(alices.get(url(room)))
