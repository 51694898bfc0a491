"""The invitation to answer somebody with whom one has not exchanged yet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.blocks import block
from accounts.models import User
from accounts.own import sections_of
from discussions.actions import listen_to_paragraph, mark_answer
from discussions.actions.listening import Choice
from discussions.introductions import introduction_in
from discussions.models import Comment, Kind, NotNow
from groups import actions
from groups.models import Membership
from tests.conftest import Room, SignIn
from tests.page import HTMX, html_of, page_of


@pytest.fixture
def asked(room: Room, alice: User) -> Comment:
    """A question of alice's where bob has been."""
    return room.say(alice, 2, "Why two lamps?", kind=Kind.QUESTION)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def offered(room: Room, user: User) -> Comment | None:
    found = introduction_in(room.member(user), reading=room.reading)
    return found.question if found else None


def url(room: Room) -> str:
    return reverse("discussions:ties", args=[room.reading.pk])


def not_now(question: Comment) -> str:
    return reverse("discussions:not_now", args=[question.thread_id])


def test_member_is_invited_to_answer_one_not_met_yet(
    room: Room, asked: Comment, bobs: Client
) -> None:
    for page in (url(room), room.group.get_absolute_url()):
        invitation = page_of(bobs.get(page)).at("introduction")
        assert "You and Alice have not spoken here yet" in invitation.text
        assert "Why two lamps?" in invitation.text
        link = invitation.one("a", of_class="button").attributes["href"]
        assert link == f"{reverse('discussions:reply', args=[asked.pk])}#reply-{asked.pk}"
        assert page_of(bobs.get(link)).all("textarea")


def test_nobody_is_invited_to_themselves(room: Room, asked: Comment, alice: User) -> None:
    assert offered(room, alice) is None


def test_who_has_been_met_is_not_offered(room: Room, asked: Comment, bob: User) -> None:
    room.answer(asked, bob, "For balance.")

    assert offered(room, bob) is None


def test_question_ahead_is_not_offered(room: Room, alice: User, bob: User) -> None:
    ahead = room.say(alice, 4, "Who lit it?", kind=Kind.QUESTION)
    assert offered(room, bob) is None

    room.read(bob, 3)
    assert offered(room, bob) == ahead


def test_only_open_public_questions_are_offered(
    room: Room, asked: Comment, alice: User, bob: User, carol: User
) -> None:
    actions.join(room.group, user=carol)
    room.read(carol, 2)
    room.say(carol, 1, "Only a remark.")
    room.say(carol, 1, "Between us?", kind=Kind.PAIR, partner=bob)
    mark_answer(room.answer(asked, carol, "For balance."), by=alice)

    assert offered(room, bob) is None


def test_muted_and_blocked_are_not_offered(
    room: Room, asked: Comment, alice: User, bob: User
) -> None:
    listen_to_paragraph(bob, room.reading, room.paragraphs[1], choice=Choice.MUTE)
    assert offered(room, bob) is None

    listen_to_paragraph(bob, room.reading, room.paragraphs[1], choice=Choice.FOLLOW)
    assert offered(room, bob) == asked
    block(bob, blocked=alice)
    assert offered(room, bob) is None


def test_who_pauses_is_neither_offered_nor_invited(
    room: Room, asked: Comment, alice: User, bob: User
) -> None:
    Membership.objects.filter(user=bob).update(state="paused")
    assert offered(room, bob) is None

    Membership.objects.filter(user=bob).update(state="active")
    Membership.objects.filter(user=alice).update(state="paused")
    assert offered(room, bob) is None


def test_who_has_fewest_ties_comes_first(
    room: Room, asked: Comment, alice: User, bob: User, carol: User, heidi: User
) -> None:
    actions.join(room.group, user=carol)
    theirs = room.say(carol, 1, "And I?", kind=Kind.QUESTION)
    room.answer(asked, carol, "For balance.")
    room.answer(asked, heidi, "For looks.")
    yesterday = timezone.now() - timedelta(days=2)
    Comment.objects.update(created_at=yesterday)
    room.reading.marks.update(created_at=yesterday)

    # Alice has two ties, carol one.
    assert offered(room, bob) == theirs


def test_what_comes_up_meanwhile_waits_behind(
    room: Room, asked: Comment, alice: User, bob: User, carol: User
) -> None:
    actions.join(room.group, user=carol)
    room.answer(asked, carol, "For balance.")
    room.say(carol, 1, "And I?", kind=Kind.QUESTION)

    assert offered(room, bob) == asked


def test_putting_off_is_for_the_day_and_that_question_for_good(
    room: Room, asked: Comment, alice: User, bob: User, bobs: Client
) -> None:
    another = room.say(alice, 1, "And why here?", kind=Kind.QUESTION)
    first = offered(room, bob)
    assert first

    answer = bobs.post(not_now(first), follow=True)

    assert "Another day, then." in html_of(answer)
    assert offered(room, bob) is None
    NotNow.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert offered(room, bob) == (another if first == asked else asked)


def test_putting_off_by_htmx_leaves_a_word(room: Room, asked: Comment, bobs: Client) -> None:
    answer = page_of(bobs.post(not_now(asked), headers=HTMX))

    assert answer.text == "Another day, then."
    assert NotNow.objects.count() == 1


def test_what_was_put_off_is_in_the_export(room: Room, asked: Comment, bob: User) -> None:
    NotNow.objects.create(user=bob, thread=asked.thread)
    (section,) = [section for section in sections_of(bob) if section.key == "put_off"]

    assert [row["paragraph"] for row in section.rows] == [2]
