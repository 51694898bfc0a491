"""The page of a group's members; removing them, barring them, allowing them again."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Ban, Group, JoinRequest, LogEntry, Membership
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import Element, cost, page_of

LEADER = Membership.Role.LEADER


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def members_url(group: Group) -> str:
    return reverse("groups:members", args=[group.pk])


def removal_url(member: Membership) -> str:
    return reverse("groups:removal", args=[member.group_id, member.pk])


def row_of(member: Membership, client: Client) -> Element:
    return page_of(client.get(members_url(member.group))).at(f"member-{member.pk}")


def names_on(page: Element) -> list[str]:
    return [name.text for name in page.all("bdi", of_class="member-name")]


# --- The page ------------------------------------------------------------------------------------


def test_page_names_everyone_and_who_leads(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    page = page_of(sign_in(bob).get(members_url(room.group)))

    assert names_on(page) == ["Bob", "Alice"]
    assert "leads" in page.at(f"member-{room.member(alice).pk}").text
    assert "leads" not in page.at(f"member-{room.member(bob).pk}").text
    assert "(you)" in page.at(f"member-{room.member(bob).pk}").text


def test_page_tells_pauses_and_companions(
    room: Room, heidi: User, bob: User, alices: Client
) -> None:
    Membership.objects.filter(user=heidi).update(
        paused_until=date(2031, 5, 4), companion=room.member(bob)
    )

    row = row_of(room.member(heidi), alices)

    assert "Pauses until May 4, 2031" in row.text
    assert "Accompanied by Bob" in row.text


def test_member_finds_acts_only_about_themselves(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)

    about_alice = row_of(room.member(alice), bobs)
    assert [link.text for link in about_alice.all("a")] == ["Report", "Block"]
    assert not about_alice.all("form")
    links = [link.attributes["href"] for link in row_of(room.member(bob), bobs).all("a")]
    assert links == [
        reverse("groups:pause", args=[room.group.pk, room.member(bob).pk]),
        reverse("groups:leave", args=[room.group.pk]),
    ]
    assert not row_of(room.member(bob), bobs).all("form")


def test_leader_finds_what_to_do_about_each(room: Room, bob: User, alices: Client) -> None:
    acts = row_of(room.member(bob), alices).one("details")

    assert acts.one("button", value="leader").text == "Make leader"
    assert [link.text for link in acts.all("a")] == [
        "Let them pause",
        "Report",
        "Block",
        "Remove from the group",
    ]


def test_page_costs_the_same_however_many_there_are(
    room: Room, alices: Client, person: Person, alice: User
) -> None:
    def come(number: int) -> None:
        actions.volunteer(actions.join(room.group, user=person(f"guest{number}")), is_glad=True)
        Ban.objects.create(group=room.group, user=person(f"pest{number}"), banned_by=alice)

    Membership.objects.filter(user=alice).update(is_companion=True)
    come(0)
    before = cost(alices, members_url(room.group))
    for number in range(1, 12):
        come(number)

    assert cost(alices, members_url(room.group)) == before


# --- Removing ------------------------------------------------------------------------------------


def test_removal_says_what_it_means_and_asks_why(room: Room, bob: User, alices: Client) -> None:
    page = page_of(alices.get(removal_url(room.member(bob)))).at("main")

    assert page.one("h1").text == "Remove Bob from the group?"
    assert "takes effect at once" in page.text
    assert page.one("textarea").attributes["name"] == "reason"
    assert room.member(bob).is_active


def test_removed_person_is_outside_at_once(
    room: Room, bob: User, alices: Client, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)

    answer = alices.post(removal_url(room.member(bob)), {"reason": "Too loud."}, follow=True)

    assert "Bob is not in the group any more." in page_of(answer).at("toasts").text
    assert names_on(page_of(answer)) == ["Alice"]
    for url in (room.group.get_absolute_url(), room.url, room.discussion_url(1)):
        assert bobs.get(url).status_code == 404


def test_removal_is_on_record_and_told(room: Room, alice: User, bob: User, alices: Client) -> None:
    alices.post(removal_url(room.member(bob)), {"reason": "Too loud."})

    entry = LogEntry.objects.first()
    assert entry
    assert (entry.act, entry.actor, entry.subject, entry.reason) == (
        "removed",
        alice,
        bob,
        "Too loud.",
    )
    assert not Ban.objects.exists()


def test_removal_without_a_reason_asks_for_one(room: Room, bob: User, alices: Client) -> None:
    answer = alices.post(removal_url(room.member(bob)), {"reason": " ", "bans": "on"})

    assert answer.status_code == 422
    assert page_of(answer).one("input", name="bans").attributes.get("checked") is not None
    assert room.member(bob).is_active


def test_removed_person_may_come_back_if_not_barred(room: Room, bob: User, alice: User) -> None:
    actions.remove(room.member(bob), by=room.member(alice), reason="Too loud.")

    assert actions.join(room.group, user=bob).is_active
    assert room.place(bob).number == 3


def test_barred_person_does_not_come_back(room: Room, bob: User, alices: Client) -> None:
    Group.objects.update(visibility="listed", joining="open")

    alices.post(removal_url(room.member(bob)), {"reason": "Adverts.", "bans": "on"})

    with pytest.raises(actions.Barred):
        actions.join(room.group, user=bob)
    assert LogEntry.objects.filter(act="banned", subject=bob).count() == 1


def test_leaders_see_who_is_barred_and_why(
    room: Room, frank: User, bob: User, alices: Client, sign_in: SignIn
) -> None:
    Ban.objects.update(reason="Adverts.")

    shown = page_of(alices.get(members_url(room.group))).at("main").text

    assert "Frank" in shown
    assert "Adverts." in shown
    assert "Frank" not in page_of(sign_in(bob).get(members_url(room.group))).text


def test_barred_person_is_allowed_again(
    room: Room, frank: User, alice: User, alices: Client
) -> None:
    url = reverse("groups:pardon", args=[room.group.pk, Ban.objects.get().pk])

    alices.post(url)

    assert actions.join(room.group, user=frank).is_active
    entry = LogEntry.objects.get(act="unbanned")
    assert (entry.actor, entry.subject) == (alice, frank)


def test_allowing_twice_is_on_record_once(room: Room, frank: User, alice: User) -> None:
    ban = Ban.objects.get()

    for _time in range(2):
        actions.allow_again(ban, by=room.member(alice))

    assert LogEntry.objects.filter(act="unbanned").count() == 1


def test_ban_of_another_group_is_not_there(
    room: Room, frank: User, carol: User, sign_in: SignIn
) -> None:
    theirs = actions.found(Group(name="The Attic"), founder=carol).group

    url = reverse("groups:pardon", args=[theirs.pk, Ban.objects.get().pk])

    assert sign_in(carol).post(url).status_code == 404
    assert Ban.objects.exists()


def test_removing_twice_is_removing_once(room: Room, alice: User, bob: User) -> None:
    for _time in range(2):
        actions.remove(room.member(bob), by=room.member(alice), reason="Too loud.", bans=True)

    assert LogEntry.objects.filter(act="banned").count() == 1
    assert Ban.objects.count() == 1


def test_who_leaves_while_being_barred_is_barred(room: Room, alice: User, bob: User) -> None:
    seen = room.member(bob)
    actions.leave(room.member(bob))

    actions.remove(seen, by=room.member(alice), reason="Adverts.", bans=True)

    assert Ban.objects.get().user == bob


def test_who_leaves_while_being_removed_has_only_left(room: Room, alice: User, bob: User) -> None:
    seen = room.member(bob)
    actions.leave(room.member(bob))

    actions.remove(seen, by=room.member(alice), reason="Too loud.")

    assert not LogEntry.objects.filter(act="removed").exists()


def test_removal_closes_a_request_that_waits(room: Room, alice: User, bob: User) -> None:
    JoinRequest.objects.create(group=room.group, user=bob)

    actions.remove(room.member(bob), by=room.member(alice), reason="Too loud.")

    request = JoinRequest.objects.get()
    assert (request.state, request.answered_by) == ("declined", alice)


def test_nobody_removes_themselves(room: Room, alice: User, bob: User, alices: Client) -> None:
    actions.change_role(room.member(bob), role=LEADER)
    url = removal_url(room.member(alice))

    assert alices.get(url).status_code == 403
    assert alices.post(url, {"reason": "Enough."}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.remove(room.member(alice), by=room.member(alice))
    assert room.member(alice).is_leader


def test_member_of_another_group_cannot_be_removed_from_here(
    room: Room, carol: User, alices: Client
) -> None:
    theirs = actions.found(Group(name="The Attic"), founder=carol)

    url = reverse("groups:removal", args=[room.group.pk, theirs.pk])

    assert alices.post(url, {"reason": "Too loud."}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.remove(theirs, by=room.member(User.objects.get(display_name="Alice")))
    theirs.refresh_from_db()
    assert theirs.is_leader


def test_who_leads_no_more_removes_nobody(room: Room, alice: User, bob: User) -> None:
    actions.change_role(room.member(bob), role=LEADER)
    led = room.member(bob)
    actions.change_role(room.member(bob), role=Membership.Role.MEMBER, by=room.member(alice))

    with pytest.raises(PermissionDenied):
        actions.remove(room.member(alice), by=led)
    with pytest.raises(PermissionDenied):
        actions.change_role(room.member(alice), role=Membership.Role.MEMBER, by=led)

    assert room.member(alice).is_leader


def test_leader_whose_account_ends_cannot_remove_the_last_other_one(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    actions.change_role(room.member(bob), role=LEADER)
    User.objects.filter(pk=alice.pk).update(erasure_at="2031-01-01T00:00Z")

    with pytest.raises(actions.LastLeader):
        actions.remove(room.member(bob), by=room.member(alice), reason="Too loud.")

    assert room.member(bob).is_leader


def test_removal_is_told_by_letter_once(room: Room, alice: User, bob: User) -> None:
    mail.outbox.clear()

    for _time in range(2):
        actions.remove(room.member(bob), by=room.member(alice), reason="Adverts.", bans=True)

    (letter,) = mail.outbox
    assert letter.recipients() == [bob.email]
    assert "Adverts." in letter.body


def test_who_is_erased_while_being_removed_is_not_there(room: Room, alice: User, bob: User) -> None:
    seen = room.member(bob)
    bob.delete()

    with pytest.raises(Http404):
        actions.remove(seen, by=room.member(alice), reason="Too loud.")


@pytest.mark.django_db(transaction=True)
def test_removing_at_once_is_removing_once(room: Room, alice: User, bob: User) -> None:
    leader, member = room.member(alice), room.member(bob)

    at_once(*[lambda: actions.remove(member, by=leader, reason="Adverts.", bans=True)] * 20)

    assert room.member(bob).has_left
    assert LogEntry.objects.filter(act="banned").count() == 1
