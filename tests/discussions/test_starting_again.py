"""Starting a finished reading again: the same text, steps, pacing and legacy, and no comments."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions import actions
from discussions.models import Comment, Inheritance, Legacy
from groups.actions import cut, found
from groups.models import Group, Membership, Reading
from tests.conftest import Person, Room, SignIn
from tests.discussions.heirs import ALL, Heirs, agree, finish, hand_down, heirs, prepare
from tests.page import html_of

TOGETHER, CALENDAR = Reading.Pacing.TOGETHER, Reading.Pacing.CALENDAR


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def again(room: Room) -> str:
    return reverse("discussions:again", args=[room.reading.pk])


def made() -> Reading:
    return Reading.objects.exclude(again_from=None).get()


def test_leader_starts_it_again_for_their_group(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    agree(prepare(room, bob, 2, "Prepared."))
    cut(room.reading, by=room.member(alice), pacing=TOGETHER, firsts=room.paragraphs[2:4])
    finish(room, alice)

    answer = alices.post(again(room), {"group": room.group.pk, "hands_down": "on"})

    assert answer.status_code == 302
    reading = made()
    assert reading.article == room.reading.article
    assert reading.pacing == TOGETHER
    steps = list(reading.steps.values_list("first__position", "opened_at"))
    assert [position for position, _opened in steps] == [1, 3, 4]
    assert [bool(opened) for _position, opened in steps] == [True, False, False]
    assert reading.closed_from == room.paragraphs[2]
    assert not Comment.objects.filter(reading=reading).exists()
    assert not reading.marks.exists()
    assert reading.inheritances.get().legacy == room.reading.legacy
    assert reading.heirlooms.count() == 1


def test_calendar_is_moved_to_the_chosen_day(room: Room, alice: User, alices: Client) -> None:
    first = date(2026, 3, 2)
    days = {key: first + timedelta(days=7 * n) for n, key in enumerate(room.keys(1, 3, 4))}
    firsts = [room.paragraphs[n] for n in (0, 2, 3)]
    cut(room.reading, by=room.member(alice), pacing=CALENDAR, firsts=firsts, days=days)
    finish(room, alice)

    alices.post(again(room), {"group": room.group.pk, "first_day": "2100-05-03"})

    opens_on = list(made().steps.values_list("opens_on", flat=True))
    assert opens_on == [date(2100, 5, 3), date(2100, 5, 10), date(2100, 5, 17)]


def test_twice_makes_one(room: Room, alice: User, alices: Client) -> None:
    finish(room, alice)
    sent = {"group": "new", "name": "Next", "form_key": "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11"}

    answers = [alices.post(again(room), sent) for _click in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert made().group.name == "Next"
    assert Group.objects.filter(name="Next").count() == 1


def test_new_group_is_led_by_who_founds_it(
    room: Room, bob: User, alice: User, bobs: Client
) -> None:
    agree(prepare(room, bob, 2, "Prepared."))
    finish(room, alice)
    hand_down(room, alice, ALL)

    answer = bobs.post(again(room), {"group": "new", "name": "Bob's"})

    reading = made()
    assert answer.headers["Location"] == reverse("groups:invitations", args=[reading.group_id])
    leader = Membership.objects.get(group=reading.group)
    assert (leader.user, leader.is_leader) == (bob, True)
    assert reading.inheritances.count() == 1


def test_member_hands_nothing_down_by_it(room: Room, bob: User, alice: User, bobs: Client) -> None:
    agree(prepare(room, bob, 2, "Prepared."))
    finish(room, alice)

    bobs.post(again(room), {"group": "new", "name": "Bob's", "hands_down": "on"})

    assert made().group.name == "Bob's"
    assert not Legacy.objects.exists()
    assert not Inheritance.objects.exists()


def test_legacy_that_was_received_is_received_again(
    room: Room, alice: User, bob: User, carol: User, sign_in: SignIn
) -> None:
    agree(prepare(room, bob, 2, "Prepared."))
    finish(room, alice)
    attic: Heirs = heirs(room.reading.article, carol)
    attic.receive(hand_down(room, alice, ALL).legacy)
    attic.read(carol, 5)
    url = reverse("discussions:again", args=[attic.reading.pk])

    sign_in(carol).post(url, {"group": attic.reading.group_id, "hands_down": "on"})

    legacies = {inheritance.legacy.generation for inheritance in made().inheritances.all()}
    assert legacies == {1, 2}


@pytest.mark.parametrize(
    "sent", [{}, {"group": "new"}, {"group": "999"}, {"group": "new", "name": "x" * 500}]
)
def test_what_does_not_fit_makes_nothing(
    sent: dict[str, str], room: Room, alice: User, alices: Client
) -> None:
    finish(room, alice)

    assert alices.post(again(room), sent).status_code == 422
    assert Reading.objects.count() == 1
    assert Group.objects.count() == 1


def test_group_of_others_cannot_be_chosen(
    room: Room, alice: User, carol: User, bobs: Client
) -> None:
    finish(room, alice)
    theirs = found(Group(name="The Attic"), founder=carol).group

    for group in (theirs, room.group):
        assert bobs.post(again(room), {"group": group.pk}).status_code == 422
    assert Reading.objects.count() == 1


def test_unfinished_reading_is_not_started_again(room: Room, alice: User, alices: Client) -> None:
    assert alices.get(again(room)).status_code == 403
    assert alices.post(again(room), {"group": room.group.pk}).status_code == 403


def test_page_offers_my_groups(room: Room, alice: User, alices: Client, bobs: Client) -> None:
    finish(room, alice)

    assert "The Cellar" in html_of(alices.get(again(room)))
    assert "hands_down" not in html_of(bobs.get(again(room)))


def test_who_leads_no_more_hands_nothing_down(
    room: Room, alice: User, person: Person, bob: User
) -> None:
    finish(room, alice)
    mine = found(Group(name="Bob's"), founder=bob)

    with pytest.raises(PermissionDenied):
        actions.begin_again(room.reading, by=mine, leader=room.member(bob))
    assert Reading.objects.count() == 1
