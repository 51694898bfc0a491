"""Companions: who joins later has somebody to turn to who volunteered for it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, User
from groups import actions
from groups.models import Group, Mark, Membership
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import cost, page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def glad(room: Room, bob: User) -> Membership:
    """Bob, who has volunteered."""
    actions.volunteer(room.member(bob), is_glad=True)
    return room.member(bob)


def companion_of(room: Room, user: User) -> str | None:
    companion = room.member(user).companion
    return companion.user.display_name if companion else None


def members_page(client: Client, room: Room) -> str:
    return page_of(client.get(reverse("groups:members", args=[room.group.pk]))).at("main").text


def volunteer(room: Room, user: User) -> Membership:
    actions.volunteer(room.member(user), is_glad=True)
    return room.member(user)


# --- Volunteering --------------------------------------------------------------------------------


def test_member_volunteers_and_does_so_no_more(room: Room, bob: User, bobs: Client) -> None:
    url = reverse("groups:companion", args=[room.group.pk])

    bobs.post(url, {"is_companion": "on"})
    assert room.member(bob).is_companion
    bobs.post(url)

    assert not room.member(bob).is_companion


def test_who_volunteers_no_more_hands_on_whom_they_accompany(
    room: Room, glad: Membership, alice: User, carol: User
) -> None:
    actions.join(room.group, user=carol)
    volunteer(room, alice)

    actions.volunteer(glad, is_glad=False)

    assert companion_of(room, carol) == "Alice"


# --- Who accompanies a newcomer ------------------------------------------------------------------


def test_late_joiner_has_a_companion_and_begins_afresh(
    room: Room, glad: Membership, carol: User
) -> None:
    actions.join(room.group, user=carol)

    assert companion_of(room, carol) == "Bob"
    assert room.place(carol).number == 1
    assert not Mark.objects.filter(membership__user=carol).exists()


def test_nobody_accompanies_where_nobody_volunteers(room: Room, carol: User) -> None:
    assert actions.join(room.group, user=carol).companion is None


def test_those_who_accompany_the_fewest_come_next(
    room: Room, glad: Membership, alice: User, person: Person
) -> None:
    volunteer(room, alice)
    newcomers = [person(f"guest{number}") for number in range(6)]

    for newcomer in newcomers:
        actions.join(room.group, user=newcomer)

    names = [companion_of(room, newcomer) for newcomer in newcomers]
    assert names == ["Alice", "Bob"] * 3


def test_those_who_have_left_do_not_count_as_accompanied(
    room: Room, glad: Membership, alice: User, person: Person
) -> None:
    volunteer(room, alice)
    first, second, third = (person(f"guest{number}") for number in range(3))
    actions.join(room.group, user=first)
    actions.join(room.group, user=second)
    actions.leave(room.member(first))

    actions.join(room.group, user=third)

    assert companion_of(room, third) == "Alice"


@pytest.mark.parametrize("blocker", ["bob", "carol"])
def test_nobody_accompanies_whom_they_do_not_want_to_see(
    blocker: str, room: Room, glad: Membership, bob: User, carol: User
) -> None:
    pair = (bob, carol) if blocker == "bob" else (carol, bob)
    Block.objects.create(blocker=pair[0], blocked=pair[1])

    assert actions.join(room.group, user=carol).companion is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"erasure_at": "2031-01-01T00:00Z"}])
def test_nobody_accompanies_whose_account_ends(
    change: dict[str, object], room: Room, glad: Membership, bob: User, carol: User
) -> None:
    User.objects.filter(pk=bob.pk).update(**change)

    assert actions.join(room.group, user=carol).companion is None


def test_who_has_paused_accompanies_nobody_new(room: Room, glad: Membership, carol: User) -> None:
    actions.pause(glad, by=glad)

    assert actions.join(room.group, user=carol).companion is None


# --- When companions go --------------------------------------------------------------------------


def test_who_leaves_hands_on_whom_they_accompany(
    room: Room, glad: Membership, alice: User, carol: User
) -> None:
    actions.join(room.group, user=carol)
    volunteer(room, alice)

    actions.leave(glad)

    assert companion_of(room, carol) == "Alice"
    assert not Membership.objects.get(pk=glad.pk).is_companion


def test_removed_companion_is_one_no_more(
    room: Room, glad: Membership, alice: User, carol: User
) -> None:
    actions.join(room.group, user=carol)

    actions.remove(glad, by=room.member(alice), reason="Too loud.")

    assert companion_of(room, carol) is None


@pytest.mark.parametrize(("days", "companion"), [(14, "Bob"), (15, "Alice"), (None, "Alice")])
def test_who_pauses_for_long_hands_on_whom_they_accompany(
    days: int | None, companion: str, room: Room, glad: Membership, alice: User, carol: User
) -> None:
    actions.join(room.group, user=carol)
    volunteer(room, alice)

    until = timezone.now().date() + timedelta(days=days) if days else None
    actions.pause(glad, by=glad, until=until)

    assert companion_of(room, carol) == companion


def test_accompanied_who_leaves_has_no_companion(room: Room, glad: Membership, carol: User) -> None:
    actions.leave(actions.join(room.group, user=carol))

    assert companion_of(room, carol) is None


# --- What the two see ----------------------------------------------------------------------------


def test_both_see_it(
    room: Room, glad: Membership, carol: User, bobs: Client, sign_in: SignIn
) -> None:
    actions.join(room.group, user=carol)

    assert "You accompany Carol ." in members_page(bobs, room)
    assert "At ¶ 1 of On Lamps" in members_page(bobs, room)
    assert "Bob accompanies you in this group" in members_page(sign_in(carol), room)
    assert "At ¶" not in members_page(sign_in(carol), room)


def test_group_page_shows_it_too(room: Room, glad: Membership, carol: User, bobs: Client) -> None:
    actions.join(room.group, user=carol)

    page = page_of(bobs.get(room.group.get_absolute_url())).at("main")

    assert "You accompany Carol" in page.one(of_class="company").text


def test_place_of_who_does_not_share_it_is_not_shown(
    room: Room, glad: Membership, carol: User, bobs: Client
) -> None:
    actions.join(room.group, user=carol)
    User.objects.filter(pk=carol.pk).update(place_sharing=User.PlaceSharing.WHOLE)

    assert "You accompany Carol" in members_page(bobs, room)
    assert "At ¶" not in members_page(bobs, room)


def test_place_in_another_group_is_not_shown(
    room: Room, glad: Membership, carol: User, bobs: Client
) -> None:
    actions.join(room.group, user=carol)
    theirs = actions.found(Group(name="The Attic"), founder=carol)
    actions.start_reading(room.reading.article, by=theirs)

    assert members_page(bobs, room).count("At ¶") == 1


def test_company_costs_the_same_however_many_it_is(
    room: Room, glad: Membership, bobs: Client, person: Person
) -> None:
    url = reverse("groups:members", args=[room.group.pk])
    actions.join(room.group, user=person("guest0"))
    before = cost(bobs, url)

    for number in range(1, 9):
        actions.join(room.group, user=person(f"guest{number}"))

    assert cost(bobs, url) == before


@pytest.mark.django_db(transaction=True)
def test_newcomers_who_come_at_once_are_dealt_out_fairly(
    room: Room, glad: Membership, alice: User, person: Person
) -> None:
    volunteer(room, alice)
    guests = [person(f"guest{number}") for number in range(8)]

    at_once(*[lambda guest=guest: actions.join(room.group, user=guest).pk for guest in guests])

    companions = [companion_of(room, guest) for guest in guests]
    assert sorted(map(str, companions)) == ["Alice"] * 4 + ["Bob"] * 4
