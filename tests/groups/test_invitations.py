"""Invitation links: made by leaders, followed by anyone, ended by time or by hand."""

import logging
import re
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from accounts.models import User
from groups import actions
from groups.actions.invitations import MOST_LINKS
from groups.models import Group, Invitation, LogEntry, Membership
from groups.qr import square
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import bare, cost, html_of, page_of

ASKED = {"note": "for Carol", "days": "14", "people": ""}


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
    return actions.invite(leader, note="for Carol").token


def link(token: str) -> str:
    return reverse("groups:invitation", args=[token])


def invitations_url(group: Group) -> str:
    return reverse("groups:invitations", args=[group.pk])


def is_in(group: Group, user: User) -> bool:
    return Membership.objects.of(user).filter(group=group).exists()


def shown_links(client: Client, group: Group) -> list[str]:
    """The links that the group's page of invitations shows, as paths."""
    fields = page_of(client.get(invitations_url(group))).at("main").all("input", readonly="")
    return [field.attributes["value"].removeprefix("http://testserver") for field in fields]


def test_leader_makes_a_link_that_lets_people_in(
    group: Group, carol: User, alices: Client, carols: Client
) -> None:
    answer = alices.post(invitations_url(group), ASKED)

    invitation = Invitation.objects.get()
    assert answer.headers["Location"] == f"{invitations_url(group)}#invitation-{invitation.pk}"
    (shown,) = shown_links(alices, group)
    assert shown == link(invitation.token)
    carols.post(shown)
    assert is_in(group, carol)


def test_link_is_shown_again_to_leaders(group: Group, token: str, alices: Client) -> None:
    assert shown_links(alices, group) == shown_links(alices, group) == [link(token)]


def test_link_whose_secret_has_changed_is_not_shown_and_lets_people_in(
    group: Group, token: str, carol: User, alices: Client, carols: Client, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    alices.force_login(User.objects.get(display_name="Alice"))
    carols.force_login(carol)
    assert shown_links(alices, group) == []
    carols.post(link(token))
    assert is_in(group, carol)


@pytest.mark.parametrize(("days", "people", "most"), [("1", "1", 1), ("90", "30", 30)])
def test_leader_says_how_long_and_for_how_many(
    days: str, people: str, most: int, group: Group, alices: Client
) -> None:
    alices.post(invitations_url(group), {"note": "", "days": days, "people": people})

    invitation = Invitation.objects.get()
    assert invitation.max_uses == most
    lasts = invitation.expires_at - timezone.now()
    assert timedelta(days=int(days)) - lasts < timedelta(minutes=1)


@pytest.mark.parametrize("wrong", [{"days": "400"}, {"days": ""}, {"people": "-1"}])
def test_other_numbers_are_refused(wrong: dict[str, str], group: Group, alices: Client) -> None:
    answer = alices.post(invitations_url(group), {**ASKED, **wrong})

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_form_sent_twice_makes_one_link(group: Group, alices: Client) -> None:
    form = {**ASKED, "form_key": str(uuid.uuid4())}

    answers = [alices.post(invitations_url(group), form) for _time in range(2)]

    assert Invitation.objects.count() == 1
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_page_tells_how_many_have_come(
    group: Group, leader: Membership, alices: Client, carols: Client
) -> None:
    invitation = actions.invite(leader, note="for the class", max_uses=10)
    carols.post(link(invitation.token))

    card = page_of(alices.get(invitations_url(group))).at(f"invitation-{invitation.pk}")

    assert "for the class 1 of 10 joined" in card.text


def test_ended_links_are_told_in_numbers(group: Group, token: str, alices: Client) -> None:
    revoke()

    page = page_of(alices.get(invitations_url(group))).at("main")

    assert page.all("details")[-1].one("li").text == "for Carol ended by hand · 0 joined"
    assert token not in html_of(alices.get(invitations_url(group)))


def test_group_has_so_many_links_at_a_time(
    group: Group, leader: Membership, alices: Client
) -> None:
    for _number in range(MOST_LINKS):
        actions.invite(leader)

    answer = alices.post(invitations_url(group), ASKED)

    assert answer.status_code == 422
    assert "50 links are at work already" in page_of(answer).at("main").text
    assert Invitation.objects.count() == MOST_LINKS


def test_page_costs_the_same_however_many_links_there_are(
    group: Group, leader: Membership, alices: Client
) -> None:
    actions.invite(leader)
    one = cost(alices, invitations_url(group))
    for _number in range(5):
        actions.revoke(actions.invite(leader))
        actions.invite(leader)

    assert cost(alices, invitations_url(group)) == one


def test_what_leaders_do_with_links_is_on_record(
    group: Group, leader: Membership, alices: Client
) -> None:
    alices.post(invitations_url(group), ASKED)
    invitation = Invitation.objects.get()
    for _time in range(2):
        alices.post(reverse("groups:invitation_revoke", args=[group.pk, invitation.pk]))

    acts = LogEntry.objects.filter(act__in=["invited", "revoked"], actor=leader.user)
    assert sorted(acts.values_list("act", "reason")) == [
        ("invited", "for Carol"),
        ("revoked", "for Carol"),
    ]


def test_token_stands_nowhere_in_the_database(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM groups_invitation")
        rows = cursor.fetchall()

    assert len(rows) == 1
    assert token not in repr(rows)


def test_extra_fields_make_no_other_link(group: Group, leader: Membership, alices: Client) -> None:
    other = actions.found(Group(name="The Attic"), founder=leader.user)

    alices.post(invitations_url(group), {**ASKED, "group": other.group_id, "uses": "9"})

    invitation = Invitation.objects.get()
    assert (invitation.group, invitation.invited_by, invitation.uses) == (group, leader, 0)


def test_note_that_is_too_long_comes_back(group: Group, alices: Client) -> None:
    answer = alices.post(invitations_url(group), {**ASKED, "note": "x" * 81})

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


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_in_already_is_led_to_the_group(
    method: str, token: str, group: Group, bob: User, sign_in: SignIn
) -> None:
    for _time in ("while the link works", "when it has ended"):
        answer = getattr(sign_in(bob), method)(link(token))
        assert (answer.status_code, answer.url) == (302, group.get_absolute_url())
        revoke()


def test_who_left_returns_by_invitation(
    token: str, room: Room, dave: User, sign_in: SignIn
) -> None:
    sign_in(dave).post(link(token))

    assert room.member(dave).state == "active"
    assert room.place(dave).number == 1
    assert Invitation.objects.get().uses == 1


@pytest.mark.parametrize("account", ["new", "mine", ""])
def test_stranger_who_posts_makes_an_account_or_signs_in(
    account: str, token: str, client: Client
) -> None:
    answer = client.post(link(token), {"account": account})

    page = reverse("account_signup" if account == "new" else "account_login")
    assert answer.headers["Location"] == f"{page}?next={quote(link(token), safe='')}"
    assert Invitation.objects.get().uses == 0


def test_token_stays_out_of_referers(token: str, client: Client) -> None:
    for answer in (client.get(link(token)), client.post(link(token)), client.get(link("no"))):
        assert answer.headers["Referrer-Policy"] == "strict-origin"


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


def use_up() -> None:
    invitation = Invitation.objects.get()
    Invitation.objects.filter(pk=invitation.pk).update(max_uses=1, uses=1)


def ask_for_erasure() -> None:
    User.objects.filter(display_name="Alice").update(erasure_at=timezone.now())


@pytest.mark.parametrize(
    "end", [expire, revoke, use_up, demote, depart, deactivate, ask_for_erasure]
)
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
    assert shown_links(alices, group) == []


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


def test_inviter_who_leaves_while_somebody_joins_lets_nobody_in_afterwards(
    token: str, carol: User
) -> None:
    invitation = Invitation.objects.get()
    depart()

    with pytest.raises(actions.Ended):
        actions.accept(invitation, user=carol)


# --- Seats ---------------------------------------------------------------------------------------


def test_link_for_one_lets_one_in(
    leader: Membership, group: Group, carol: User, erin: User, carols: Client, sign_in: SignIn
) -> None:
    token = actions.invite(leader, max_uses=1).token

    carols.post(link(token))
    answer = sign_in(erin).post(link(token))

    assert answer.status_code == 404
    assert (is_in(group, carol), is_in(group, erin)) == (True, False)


def test_who_returns_takes_a_seat_and_who_is_there_takes_none(
    leader: Membership, group: Group, bob: User, dave: User
) -> None:
    invitation = actions.invite(leader, max_uses=1)

    actions.accept(invitation, user=bob)
    actions.accept(invitation, user=dave)

    assert is_in(group, dave)
    invitation.refresh_from_db()
    assert invitation.uses == 1


@pytest.mark.django_db(transaction=True)
def test_last_seat_is_taken_by_exactly_one(
    leader: Membership, group: Group, person: Person, sign_in: SignIn
) -> None:
    token = actions.invite(leader, max_uses=1).token
    people = [person(f"guest{number}") for number in range(20)]
    clients = [sign_in(user) for user in people]

    answers = at_once(*[lambda c=c: c.post(link(token)).status_code for c in clients])

    assert sorted(answers) == [302] + [404] * 19
    assert sum(is_in(group, user) for user in people) == 1
    assert Invitation.objects.get().uses == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_many_times_at_once_takes_one_seat(
    leader: Membership, group: Group, carol: User, sign_in: SignIn
) -> None:
    token = actions.invite(leader, max_uses=5).token
    clients = [sign_in(carol) for _time in range(20)]

    answers = at_once(*[lambda c=c: c.post(link(token)).status_code for c in clients])

    assert set(answers) == {302}
    assert Membership.objects.filter(group=group, user=carol).count() == 1
    assert Invitation.objects.get().uses == 1


def test_full_group_says_so_and_takes_no_seat(
    token: str, group: Group, carol: User, carols: Client
) -> None:
    Group.objects.filter(pk=group.pk).update(size_limit=2)

    shown, refused = carols.get(link(token)), carols.post(link(token))

    assert (shown.status_code, refused.status_code) == (200, 403)
    for answer in (shown, refused):
        main = page_of(answer).at("main")
        assert "This group is full." in main.text
        assert not main.all("button")
    assert not is_in(group, carol)
    assert Invitation.objects.get().uses == 0


def test_barred_person_is_told(token: str, group: Group, frank: User, sign_in: SignIn) -> None:
    answer = sign_in(frank).post(link(token))

    assert answer.status_code == 403
    assert "You cannot join this group again." in page_of(answer).at("main").text
    assert not is_in(group, frank)
    assert Invitation.objects.get().uses == 0


# --- QR code -------------------------------------------------------------------------------------

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def modules(path: str) -> set[tuple[int, int]]:
    """The black modules that a path covers, as columns and rows."""
    assert RUN.sub("", path) == ""
    runs = [tuple(map(int, run)) for run in RUN.findall(path)]
    assert all(forth == back for _x, _y, forth, back in runs)
    return {(x + step, y) for x, y, length, _back in runs for step in range(length)}


def test_square_has_the_modules_of_the_code() -> None:
    made = square("https://study.example/invitations/0123456789abcdef/")
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data("https://study.example/invitations/0123456789abcdef/")
    code.make()
    matrix = code.get_matrix()

    assert made.side == len(matrix)
    assert modules(made.path) == {
        (x, y) for y, row in enumerate(matrix) for x, is_black in enumerate(row) if is_black
    }
    # A white margin of four modules, and the three corners by which it is found.
    assert all(4 <= at < made.side - 4 for module in modules(made.path) for at in module)
    for x, y in ((4, 4), (made.side - 11, 4), (4, made.side - 11)):
        assert {(x + 3, y + 3), (x, y), (x + 6, y + 6)} <= modules(made.path)


def test_room_sees_the_link_as_a_square(
    group: Group, token: str, leader: Membership, alices: Client
) -> None:
    invitation = Invitation.objects.get()

    main = page_of(alices.get(reverse("groups:invitation_qr", args=[group.pk, invitation.pk]))).at(
        "main"
    )

    made = square(f"http://testserver{link(token)}")
    assert main.one("path").attributes["d"] == made.path
    assert main.one("svg").attributes["viewbox"] == f"0 0 {made.side} {made.side}"
    assert main.one("h1").text == "The Cellar"


@pytest.mark.parametrize("end", [revoke, expire])
def test_ended_link_has_no_square(end: object, group: Group, token: str, alices: Client) -> None:
    assert callable(end)
    end()
    url = reverse("groups:invitation_qr", args=[group.pk, Invitation.objects.get().pk])

    assert alices.get(url).status_code == 404


# --- Logs ----------------------------------------------------------------------------------------


def test_token_stays_out_of_the_logs(
    token: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    revoke()
    with caplog.at_level("INFO"):
        client.get(link(token))
        Client(enforce_csrf_checks=True).post(link(token))
        logging.getLogger("studygroup.requests").info("%s %s", "GET", f"/in?next={link(token)}")
        quoted = quote(link(token), safe="")
        logging.getLogger("django.server").info("GET /accounts/login/?next=%s", quoted)

    assert "/invitations/…/" in caplog.text
    assert len(caplog.records) >= 4
    assert token not in caplog.text
