"""Members who are away while the others wait: offered a pause, then paused by rule."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from groups import actions
from groups.models import LogEntry, Membership, Place, Reading
from tests.conftest import Room, SignIn


@pytest.fixture
def waiting(room: Room, alice: User) -> Room:
    """A reading in which alice waits for bob at the fifth paragraph."""
    room.reading.marks.filter(membership=room.member(alice), paragraph__in=room.keys(5)).delete()
    Place.objects.filter(membership__user=alice).update(paragraph=room.paragraphs[4])
    actions.cut(
        room.reading,
        by=room.member(alice),
        pacing=Reading.Pacing.TOGETHER,
        firsts=[room.paragraphs[4]],
    )
    # What alice has reached stays open; the step behind it does not.
    step = room.reading.steps.last()
    assert step
    type(step).objects.filter(pk=step.pk).update(opened_at=None)
    Reading.objects.update(closed_from=step.first_id)
    return room


def away(room: Room, user: User, *, days: float, offered: float | None = None) -> None:
    now = timezone.now()
    Membership.objects.filter(pk=room.member(user).pk).update(
        seen_at=now - timedelta(days=days),
        pause_offered_at=None if offered is None else now - timedelta(days=offered),
    )


def test_who_is_away_and_waited_for_is_offered_a_pause_once(waiting: Room, bob: User) -> None:
    away(waiting, bob, days=15)

    actions.mind_the_absent()
    actions.mind_the_absent()

    (letter,) = mail.outbox
    assert letter.to == [bob.email]
    assert "it is never a reproach" in letter.body
    assert f"/groups/{waiting.group.pk}/members/{waiting.member(bob).pk}/pause/" in letter.body
    assert waiting.member(bob).is_active


def test_who_has_not_answered_is_paused_and_the_step_opens(waiting: Room, bob: User) -> None:
    away(waiting, bob, days=18, offered=3.5)

    actions.mind_the_absent()

    assert waiting.member(bob).is_paused
    assert LogEntry.objects.filter(act="paused", actor=None, subject=bob).exists()
    assert "Nobody waits for you" in mail.outbox[-1].body
    assert Reading.objects.get().closed_from is None


def test_nobody_is_paused_before_the_days_of_grace_are_over(waiting: Room, bob: User) -> None:
    away(waiting, bob, days=17, offered=2)

    actions.mind_the_absent()

    assert waiting.member(bob).is_active
    assert mail.outbox == []


def test_who_comes_by_is_not_paused(waiting: Room, bob: User, sign_in: SignIn) -> None:
    away(waiting, bob, days=18, offered=3.5)
    client: Client = sign_in(bob)

    client.get(waiting.url)
    actions.mind_the_absent()

    assert waiting.member(bob).is_active
    assert waiting.member(bob).pause_offered_at is None


def test_nobody_is_asked_whom_nobody_waits_for(waiting: Room, alice: User, bob: User) -> None:
    away(waiting, alice, days=100)
    waiting.read(bob, 4)
    away(waiting, bob, days=100)

    actions.mind_the_absent()

    assert mail.outbox == []


def test_group_may_wait_for_ever(waiting: Room, bob: User) -> None:
    away(waiting, bob, days=100)
    waiting.group.away_days = None
    waiting.group.save(update_fields=["away_days"])

    actions.mind_the_absent()

    assert mail.outbox == []
