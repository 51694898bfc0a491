"""Invitation links: made by leaders, followed by anyone, ended by time or by hand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import actions
from groups.models import Group, Invitation, Membership
from tests.conftest import Room, SignIn
from tests.page import bare, html_of, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


@pytest.fixture
def leader(group: Group, alice: User) -> Membership:
    return Membership.objects.get(group=group, user=alice)


@pytest.fixture
def token(leader: Membership) -> str:
    _invitation, token = actions.invite(leader, note="for Carol")
    return token


def link(token: str) -> str:
    return reverse("groups:invitation", args=[token])


def invitations_url(group: Group) -> str:
    return reverse("groups:invitations", args=[group.pk])


def is_in(group: Group, user: User) -> bool:
    return Membership.objects.of(user).filter(group=group).exists()


def test_leader_makes_a_link_that_lets_people_in(
    group: Group, carol: User, alices: Client, carols: Client
) -> None:
    page = page_of(alices.post(invitations_url(group), {"note": "for Carol"}))
    shown = page.at("link").attributes["value"]

    assert shown.startswith("http://testserver/invitations/")
    carols.post(shown.removeprefix("http://testserver"))
    assert is_in(group, carol)


def test_link_is_shown_only_once(group: Group, alices: Client) -> None:
    page = page_of(alices.post(invitations_url(group), {"note": "for Carol"}))
    token = page.at("link").attributes["value"].split("/")[-2]

    again = alices.get(invitations_url(group))

    assert token not in html_of(again)
    assert [title.text for title in page_of(again).at("main").all(of_class="row-title")] == [
        "for Carol"
    ]


def test_token_stands_nowhere_in_the_database(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM groups_invitation")
        rows = cursor.fetchall()

    assert len(rows) == 1
    assert token not in repr(rows)


def test_extra_fields_make_no_other_link(group: Group, leader: Membership, alices: Client) -> None:
    other = actions.found(Group(name="The Attic"), founder=leader.user)

    alices.post(invitations_url(group), {"note": "", "group": other.group_id, "uses": "9"})

    invitation = Invitation.objects.get()
    assert (invitation.group, invitation.invited_by, invitation.uses) == (group, leader, 0)


def test_note_that_is_too_long_comes_back(group: Group, alices: Client) -> None:
    answer = alices.post(invitations_url(group), {"note": "x" * 81})

    assert answer.status_code == 422
    assert page_of(answer).one("input", name="note").attributes["value"] == "x" * 81
    assert not Invitation.objects.exists()


def test_link_says_who_invites_and_where_to(token: str, carols: Client) -> None:
    main = page_of(carols.get(link(token))).at("main")

    assert "Alice" in main.text
    assert main.one("h1").text == "The Cellar"


def test_looking_at_a_link_joins_nobody_and_uses_nothing_up(
    token: str, group: Group, carol: User, carols: Client, client: Client
) -> None:
    for browser in (client, carols):
        for _time in range(3):
            browser.get(link(token))
            browser.head(link(token))

    assert not is_in(group, carol)
    assert Invitation.objects.get().uses == 0
    carols.post(link(token))
    assert is_in(group, carol)


def test_joining_leads_into_the_group(token: str, group: Group, carols: Client) -> None:
    answer = carols.post(link(token), follow=True)

    assert answer.redirect_chain == [(group.get_absolute_url(), 302)]
    assert answer.status_code == 200


def test_use_is_counted_once_for_each_who_joins(
    token: str, bob: User, carols: Client, sign_in: SignIn, erin: User
) -> None:
    for browser in (carols, carols, sign_in(erin), sign_in(bob)):
        browser.post(link(token))

    assert Invitation.objects.get().uses == 2


def test_who_is_in_already_is_led_to_the_group(
    token: str, group: Group, bob: User, sign_in: SignIn
) -> None:
    main = page_of(sign_in(bob).get(link(token))).at("main")

    assert not main.all("form")
    assert main.one("a", of_class="button").attributes["href"] == group.get_absolute_url()


def test_who_left_returns_by_invitation(
    token: str, room: Room, dave: User, sign_in: SignIn
) -> None:
    sign_in(dave).post(link(token))

    assert room.member(dave).state == "active"
    assert room.place(dave).number == 1
    assert Invitation.objects.get().uses == 1


def test_stranger_is_led_to_an_account_and_back(token: str, client: Client) -> None:
    main = page_of(client.get(link(token))).at("main")

    assert [a.attributes["href"] for a in main.all("a", of_class="button")] == [
        f"{reverse('account_signup')}?next={link(token)}",
        f"{reverse('account_login')}?next={link(token)}",
    ]


def test_stranger_who_posts_signs_in_first(token: str, client: Client) -> None:
    answer = client.post(link(token))

    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert Invitation.objects.get().uses == 0


def test_token_stays_out_of_referers(token: str, client: Client) -> None:
    assert client.get(link(token)).headers["Referrer-Policy"] == "strict-origin"


def expire() -> None:
    past = timezone.now() - timedelta(seconds=1)
    Invitation.objects.update(created_at=past - timedelta(days=14), expires_at=past)


def revoke() -> None:
    actions.revoke(Invitation.objects.get())


def demote() -> None:
    inviter = Invitation.objects.get().invited_by
    bobs = Membership.objects.get(group=inviter.group, user__display_name="Bob")
    actions.change_role(bobs, role=Membership.Role.LEADER)
    actions.change_role(inviter, role=Membership.Role.MEMBER)


def depart() -> None:
    demote()
    actions.leave(Invitation.objects.get().invited_by)


def deactivate() -> None:
    User.objects.filter(display_name="Alice").update(is_active=False)


@pytest.mark.parametrize("end", [expire, revoke, demote, depart, deactivate])
def test_link_that_has_ended_looks_like_one_that_never_was(
    end: object, token: str, group: Group, carol: User, carols: Client
) -> None:
    assert callable(end)
    end()

    def shown(token: str, method: str) -> tuple[int, str]:
        answer: HttpResponse = getattr(carols, method)(link(token))
        return answer.status_code, bare(answer).replace(token, "")

    for method in ("get", "post"):
        status, page = shown(token, method)
        assert status == 404
        assert (status, page) == shown("never-was", method)
    assert not is_in(group, carol)
    assert Invitation.objects.get().uses == 0


def test_page_of_an_ended_link_says_what_to_do(token: str, carols: Client) -> None:
    revoke()

    assert page_of(carols.get(link(token))).at("main").one("h1").text == (
        "This link lets nobody in"
    )


def test_link_of_a_leader_who_pauses_still_lets_people_in(
    token: str, group: Group, leader: Membership, carol: User, carols: Client
) -> None:
    Membership.objects.filter(pk=leader.pk).update(state="paused")

    carols.post(link(token))

    assert is_in(group, carol)


def test_leader_ends_a_link(token: str, group: Group, alices: Client, carols: Client) -> None:
    invitation = Invitation.objects.get()

    alices.post(reverse("groups:invitation_revoke", args=[group.pk, invitation.pk]))

    assert carols.get(link(token)).status_code == 404
    assert not page_of(alices.get(invitations_url(group))).at("main").all(of_class="row-title")


def test_link_of_another_group_cannot_be_ended(
    token: str, group: Group, carol: User, carols: Client
) -> None:
    theirs = actions.found(Group(name="The Attic"), founder=carol).group
    invitation = Invitation.objects.get()

    url = reverse("groups:invitation_revoke", args=[theirs.pk, invitation.pk])

    assert carols.post(url).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_link_lasts_two_weeks(token: str) -> None:
    invitation = Invitation.objects.get()

    assert timedelta(days=13) < invitation.expires_at - timezone.now() <= timedelta(days=14)
