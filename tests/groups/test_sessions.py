"""Study sessions: who begins, leads and ends one, who takes part, and what is left of it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.erasure import ask_for_erasure
from accounts.models import User
from articles.blocks import Block
from groups import actions
from groups.actions.absence import mind_the_absent
from groups.actions.sessions import FORGOTTEN, end_forgotten
from groups.models import Attendance, LogEntry, Membership, StudySession
from studygroup.schedule import RECURRING
from tests.accounts.leaving import leave_for_good
from tests.articles.revising import revised_of
from tests.at_once import at_once
from tests.conftest import Person, Room


@pytest.fixture
def session(room: Room, alice: User) -> StudySession:
    """A session that alice leads, at the second paragraph."""
    leader = room.member(alice)
    return actions.begin_session(room.reading, by=leader, paragraph=room.paragraphs[1])


@pytest.fixture
def cara(room: Room, person: Person) -> User:
    """Another leader."""
    leader = person("cara")
    actions.change_role(actions.join(room.group, user=leader), role=Membership.Role.LEADER)
    return leader


def part_of(user: User) -> Attendance:
    return Attendance.objects.get(membership__user=user)


def attending(session: StudySession) -> list[str]:
    present = session.attendances.present().order_by("membership__user__display_name")
    return list(present.values_list("membership__user__display_name", flat=True))


# --- Leading


def test_leader_begins_a_session_and_takes_part(session: StudySession, alice: User) -> None:
    assert (session.paragraph.position, session.minutes, session.ended_at) == (2, None, None)
    assert attending(session) == ["Alice"]
    assert LogEntry.objects.get(act=LogEntry.Act.SESSION_BEGUN).actor == alice


def test_where_one_goes_on_it_is_that_one(session: StudySession, room: Room, cara: User) -> None:
    again = actions.begin_session(
        room.reading, by=room.member(cara), paragraph=room.paragraphs[4], minutes=3
    )

    assert (again.pk, again.paragraph.position, again.minutes) == (session.pk, 2, None)
    assert LogEntry.objects.filter(act=LogEntry.Act.SESSION_BEGUN).count() == 1


def test_database_holds_one_open_session(session: StudySession) -> None:
    session.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        session.save(force_insert=True)


def test_leader_goes_from_paragraph_to_paragraph(
    session: StudySession, room: Room, alice: User
) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    StudySession.objects.update(paragraph_since=long_ago)

    for position in (4, 1, 3):
        paragraph = room.paragraphs[position - 1]
        actions.lead_to(session, by=room.member(alice), paragraph=paragraph)

    session.refresh_from_db()
    been = (session.first.position, session.paragraph.position, session.last.position)
    assert been == (1, 3, 4)
    assert session.paragraph_since > long_ago


def test_going_where_one_is_begins_no_new_time(
    session: StudySession, room: Room, alice: User
) -> None:
    actions.lead_to(session, by=room.member(alice), paragraph=room.paragraphs[1])

    since = session.paragraph_since
    session.refresh_from_db()
    assert session.paragraph_since == since


def test_another_leader_takes_over_by_leading(
    session: StudySession, room: Room, cara: User
) -> None:
    actions.lead_to(session, by=room.member(cara), paragraph=room.paragraphs[2])

    session.refresh_from_db()
    assert session.led_by == room.member(cara)
    assert attending(session) == ["Alice", "Cara"]


def test_time_begins_anew_and_ends(session: StudySession, room: Room, alice: User) -> None:
    assert session.time_is_up_at is None

    actions.give_time(session, by=room.member(alice), minutes=5)
    session.refresh_from_db()
    assert session.time_is_up_at == session.paragraph_since + timedelta(minutes=5)

    actions.give_time(session, by=room.member(alice), minutes=None)
    session.refresh_from_db()
    assert session.time_is_up_at is None


def test_session_that_is_ended_changes_no_more(
    session: StudySession, room: Room, alice: User, bob: User
) -> None:
    leader = room.member(alice)
    actions.take_part(session, member=room.member(bob))
    actions.raise_hand(session, member=room.member(bob))

    actions.end_session(session, by=leader)

    before = rows()
    assert before["session"].ended_at
    assert all(one.left_at and not one.hand_up_at for one in before["parts"])
    actions.lead_to(session, by=leader, paragraph=room.paragraphs[4])
    actions.give_time(session, by=leader, minutes=9)
    actions.end_session(session, by=leader)
    for act in MEMBERS_ACTS:
        act(session, member=room.member(bob))
    assert rows() == before


def rows() -> dict[str, Any]:
    return {
        "session": StudySession.objects.values_list(named=True).get(),
        "parts": list(Attendance.objects.order_by("pk").values_list(named=True)),
    }


LEADERS_ACTS: dict[str, Callable[[StudySession, Membership, Room], object]] = {
    "lead": lambda one, by, room: actions.lead_to(one, by=by, paragraph=room.paragraphs[3]),
    "time": lambda one, by, _room: actions.give_time(one, by=by, minutes=5),
    "hand": lambda one, by, _room: actions.lower_hand_of(one.attendances.all()[0], by=by),
    "end": lambda one, by, _room: actions.end_session(one, by=by),
    "begin": lambda one, by, room: actions.begin_session(
        one.reading, by=by, paragraph=room.paragraphs[0]
    ),
}


@pytest.mark.parametrize("act", LEADERS_ACTS)
def test_members_do_not_lead(
    act: str,
    session: StudySession,
    room: Room,
    bob: User,
) -> None:
    before = rows()

    with pytest.raises(PermissionDenied):
        LEADERS_ACTS[act](session, room.member(bob), room)

    assert rows() == before


def test_who_leads_the_group_no_more_does_not_lead(
    session: StudySession, room: Room, alice: User, cara: User
) -> None:
    leader = room.member(alice)
    actions.change_role(leader, role=Membership.Role.MEMBER)

    with pytest.raises(PermissionDenied):
        actions.lead_to(session, by=leader, paragraph=room.paragraphs[3])


def test_no_session_in_a_finished_reading(room: Room, alice: User) -> None:
    leader = room.member(alice)
    actions.close_reading(room.reading, by=leader)

    with pytest.raises(PermissionDenied):
        actions.begin_session(room.reading, by=leader, paragraph=room.paragraphs[0])


def test_closing_the_reading_ends_its_session(
    session: StudySession, room: Room, alice: User
) -> None:
    actions.close_reading(room.reading, by=room.member(alice))

    session.refresh_from_db()
    assert session.is_over
    assert attending(session) == []


def test_session_goes_on_when_the_last_paragraph_is_marked(
    session: StudySession, room: Room, bob: User
) -> None:
    room.read(bob, 5)

    session.refresh_from_db()
    room.reading.refresh_from_db()
    assert room.reading.is_finished
    assert not session.is_over


def test_session_that_is_forgotten_ends_as_of_its_last_act(session: StudySession) -> None:
    last = timezone.now() - FORGOTTEN - timedelta(minutes=1)
    begun = last - timedelta(minutes=30)
    StudySession.objects.update(touched_at=last, begun_at=begun)

    end_forgotten()

    session.refresh_from_db()
    assert (session.ended_at, session.lasted) == (last, 30)
    assert not attending(session)
    assert end_forgotten in [recurring.act for recurring in RECURRING]


def test_session_in_which_something_is_done_is_not_forgotten(
    session: StudySession, room: Room, bob: User
) -> None:
    StudySession.objects.update(touched_at=timezone.now() - FORGOTTEN)
    actions.take_part(session, member=room.member(bob))

    end_forgotten()

    session.refresh_from_db()
    assert not session.is_over


def test_session_goes_on_where_its_paragraph_was(room: Room, alice: User) -> None:
    session = actions.begin_session(
        room.reading, by=room.member(alice), paragraph=room.paragraphs[3]
    )

    blocks = [Block(one.source) for one in room.paragraphs if one.position != 4]
    revised_of(room.reading.article, blocks, by=alice)

    session.refresh_from_db()
    assert session.paragraph == room.paragraphs[4]


# --- Taking part

MEMBERS_ACTS = [
    actions.take_part,
    actions.step_out,
    actions.follow,
    actions.let_go,
    actions.raise_hand,
    actions.lower_hand,
]


def test_member_takes_part_leaves_and_comes_again(
    session: StudySession, room: Room, bob: User
) -> None:
    member = room.member(bob)

    actions.take_part(session, member=member)
    assert attending(session) == ["Alice", "Bob"]
    joined = part_of(bob).joined_at
    actions.let_go(session, member=member)
    actions.step_out(session, member=member)
    assert attending(session) == ["Alice"]
    actions.take_part(session, member=member)

    assert attending(session) == ["Alice", "Bob"]
    assert (part_of(bob).joined_at, part_of(bob).follows) == (joined, True)


def test_member_lets_go_and_follows_again(session: StudySession, room: Room, bob: User) -> None:
    member = room.member(bob)
    actions.take_part(session, member=member)
    assert part_of(bob).follows

    actions.let_go(session, member=member)
    actions.take_part(session, member=member)
    assert not part_of(bob).follows

    actions.follow(session, member=member)
    assert part_of(bob).follows


def test_hand_that_is_up_keeps_its_turn(
    session: StudySession, room: Room, bob: User, alice: User
) -> None:
    actions.take_part(session, member=room.member(bob))
    actions.raise_hand(session, member=room.member(bob))
    since = part_of(bob).hand_up_at
    actions.raise_hand(session, member=room.member(alice))

    actions.raise_hand(session, member=room.member(bob))
    assert part_of(bob).hand_up_at == since

    actions.lower_hand_of(part_of(bob), by=room.member(alice))
    assert part_of(bob).hand_up_at is None
    assert part_of(alice).hand_up_at


def test_leaving_lowers_the_hand(session: StudySession, room: Room, bob: User) -> None:
    member = room.member(bob)
    actions.take_part(session, member=member)
    actions.raise_hand(session, member=member)

    actions.step_out(session, member=member)

    assert part_of(bob).hand_up_at is None


@pytest.mark.parametrize("act", MEMBERS_ACTS[1:])
def test_who_does_not_take_part_changes_nothing(
    act: Callable[..., None], session: StudySession, room: Room, bob: User
) -> None:
    before = rows()

    act(session, member=room.member(bob))

    assert rows() == before


@pytest.mark.parametrize("act", MEMBERS_ACTS)
def test_everything_done_twice_is_done_once(
    act: Callable[..., None], session: StudySession, room: Room, bob: User
) -> None:
    member = room.member(bob)
    actions.take_part(session, member=member)
    act(session, member=member)
    before = rows()

    act(session, member=member)

    after = rows()
    assert after["parts"] == before["parts"]


def test_who_has_paused_takes_no_part(session: StudySession, room: Room, heidi: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.take_part(session, member=room.member(heidi))

    assert attending(session) == ["Alice"]


def paused(room: Room, user: User) -> None:
    actions.pause(room.member(user), by=room.member(user))


def gone(room: Room, user: User) -> None:
    actions.leave(room.member(user))


def about_to_be_erased(room: Room, user: User) -> None:
    ask_for_erasure(user, keeps_words=True, heirs={})


def away(room: Room, user: User) -> None:
    # As if nobody had read on.
    room.reading.marks.all().delete()
    room.reading.places.update(paragraph=room.paragraphs[1])
    firsts = room.paragraphs[4:]
    leader = Membership.objects.leading().get(group=room.group)
    actions.cut(room.reading, by=leader, pacing=room.reading.Pacing.TOGETHER, firsts=firsts)
    long_ago = timezone.now() - timedelta(days=30)
    room.group.away_days = 7
    room.group.save()
    Membership.objects.filter(user=user).update(seen_at=long_ago, pause_offered_at=long_ago)
    mind_the_absent()


@pytest.mark.parametrize("goes", [paused, gone, about_to_be_erased, away])
def test_who_goes_takes_part_no_more(
    goes: Callable[[Room, User], None], session: StudySession, room: Room, bob: User
) -> None:
    actions.take_part(session, member=room.member(bob))
    actions.raise_hand(session, member=room.member(bob))

    goes(room, bob)

    assert not room.member(bob).is_active
    assert attending(session) == ["Alice"]
    assert part_of(bob).hand_up_at is None


def test_session_outlives_who_led_it(
    session: StudySession, room: Room, alice: User, bob: User, cara: User
) -> None:
    actions.take_part(session, member=room.member(bob))

    leave_for_good(alice)

    session.refresh_from_db()
    assert (session.led_by, session.is_over) == (None, False)
    assert attending(session) == ["Bob"]
    actions.lead_to(session, by=room.member(cara), paragraph=room.paragraphs[2])
    session.refresh_from_db()
    assert session.led_by == room.member(cara)


# --- At the same moment


@pytest.mark.django_db(transaction=True)
def test_two_leaders_who_begin_at_once_begin_one(room: Room, alice: User, cara: User) -> None:
    leaders = [room.member(user) for user in (alice, cara)] * 3

    begun = at_once(
        *[
            lambda by=by: (
                actions.begin_session(room.reading, by=by, paragraph=room.paragraphs[0]).pk
            )
            for by in leaders
        ]
    )

    assert set(begun) == {StudySession.objects.get().pk}
    assert LogEntry.objects.filter(act=LogEntry.Act.SESSION_BEGUN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_it_ends_is_not_left_in_it(
    session: StudySession, room: Room, alice: User, bob: User
) -> None:
    at_once(
        lambda: actions.take_part(session, member=room.member(bob)),
        lambda: actions.end_session(session, by=room.member(alice)),
        lambda: actions.take_part(session, member=room.member(bob)),
    )

    session.refresh_from_db()
    assert session.is_over
    assert attending(session) == []


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_they_pause_is_not_left_in_it(
    session: StudySession, room: Room, bob: User
) -> None:
    def come() -> None:
        with suppress(PermissionDenied):
            actions.take_part(session, member=room.member(bob))

    at_once(come, lambda: paused(room, bob), come)

    assert attending(session) == ["Alice"]
