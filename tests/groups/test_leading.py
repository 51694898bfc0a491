"""Who leads a group; it always has at least one leader."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Group, Membership
from tests.at_once import at_once
from tests.conftest import SignIn
from tests.page import page_of

LEADER, MEMBER = Membership.Role.LEADER, Membership.Role.MEMBER


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def membership(group: Group, user: User) -> Membership:
    return Membership.objects.get(group=group, user=user)


def role_url(group: Group, user: User) -> str:
    return reverse("groups:role", args=[group.pk, membership(group, user).pk])


def leaders(group: Group) -> list[str]:
    found = Membership.objects.leading().filter(group=group)
    return sorted(found.values_list("user__display_name", flat=True))


def test_leader_makes_another_leader(group: Group, bob: User, alices: Client) -> None:
    answer = alices.post(role_url(group, bob), {"role": "leader"}, follow=True)

    assert leaders(group) == ["Alice", "Bob"]
    members = page_of(answer).all(of_class="member")
    assert [bool(member.all(of_class="tag")) for member in members] == [True, True]


def test_leader_becomes_a_member_again(
    group: Group, bob: User, alices: Client, sign_in: SignIn
) -> None:
    alices.post(role_url(group, bob), {"role": "leader"})

    alices.post(role_url(group, bob), {"role": "member"})

    assert leaders(group) == ["Alice"]
    assert sign_in(bob).get(reverse("groups:group_edit", args=[group.pk])).status_code == 403


def test_last_leader_cannot_step_down(group: Group, alice: User, alices: Client) -> None:
    answer = alices.post(role_url(group, alice), {"role": "member"}, follow=True)

    assert leaders(group) == ["Alice"]
    notice = page_of(answer).at("toasts").one(of_class="is-error").text
    assert notice.startswith("A group always has a leader.")


def test_two_leaders_who_demote_each_other_leave_one(
    group: Group, alice: User, bob: User, alices: Client, sign_in: SignIn
) -> None:
    alices.post(role_url(group, bob), {"role": "leader"})
    bobs = sign_in(bob)
    urls = role_url(group, bob), role_url(group, alice)

    alices.post(urls[0], {"role": "member"})
    answer = bobs.post(urls[1], {"role": "member"})

    assert answer.status_code == 403
    assert leaders(group) == ["Alice"]


def test_member_cannot_make_leaders(group: Group, bob: User, sign_in: SignIn) -> None:
    assert sign_in(bob).post(role_url(group, bob), {"role": "leader"}).status_code == 403
    assert leaders(group) == ["Alice"]


def test_role_that_there_is_not_changes_nothing(group: Group, bob: User, alices: Client) -> None:
    answer = alices.post(role_url(group, bob), {"role": "owner"})

    assert 400 <= answer.status_code < 500
    assert leaders(group) == ["Alice"]


def test_who_has_left_cannot_be_made_a_leader(group: Group, dave: User, alices: Client) -> None:
    assert alices.post(role_url(group, dave), {"role": "leader"}).status_code == 404
    assert leaders(group) == ["Alice"]


def test_who_leaves_while_being_made_a_leader_has_left(group: Group, bob: User) -> None:
    being_promoted = membership(group, bob)
    actions.leave(membership(group, bob))

    actions.change_role(being_promoted, role=LEADER)

    assert (membership(group, bob).state, membership(group, bob).role) == ("left", "member")


def test_member_of_another_group_keeps_their_role(
    group: Group, alice: User, alices: Client, carol: User
) -> None:
    theirs = actions.found(Group(name="The Attic"), founder=carol)

    url = reverse("groups:role", args=[group.pk, theirs.pk])

    assert alices.post(url, {"role": "member"}).status_code == 404
    assert leaders(theirs.group) == ["Carol"]


def test_leader_who_leaves_is_one_no_more_for_the_database(group: Group, alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(user=alice).update(state="left")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["group_edit", "invitations", "reading_new"])
def test_what_leaders_do_is_refused_to_members(
    name: str, method: str, group: Group, bob: User, sign_in: SignIn
) -> None:
    answer = getattr(sign_in(bob), method)(reverse(f"groups:{name}", args=[group.pk]))

    assert answer.status_code == 403
    assert page_of(answer).at("main").one(of_class="lead").text == (
        "This is for the leaders of the group."
    )


def test_group_page_offers_members_nothing_to_lead_with(
    group: Group, bob: User, sign_in: SignIn
) -> None:
    main = page_of(sign_in(bob).get(group.get_absolute_url())).at("main")

    assert not main.all("form")


def _stepped_down(membership: Membership) -> bool:
    try:
        actions.change_role(membership, role=MEMBER)
    except actions.LastLeader:
        return False
    return True


def _left(membership: Membership) -> bool:
    try:
        actions.leave(membership)
    except actions.LastLeader:
        return False
    return True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [_stepped_down, _left])
def test_of_leaders_who_go_at_once_one_stays(
    group: Group, alice: User, bob: User, act: object
) -> None:
    assert callable(act)
    pair = [membership(group, alice), membership(group, bob)]
    actions.change_role(pair[1], role=LEADER)
    for leader in pair:
        leader.refresh_from_db()

    went = at_once(*[lambda leader=leader: act(leader) for leader in pair])

    assert sorted(went) == [False, True]
    assert len(leaders(group)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_leaders_who_demote_each_other_at_once_one_succeeds(
    group: Group, alice: User, bob: User, sign_in: SignIn
) -> None:
    actions.change_role(membership(group, bob), role=LEADER)
    posts = [(sign_in(alice), role_url(group, bob)), (sign_in(bob), role_url(group, alice))]

    statuses = at_once(
        *[lambda c=c, url=url: c.post(url, {"role": "member"}).status_code for c, url in posts]
    )

    assert len(leaders(group)) == 1
    assert set(statuses) <= {302, 403}
