"""What members are told of that happens in a reading, and what they are not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Block, User
from discussions.actions import hear_all, keep_draft, take_back
from discussions.models import Kind, Thread
from discussions.models.drafts import Spot
from groups.actions import (
    begin_session,
    end_session,
    join,
    lead_to,
    leave,
    raise_hand,
    take_part,
    unmark,
)
from groups.actions.events import KEPT, forget_events
from groups.live import tell
from groups.live.nudges import hearers
from groups.live.presence import people_in, present_in, renew
from groups.live.seals import opened, sealed
from groups.models import Event, Reading
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import cost

type Happen = Callable[[Callable[[], object]], None]


@pytest.fixture
def happen(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Happen:
    """Do something and commit it."""

    def do(act: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return do


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def url(room: Room) -> str:
    return reverse("groups:events", args=[room.reading.pk])


class Listening:
    """A page that asks what has happened since it asked last."""

    def __init__(self, room: Room, client: Client) -> None:
        self.room, self.client = room, client
        room.reading.refresh_from_db()
        self.since = sealed(room.reading.pk, room.reading.told)

    def news(self) -> list[tuple[str, int | None]]:
        answer = self.client.get(url(self.room), {"since": self.since}).json()
        self.since = answer["since"]
        return [(one["what"], one.get("paragraph")) for one in answer["news"]]


def test_member_is_told_where_to_look(
    room: Room, alice: User, bobs: Client, happen: Happen
) -> None:
    listening = Listening(room, bobs)

    happen(lambda: room.say(alice, 2, "A word."))

    assert listening.news() == [("spoken", room.keys(2)[0])]
    assert listening.news() == []


def test_what_is_ahead_is_told_to_nobody_who_is_not_there(
    room: Room, alice: User, bob: User, alices: Client, bobs: Client, happen: Happen
) -> None:
    ahead, there = Listening(room, bobs), Listening(room, alices)

    happen(lambda: room.say(alice, 4, "A word."))

    assert ahead.news() == []
    assert there.news() == [("spoken", room.keys(4)[0])]


def test_marks_and_steps_are_told_to_all(
    room: Room, bob: User, bobs: Client, happen: Happen
) -> None:
    listening = Listening(room, bobs)

    happen(lambda: room.read(bob, 4))
    assert ("moved", None) in listening.news()

    happen(lambda: unmark(room.place(bob), paragraph=room.paragraphs[0]))
    assert ("moved", None) in listening.news()


def test_who_comes_and_goes_is_told(
    room: Room, person: Person, bobs: Client, happen: Happen
) -> None:
    listening = Listening(room, bobs)
    carol = person("carol")

    happen(lambda: join(room.group, user=carol))
    assert ("moved", None) in listening.news()

    happen(lambda: leave(room.member(carol)))
    assert ("moved", None) in listening.news()


def test_session_is_told_to_all_and_also_to_who_does_it(
    room: Room, alice: User, bob: User, alices: Client, bobs: Client, happen: Happen
) -> None:
    hers, his = Listening(room, alices), Listening(room, bobs)
    leader, member = room.member(alice), room.member(bob)
    last = room.paragraphs[4]

    happen(lambda: begin_session(room.reading, by=leader, paragraph=last))
    session = room.reading.sessions.get()
    assert hers.news() == his.news() == [("session", None)]
    acts = (
        lambda: take_part(session, member=member),
        lambda: raise_hand(session, member=member),
        lambda: lead_to(session, by=leader, paragraph=room.paragraphs[0]),
        lambda: end_session(session, by=leader),
    )
    for act in acts:
        happen(act)
        assert hers.news() == his.news() == [("session", None)]
    happen(lambda: raise_hand(session, member=member))
    assert hers.news() == his.news() == []


def test_what_is_rolled_back_is_told_to_nobody(
    room: Room, alice: User, bobs: Client, happen: Happen
) -> None:
    listening = Listening(room, bobs)

    def fail() -> None:
        with transaction.atomic():
            room.say(alice, 2, "A word.")
            transaction.set_rollback(True)

    happen(fail)

    assert listening.news() == []


@pytest.mark.parametrize("kind", Kind.values)
def test_those_are_told_who_may_read_it(
    kind: str, room: Room, alice: User, bob: User, person: Person, dave: User
) -> None:
    """The audience of a thread is whoever would find it, for each kind and place."""
    people = [alice, bob, dave, person("carol"), person("ivan"), person("judy")]
    for newcomer, position in zip(people[3:], (1, 3, 5), strict=True):
        join(room.group, user=newcomer)
        room.read(newcomer, position)
    for position in range(1, 6):
        for author in (alice, bob):
            thread = spoken(room, author, position, kind, partner=people[4])
            event = Event(reading=room.reading, what="spoken", thread=thread.pk)
            finders = {
                one.pk
                for one in people
                if Thread.objects.visible_to(one).filter(pk=thread.pk).exists()
            }
            assert hearers(event) == finders, (position, author)
            assert dave.pk not in finders


def spoken(room: Room, author: User, position: int, kind: str, *, partner: User) -> Thread:
    if kind == Kind.STUCK:
        return room.stick(author, position, is_anonymous=True).thread
    other = partner if kind == Kind.PAIR else None
    return room.say(author, position, "A word.", kind=Kind(kind), partner=other).thread


def test_withdrawal_is_told_to_those_past_it(
    room: Room, bob: User, alices: Client, bobs: Client, happen: Happen, person: Person
) -> None:
    stuck = room.stick(bob, 3)
    beside = person("carol")
    join(room.group, user=beside)
    room.read(beside, 2)
    there, here = Listening(room, alices), Listening(room, bobs)

    happen(lambda: take_back(stuck))

    assert there.news() == [("withdrawn", room.keys(3)[0])]
    assert here.news() == []


# --- Who is writing, and who is here


def begin(room: Room, user: User, position: int, kind: str = "talk") -> Callable[[], object]:
    spot = Spot(user, room.reading, room.paragraphs[position - 1])
    return lambda: keep_draft(spot, text="I think", chosen={"kind": kind})


def test_it_is_told_that_somebody_is_writing(
    room: Room, alice: User, alices: Client, bobs: Client, happen: Happen
) -> None:
    hers, his = Listening(room, alices), Listening(room, bobs)

    happen(begin(room, alice, 2))

    assert his.news() == [("writing", room.keys(2)[0])]
    assert hers.news() == []


@pytest.mark.parametrize("case", ["ahead", "note", "pair", "hidden", "blocked"])
def test_it_is_not_told_who_writes_for_others(
    case: str, room: Room, alice: User, bob: User, bobs: Client, happen: Happen
) -> None:
    listening = Listening(room, bobs)
    kind = case if case in {"note", "pair"} else "talk"
    if case == "hidden":
        alice.shows_presence = False
        alice.save()
    if case == "blocked":
        Block.objects.create(blocker=bob, blocked=alice)

    happen(begin(room, alice, 4 if case == "ahead" else 2, kind))

    assert listening.news() == []


def test_what_somebody_has_heard_is_told_to_themselves_alone(
    room: Room, alice: User, bob: User, alices: Client, bobs: Client, happen: Happen
) -> None:
    room.say(alice, 2, "A word.")
    own, others = Listening(room, bobs), Listening(room, alices)

    happen(lambda: bobs.get(room.discussion_url(2)))
    assert own.news() == [("heard", room.keys(2)[0])]

    happen(lambda: bobs.get(room.discussion_url(2)))
    assert own.news() == []

    happen(lambda: hear_all(bob, of=room.reading))
    assert own.news() == [("heard", None)]
    assert others.news() == []


def test_presence_ends_by_itself(room: Room, alice: User, bob: User) -> None:
    renew([(room.reading.pk, alice.pk), (room.reading.pk, bob.pk)])
    assert people_in(room.reading) == [alice, bob]

    room.reading.presences.filter(user=bob).update(seen_at=timezone.now() - timedelta(minutes=1))
    assert people_in(room.reading) == [alice]
    assert present_in([room.reading.pk]) == {(room.reading.pk, alice.pk)}

    renew([(room.reading.pk, bob.pk)])
    assert people_in(room.reading) == [alice, bob]


def test_who_does_not_want_to_be_seen_is_not(
    room: Room, alice: User, bobs: Client, bob: User
) -> None:
    renew([(room.reading.pk, alice.pk)])
    alice.shows_presence = bob.shows_presence = False
    alice.save()
    bob.save()

    bobs.get(url(room))

    assert people_in(room.reading) == []
    assert not room.reading.presences.filter(user=bob).exists()


# --- What a page knows


def test_sealed_numbers_tell_nothing(room: Room) -> None:
    token = sealed(room.reading.pk, 7)

    assert opened(token, room.reading.pk) == 7
    assert sealed(room.reading.pk, 7) != token
    assert opened(token, room.reading.pk + 1) is None
    assert opened("7", room.reading.pk) is None
    assert opened("", room.reading.pk) is None


@pytest.mark.parametrize("since", ["", "7", "nonsense"])
def test_who_knows_nothing_looks_at_everything(since: str, room: Room, bobs: Client) -> None:
    answer = bobs.get(url(room), {"since": since}).json()

    assert answer["news"] == [{"what": "stale"}]
    assert bobs.get(url(room), {"since": answer["since"]}).json()["news"] == []


def test_who_comes_back_late_looks_at_everything(
    room: Room, alice: User, bobs: Client, happen: Happen
) -> None:
    listening = Listening(room, bobs)
    happen(lambda: room.say(alice, 2, "A word."))
    happen(lambda: room.say(alice, 2, "Another."))
    Event.objects.filter(number=1).update(created_at=timezone.now() - 2 * KEPT)

    forget_events()

    assert Event.objects.exists()
    assert listening.news() == [("stale", None)]


def test_who_has_left_is_told_nothing(
    room: Room, bob: User, alice: User, bobs: Client, happen: Happen
) -> None:
    token = sealed(room.reading.pk, 0)
    leave(room.member(bob))
    happen(lambda: room.say(alice, 2, "A word."))

    assert bobs.get(url(room), {"since": token}).status_code == 404


def test_asking_costs_the_same_for_few_and_many(
    room: Room, alice: User, bobs: Client, happen: Happen, person: Person
) -> None:
    happen(lambda: room.say(alice, 2, "A word."))
    asked = f"{url(room)}?since={sealed(room.reading.pk, room.reading.told)}"
    few = cost(bobs, asked)

    for number in range(30):
        join(room.group, user=person(f"guest{number}"))

    assert cost(bobs, asked) == few


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_however_many_speak_at_once(room: Room, alice: User) -> None:
    before = Reading.objects.get(pk=room.reading.pk).told

    at_once(*[lambda: tell(room.reading.pk, Event.What.MOVED)] * 20)

    numbers = (
        Event.objects.filter(number__gt=before).order_by("pk").values_list("number", flat=True)
    )
    assert sorted(numbers) == list(range(before + 1, before + 21))
    assert Reading.objects.get(pk=room.reading.pk).told == before + 20
