"""Leaving a group: it ends at once everywhere, and somebody leads the group still."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.actions.erasure import ask_for_erasure
from accounts.actions.erasure import erase as erase_account
from accounts.duties import NoHeir
from accounts.models import User
from articles.models import Article
from discussions.models import Comment
from groups import actions
from groups.models import Group, LogEntry, Membership
from groups.progress import courses_in
from studygroup.worker import Worker
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import page_of
from tests.test_matrix import MATRIX

LEADER, MEMBER = Membership.Role.LEADER, Membership.Role.MEMBER
GONE = ("left", "removed")


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def leave_url(group: Group) -> str:
    return reverse("groups:leave", args=[group.pk])


def leaders(group: Group) -> list[str]:
    found = Membership.objects.leading().filter(group=group)
    return sorted(found.values_list("user__display_name", flat=True))


def go(how: str, member: Membership, *, leader: Membership) -> None:
    if how == "left":
        actions.leave(member)
    else:
        actions.remove(member, by=leader, reason="Too loud.")


# --- The page ------------------------------------------------------------------------------------


def test_page_says_what_leaving_means_and_changes_nothing(
    room: Room, bob: User, sign_in: SignIn
) -> None:
    page = page_of(sign_in(bob).get(leave_url(room.group))).at("main")

    assert page.one("h1").text == "Leave this group?"
    assert "takes effect at once" in page.text
    assert not page.all("input", type="radio")
    assert room.member(bob).is_active


def test_post_leaves(room: Room, bob: User, sign_in: SignIn) -> None:
    answer = sign_in(bob).post(leave_url(room.group), follow=True)

    assert "You have left The Cellar." in page_of(answer).at("toasts").text
    assert (room.member(bob).state, room.member(bob).role) == ("left", "member")
    assert LogEntry.objects.get(act="left", actor=bob).group == room.group


def test_only_leader_is_asked_who_leads_next(
    room: Room, heidi: User, bob: User, alices: Client
) -> None:
    page = page_of(alices.get(leave_url(room.group))).at("main")

    assert [radio.attributes["value"] for radio in page.all("input", type="radio")] == [
        str(room.member(bob).pk),
        str(room.member(heidi).pk),
    ]
    assert "Heidi (pauses)" in page.text


def test_only_leader_hands_over_and_leaves_in_one_step(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    mail.outbox.clear()

    alices.post(leave_url(room.group), {"successor": room.member(bob).pk})

    assert leaders(room.group) == ["Bob"]
    assert room.member(alice).has_left
    acts = LogEntry.objects.filter(group=room.group, actor=alice).values_list("act", flat=True)
    assert list(acts[:2]) == ["left", "promoted"]
    assert [letter.recipients() for letter in mail.outbox] == [[bob.email]]


def test_only_leader_does_not_leave_without_choosing(
    room: Room, alice: User, alices: Client
) -> None:
    answer = alices.post(leave_url(room.group))

    assert answer.status_code == 422
    assert "Choose who leads the group from now on." in page_of(answer).at("main").text
    assert leaders(room.group) == ["Alice"]


@pytest.mark.parametrize("who", ["dave", "alice", "carol"])
def test_successor_is_somebody_else_in_the_group(
    who: str, room: Room, alice: User, carol: User, alices: Client
) -> None:
    actions.found(Group(name="The Attic"), founder=carol)
    successor = Membership.objects.filter(user__display_name=who.capitalize()).latest("pk")

    answer = alices.post(leave_url(room.group), {"successor": successor.pk})

    assert answer.status_code == 422
    with pytest.raises(actions.LastLeader):
        actions.leave(room.member(alice), successor=successor)
    assert leaders(room.group) == ["Alice"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"erasure_at": "2031-01-01T00:00Z"}])
def test_successor_has_an_account_that_lasts(
    change: dict[str, object], room: Room, alice: User, bob: User, alices: Client
) -> None:
    User.objects.filter(pk=bob.pk).update(**change)

    assert not page_of(alices.get(leave_url(room.group))).all("input", type="radio")
    with pytest.raises(actions.LastLeader):
        actions.leave(room.member(alice), successor=room.member(bob))


def test_leader_is_not_asked_where_there_is_another(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    actions.change_role(room.member(bob), role=LEADER)

    assert not page_of(alices.get(leave_url(room.group))).all("input", type="radio")
    alices.post(leave_url(room.group))

    assert leaders(room.group) == ["Bob"]


def test_who_is_alone_is_shown_how_to_close_the_group(carol: User, sign_in: SignIn) -> None:
    group = actions.found(Group(name="The Attic"), founder=carol).group
    carols = sign_in(carol)

    page = page_of(carols.get(leave_url(group))).at("main")

    links = [link.attributes["href"] for link in page.one("p", of_class="actions").all("a")]
    assert links == [
        reverse("groups:closing", args=[group.pk]),
        reverse("groups:invitations", args=[group.pk]),
    ]
    assert not page.all("form")
    assert carols.post(leave_url(group)).status_code == 422
    assert leaders(group) == ["Carol"]


# --- Everywhere at once --------------------------------------------------------------------------


def answers(name: str, method: str, role: str) -> str:
    return MATRIX[name].expected(method, role)


# What is there for bob, and not for those outside.
INSIDE = sorted(
    (name, method)
    for name in MATRIX
    for method in ("get", "post")
    if answers(name, method, "carol") == "404"
    and answers(name, method, "bob") not in {"404", "login"}
)


@pytest.mark.parametrize("how", GONE)
def test_who_is_gone_meets_none_of_the_groups_addresses(
    how: str, things: dict[str, str], room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    go(how, room.member(bob), leader=room.member(alice))
    met = {}

    for name, method in INSIDE:
        row = MATRIX[name]
        url = reverse(name, args=[things[arg] for arg in row.args])
        answer = getattr(bobs, method)(url, dict(row.data) if method == "post" else None)
        met[name, method] = answer.status_code

    assert len(met) > 20
    assert {key: status for key, status in met.items() if status != 404} == {}


@pytest.mark.parametrize("how", GONE)
def test_who_is_gone_meets_no_fragments_either(
    how: str, room: Room, alice: User, bob: User, comment: Comment, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    urls = [room.url, room.discussion_url(2), reverse("discussions:reply", args=[comment.pk])]
    assert [bobs.get(url, headers={"HX-Request": "true"}).status_code for url in urls] == [200] * 3

    go(how, room.member(bob), leader=room.member(alice))

    assert [bobs.get(url, headers={"HX-Request": "true"}).status_code for url in urls] == [404] * 3


@pytest.mark.parametrize("how", GONE)
def test_nothing_of_the_group_can_be_read_by_who_is_gone(
    how: str, room: Room, alice: User, bob: User, comment: Comment
) -> None:
    assert Article.objects.visible_to(bob).filter(pk=room.reading.article_id).exists()

    go(how, room.member(bob), leader=room.member(alice))

    assert not Article.objects.visible_to(bob).filter(pk=room.reading.article_id).exists()
    assert not Comment.objects.visible_to(bob).exists()
    assert not Group.objects.of(bob).exists()


@pytest.mark.parametrize("how", GONE)
def test_nobody_waits_for_who_is_gone(how: str, room: Room, alice: User, bob: User) -> None:
    (course,) = courses_in(room.group, alice)
    assert course.progress.everyone == 3

    go(how, room.member(bob), leader=room.member(alice))

    (course,) = courses_in(room.group, alice)
    assert course.progress.is_finished


@pytest.mark.parametrize("how", GONE)
def test_letter_that_waits_does_not_go_to_who_is_gone(
    how: str, room: Room, alice: User, bob: User, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail.outbox.clear()
    actions.change_role(room.member(bob), role=LEADER, by=room.member(alice))

    go(how, room.member(bob), leader=room.member(alice))
    Worker().empty()

    told = [letter.subject for letter in mail.outbox if bob.email in letter.recipients()]
    assert [subject for subject in told if "lead" in subject] == []


# --- At least one leader, always -----------------------------------------------------------------


def try_to(act: object, *args: object, **kwargs: object) -> None:
    """Do it; being refused is fine."""
    assert callable(act)
    with suppress(actions.LastLeader, Http404, NoHeir, PermissionDenied):
        act(*args, **kwargs)


def erase(member: Membership, heir: Membership | None) -> None:
    """Ask for the end of an account, and let its day come."""
    heirs = {f"group-{member.group_id}": str(heir.pk)} if heir else {}
    ask_for_erasure(member.user, keeps_words=True, heirs=heirs)
    User.objects.filter(pk=member.user_id).update(erasure_at=timezone.now())
    erase_account(member.user)


def acts_against(one: Membership, other: Membership) -> list[Callable[[], None]]:
    return [
        lambda: try_to(actions.change_role, other, role=MEMBER, by=one),
        lambda: try_to(actions.change_role, one, role=MEMBER, by=one),
        lambda: try_to(actions.remove, other, by=one, reason="You!"),
        lambda: try_to(actions.leave, one),
        lambda: try_to(actions.leave, one, successor=other),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("erases", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_of_two_leaders_against_each_other_in_twenty_threads_one_stays(
    seed: int, erases: bool, room: Room, alice: User, bob: User, heidi: User
) -> None:
    actions.change_role(room.member(bob), role=LEADER)
    pair = [room.member(alice), room.member(bob)]
    acts = [*acts_against(pair[0], pair[1]), *acts_against(pair[1], pair[0])] * 2
    if erases:
        acts[-2:] = [
            lambda: try_to(erase, pair[0], pair[1]),
            lambda: try_to(erase, pair[1], pair[0]),
        ]
    Random(seed).shuffle(acts)

    at_once(*acts)

    assert len(acts) == 20
    assert len(leaders(room.group)) >= 1
    assert not Membership.objects.filter(state="left", role="leader").exists()


@pytest.mark.django_db(transaction=True)
def test_leader_who_leaves_twenty_times_at_once_leaves_once(
    room: Room, alice: User, bob: User
) -> None:
    leaving, successor = room.member(alice), room.member(bob)

    at_once(*[lambda: actions.leave(leaving, successor=successor)] * 20)

    assert leaders(room.group) == ["Bob"]
    assert LogEntry.objects.filter(act="left", actor=alice).count() == 1
    assert LogEntry.objects.filter(act="promoted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_successor_who_leaves_at_the_same_moment(
    room: Room, alice: User, bob: User, person: Person
) -> None:
    leaving, successor = room.member(alice), room.member(bob)

    at_once(
        *[lambda: try_to(actions.leave, leaving, successor=successor)] * 10,
        *[lambda: try_to(actions.leave, successor)] * 10,
    )

    assert len(leaders(room.group)) == 1
