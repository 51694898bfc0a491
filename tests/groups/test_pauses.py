"""Pausing in a group: nobody waits for who pauses, and they return with one tap."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import actions
from groups.actions import pauses
from groups.models import LogEntry, Membership
from groups.progress import courses_in
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def pause_url(member: Membership) -> str:
    return reverse("groups:pause", args=[member.group_id, member.pk])


def return_url(member: Membership) -> str:
    return reverse("groups:return", args=[member.group_id, member.pk])


def in_days(days: int) -> date:
    return timezone.now().date() + timedelta(days=days)


def acts_of(room: Room) -> list[tuple[str, str | None, str | None]]:
    entries = LogEntry.objects.filter(group=room.group, act__in=["paused", "returned"])
    return list(
        entries.order_by("pk").values_list("act", "actor__display_name", "subject__display_name")
    )


# --- Pausing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [None, 1, 365])
def test_member_pauses(days: int | None, room: Room, bob: User, bobs: Client) -> None:
    until = in_days(days) if days else None

    bobs.post(pause_url(room.member(bob)), {"until": until.isoformat() if until else ""})

    assert room.member(bob).is_paused
    assert room.member(bob).paused_until == until
    assert acts_of(room) == [("paused", "Bob", "Bob")]


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_pause_ends_on_a_day_to_come_within_a_year(
    days: int, room: Room, bob: User, bobs: Client
) -> None:
    until = in_days(days).isoformat()

    answer = bobs.post(pause_url(room.member(bob)), {"until": until})

    assert answer.status_code == 422
    field = page_of(answer).one("input", name="until")
    assert field.attributes["value"] == until
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert room.member(bob).is_active


@pytest.mark.parametrize("until", ["tomorrow", "31.12.2030", "9999999-01-01"])
def test_day_that_is_none_is_told(until: str, room: Room, bob: User, bobs: Client) -> None:
    answer = bobs.post(pause_url(room.member(bob)), {"until": until})

    assert answer.status_code == 422
    assert page_of(answer).one("input", name="until").attributes["value"] == until


def test_nobody_waits_for_who_pauses(room: Room, alice: User, bob: User) -> None:
    (before,) = courses_in(room.group, alice)
    assert before.progress.everyone == 3

    actions.pause(room.member(bob), by=room.member(bob))

    (course,) = courses_in(room.group, alice)
    assert course.progress.is_finished


def test_who_pauses_hears_what_they_heard_and_marks_nothing(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    room.say(alice, 3, "Said within bob's horizon.")
    room.say(alice, 5, "Said beyond it.")
    actions.pause(room.member(bob), by=room.member(bob))

    assert "within bob" in page_of(bobs.get(room.discussion_url(3))).text
    assert "beyond it" not in page_of(bobs.get(room.discussion_url(5))).text
    answer = bobs.post(room.marks_url, {"read_to": room.paragraphs[3].pk})
    assert answer.status_code == 403
    assert room.place(bob).number == 3


@pytest.mark.parametrize("page", ["room", "group", "members"])
def test_who_pauses_sees_it_and_returns_with_one_tap(
    page: str, room: Room, bob: User, bobs: Client
) -> None:
    urls = {
        "room": room.url,
        "group": room.group.get_absolute_url(),
        "members": reverse("groups:members", args=[room.group.pk]),
    }
    actions.pause(room.member(bob), by=room.member(bob))

    form = page_of(bobs.get(urls[page])).at("main").one("form", of_class="paused")
    to = form.one("input", name="next").attributes["value"]
    answer = bobs.post(form.attributes["action"], {"next": to})

    assert "You have paused in this group." in form.text
    assert (answer.status_code, answer.headers["Location"]) == (302, urls[page])
    assert room.member(bob).is_active
    assert not page_of(bobs.get(urls[page])).at("main").all("form", of_class="paused")
    assert acts_of(room)[-1] == ("returned", "Bob", "Bob")


def test_return_leads_nowhere_else(room: Room, bob: User, bobs: Client) -> None:
    answer = bobs.post(return_url(room.member(bob)), {"next": "https://evil.example/"})

    assert answer.headers["Location"] == reverse("groups:members", args=[room.group.pk])


def test_leader_lets_a_member_pause_and_ends_it(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    alices = sign_in(alice)

    alices.post(pause_url(room.member(bob)), {"until": in_days(9).isoformat()})
    assert room.member(bob).is_paused
    alices.post(return_url(room.member(bob)))

    assert room.member(bob).is_active
    assert acts_of(room) == [("paused", "Alice", "Bob"), ("returned", "Alice", "Bob")]


def test_member_does_not_decide_on_others(room: Room, alice: User, bob: User, bobs: Client) -> None:
    for url in (pause_url(room.member(alice)), return_url(room.member(alice))):
        assert bobs.post(url).status_code == 403
    for act in (actions.pause, actions.come_back):
        with pytest.raises(PermissionDenied):
            act(room.member(alice), by=room.member(bob))

    assert room.member(alice).is_active


def test_pausing_twice_is_on_record_once_and_changing_it_again(room: Room, bob: User) -> None:
    for days in (3, 3, 5):
        actions.pause(room.member(bob), by=room.member(bob), until=in_days(days))

    assert room.member(bob).paused_until == in_days(5)
    assert len(acts_of(room)) == 2


def test_who_leaves_while_being_paused_has_left(room: Room, alice: User, bob: User) -> None:
    seen = room.member(bob)
    actions.leave(room.member(bob))

    actions.pause(seen, by=room.member(alice))
    actions.come_back(seen, by=room.member(alice))

    assert room.member(bob).has_left
    assert acts_of(room) == []


def test_who_leaves_in_a_pause_has_no_end_of_it(room: Room, bob: User) -> None:
    actions.pause(room.member(bob), by=room.member(bob), until=in_days(3))

    actions.leave(room.member(bob))

    assert (room.member(bob).state, room.member(bob).paused_until) == ("left", None)


# --- Pauses that end by themselves ---------------------------------------------------------------


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(
    ("moment", "ended"),
    [
        (datetime(2031, 5, 3, 23, 59, tzinfo=UTC), 0),
        (datetime(2031, 5, 4, 0, 0, tzinfo=UTC), 1),
        (datetime(2031, 6, 1, 12, 0, tzinfo=UTC), 1),
    ],
)
def test_pause_ends_on_its_day(
    moment: datetime, ended: int, room: Room, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.pause(room.member(bob), by=room.member(bob), until=date(2031, 5, 4))
    at(monkeypatch, moment)

    assert actions.end_pauses() == ended

    assert room.member(bob).is_active == bool(ended)
    assert acts_of(room)[1:] == [("returned", None, "Bob")] * ended


def test_pause_without_a_day_does_not_end_by_itself(
    room: Room, heidi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2090, 1, 1, tzinfo=UTC))

    assert actions.end_pauses() == 0
    assert room.member(heidi).is_paused


def test_ending_pauses_again_ends_none(room: Room, bob: User) -> None:
    Membership.objects.filter(user=bob).update(state="paused", paused_until=in_days(0))

    assert [actions.end_pauses() for _time in range(2)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_pause_that_ends_in_many_processes_ends_once(room: Room, bob: User) -> None:
    Membership.objects.filter(user=bob).update(state="paused", paused_until=in_days(0))

    assert sum(at_once(*[pauses.end_pauses] * 8)) == 1
    assert acts_of(room) == [("returned", None, "Bob")]
