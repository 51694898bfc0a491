"""Joining a group, leaving it, coming back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Group, Mark, Membership, Place
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import html_of, page_of


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


@pytest.fixture
def open_group(alice: User) -> Group:
    return actions.found(Group(name="The Terrace"), founder=alice).group


def join_url(group: Group) -> str:
    return reverse("groups:join", args=[group.pk])


def leave_url(group: Group) -> str:
    return reverse("groups:leave", args=[group.pk])


def test_one_click_joins_an_open_group(open_group: Group, carol: User, carols: Client) -> None:
    answer = carols.post(join_url(open_group))

    assert answer.headers["Location"] == open_group.get_absolute_url()
    membership = Membership.objects.get(user=carol)
    assert (membership.group, membership.role, membership.state) == (open_group, "member", "active")


@pytest.mark.parametrize("page", ["/", "face"])
def test_open_group_offers_to_join(page: str, open_group: Group, carols: Client) -> None:
    url = open_group.get_absolute_url() if page == "face" else page

    forms = page_of(carols.get(url)).at("main").all("form", action=join_url(open_group))

    assert len(forms) == 1


def test_joining_twice_is_one_membership(open_group: Group, carol: User, carols: Client) -> None:
    for _time in range(2):
        assert carols.post(join_url(open_group)).status_code == 302

    assert Membership.objects.filter(user=carol).count() == 1


def test_listed_group_by_invitation_is_not_joined_without_one(
    open_group: Group, carol: User, carols: Client
) -> None:
    Group.objects.update(joining="invitation")

    assert carols.post(join_url(open_group)).status_code == 403
    assert not Membership.objects.filter(user=carol).exists()
    page = page_of(carols.get(open_group.get_absolute_url())).at("main")
    assert not page.all("form")


def test_private_group_is_not_there_to_join(group: Group, carol: User, carols: Client) -> None:
    assert carols.post(join_url(group)).status_code == 404
    assert not Membership.objects.filter(user=carol).exists()


def test_who_joins_late_stands_at_the_beginning_of_every_reading(
    room: Room, alice: User, carol: User
) -> None:
    actions.start_reading(room.reading.article, by=room.member(alice))

    actions.join(room.group, user=carol)

    places = Place.objects.filter(membership__user=carol)
    assert [place.number for place in places] == [1, 1]


def test_who_leaves_is_outside_at_once(room: Room, bob: User, sign_in: SignIn) -> None:
    bobs = sign_in(bob)

    answer = bobs.post(leave_url(room.group), follow=True)

    assert room.group.name in page_of(answer).at("toasts").text
    assert room.group.name not in page_of(answer).at("main").text
    membership = Membership.objects.get(user=bob)
    assert (membership.state, membership.role) == ("left", "member")
    for url in (room.group.get_absolute_url(), room.url, room.discussion_url(1)):
        assert bobs.get(url).status_code == 404


def test_leader_leaves_where_there_is_another(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)

    sign_in(alice).post(leave_url(room.group))

    assert [m.user for m in Membership.objects.leading()] == [bob]


def test_who_returns_finds_marks_and_place_again(room: Room, bob: User, sign_in: SignIn) -> None:
    Group.objects.update(visibility="listed", joining="open")
    bobs = sign_in(bob)
    bobs.post(leave_url(room.group))

    bobs.post(join_url(room.group))

    assert room.member(bob).state == "active"
    assert room.place(bob).number == 3
    assert Mark.objects.filter(membership__user=bob).count() == 2
    assert Membership.objects.filter(user=bob).count() == 1


def test_who_returns_has_a_place_in_what_began_meanwhile(
    room: Room, alice: User, bob: User
) -> None:
    actions.leave(room.member(bob))
    begun = actions.start_reading(room.reading.article, by=room.member(alice))
    assert not begun.places.filter(membership__user=bob).exists()

    actions.join(room.group, user=bob)

    assert begun.places.get(membership__user=bob).number == 1


def test_former_leader_returns_as_a_member(room: Room, alice: User, bob: User) -> None:
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)
    actions.leave(room.member(bob))

    assert actions.join(room.group, user=bob).role == "member"


def test_who_left_does_not_return_uninvited(room: Room, dave: User, sign_in: SignIn) -> None:
    daves = sign_in(dave)

    assert daves.post(join_url(room.group)).status_code == 404
    Group.objects.update(visibility="listed")
    assert daves.post(join_url(room.group)).status_code == 403
    assert room.member(dave).state == "left"


def test_home_page_names_only_groups_one_is_in(
    room: Room, dave: User, bob: User, sign_in: SignIn
) -> None:
    assert room.group.name in html_of(sign_in(bob).get("/"))
    assert room.group.name not in html_of(sign_in(dave).get("/"))


@pytest.mark.django_db(transaction=True)
def test_joining_at_once_is_one_membership_with_one_place(room: Room, person: Person) -> None:
    # Several people, as the same act twice meets itself only now and then.
    for number in range(5):
        guest = person(f"guest{number}")

        at_once(*[lambda guest=guest: actions.join(room.group, user=guest).pk] * 4)

        assert Membership.objects.filter(user=guest).count() == 1
        assert Place.objects.filter(membership__user=guest).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_joins_while_a_reading_begins_has_a_place_in_it(
    room: Room, alice: User, carol: User
) -> None:
    leader = room.member(alice)

    at_once(
        lambda: actions.start_reading(room.reading.article, by=leader).pk,
        lambda: actions.join(room.group, user=carol).pk,
    )

    assert Place.objects.filter(membership__user=carol).count() == 2


@pytest.mark.django_db(transaction=True)
def test_leaving_at_once_is_leaving_once(room: Room, bob: User) -> None:
    membership = room.member(bob)

    at_once(*[lambda: actions.leave(membership)] * 4)

    assert room.member(bob).state == "left"
