"""A reading is finished when everyone has read all of it, or when a leader closes it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from groups import actions
from groups.models import LogEntry, Membership, Place, Reading
from groups.notifications import tell_of_finish
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import html_of


def is_finished(room: Room) -> bool:
    room.reading.refresh_from_db()
    return room.reading.is_finished


def closing(room: Room) -> str:
    return reverse("groups:reading_closing", args=[room.reading.pk])


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def test_it_is_finished_when_the_last_has_read_to_the_end(room: Room, bob: User) -> None:
    room.read(bob, 4)
    assert not is_finished(room)

    room.read(bob, 5)
    assert is_finished(room)


def test_who_pauses_or_leaves_is_not_waited_for(room: Room, bob: User, person: Person) -> None:
    iris = person("iris")
    member = actions.join(room.group, user=iris)
    actions.leave(room.member(bob))
    assert not is_finished(room)

    actions.pause(member, by=member)
    assert is_finished(room)


def test_a_reading_that_nobody_reads_is_not_finished(room: Room, alice: User, bob: User) -> None:
    for user in (bob, alice):
        member = room.member(user)
        Membership.objects.filter(pk=member.pk).update(state=Membership.State.PAUSED)
    actions.open_due()
    actions.come_back(room.member(bob), by=room.member(bob))
    actions.pause(room.member(bob), by=room.member(bob))

    assert not is_finished(room)


def test_it_stays_finished_whatever_comes(
    room: Room, alice: User, bob: User, person: Person
) -> None:
    room.read(bob, 5)
    iris = person("iris")

    actions.join(room.group, user=iris)
    actions.unmark(room.place(bob), paragraph=room.paragraphs[4])
    text = room.reading.article
    assert is_finished(room)

    room.read(iris, 3)
    assert is_finished(room)
    assert room.place(iris).number == 4
    assert text.pk == room.reading.article_id


def test_everyone_is_told_once(room: Room, alice: User, bob: User, sign_in: SignIn) -> None:
    room.read(bob, 5)
    tell_of_finish.call(room.reading.pk)
    tell_of_finish.call(room.reading.pk)

    told = Notice.objects.filter(kind="finished")
    assert set(told.values_list("user", flat=True)) == {alice.pk, bob.pk}
    page = html_of(sign_in(bob).get(reverse("accounts:inbox")))
    assert "Everyone has read to the end" in page
    assert (
        reverse("discussions:back", args=[room.reading.pk])
        in sign_in(bob)
        .get(reverse("accounts:notice", args=[told.get(user=bob).pk]))
        .headers["Location"]
    )


def test_leader_closes_it_on_record(room: Room, alices: Client, alice: User, bob: User) -> None:
    assert "1 member is still on the way." in html_of(alices.get(closing(room)))
    answer = alices.post(closing(room))

    assert answer.headers["Location"] == reverse("discussions:back", args=[room.reading.pk])
    assert is_finished(room)
    entry = LogEntry.objects.get(act=LogEntry.Act.READING_CLOSED)
    assert entry.actor == alice
    tell_of_finish.call(room.reading.pk)
    assert Notice.objects.get(kind="finished").user == bob


def test_closing_twice_closes_once(room: Room, alice: User) -> None:
    actions.close_reading(room.reading, by=room.member(alice))
    actions.close_reading(room.reading, by=room.member(alice))

    assert LogEntry.objects.filter(act=LogEntry.Act.READING_CLOSED).count() == 1


def test_member_does_not_close_it(room: Room, bob: User, sign_in: SignIn) -> None:
    assert sign_in(bob).post(closing(room)).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.close_reading(room.reading, by=room.member(bob))
    assert not is_finished(room)


def test_when_it_is_closed_every_step_is_open_and_steps_are_not_cut_any_more(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    Place.objects.filter(membership__user=alice).update(paragraph=room.paragraphs[2])
    room.reading.marks.filter(paragraph__in=room.keys(3, 4, 5)).delete()
    cut = {"pacing": Reading.Pacing.TOGETHER, "firsts": room.paragraphs[2:4]}
    actions.cut(room.reading, by=room.member(alice), **cut)  # type: ignore[arg-type]
    assert Reading.objects.paced().exists()

    actions.close_reading(room.reading, by=room.member(alice))

    assert not Reading.objects.paced().exists()
    assert all(step.is_open for step in room.reading.steps.all())
    room.read(bob, 5)
    assert room.place(bob).is_finished
    edit = reverse("groups:steps_edit", args=[room.reading.pk])
    assert alices.get(edit).status_code == 403
    assert alices.post(edit, {"pacing": "together"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.cut(room.reading, by=room.member(alice), **cut)  # type: ignore[arg-type]


def test_who_comes_later_still_reads_and_speaks(
    room: Room, bob: User, person: Person, sign_in: SignIn
) -> None:
    room.read(bob, 5)
    iris = person("iris")
    actions.join(room.group, user=iris)
    client = sign_in(iris)

    answer = client.post(room.marks_url, {"read_to": room.keys(1)[0]})
    spoken = client.post(
        room.discussion_url(1),
        {"text": "I come late.", "key": "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11", "kind": "talk"},
    )

    assert answer.status_code == spoken.status_code == 302
    page = html_of(client.get(reverse("groups:group", args=[room.group.pk])))
    assert "Go on at ¶ 2" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_at_the_same_moment_one_finishes_it(
    room: Room, alice: User, bob: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="django.tasks")
    Place.objects.filter(membership__user=alice).update(paragraph=room.paragraphs[4])
    room.reading.marks.filter(membership__user=alice, paragraph=room.paragraphs[4]).delete()
    room.read(bob, 4)

    at_once(*[lambda u=user: room.read(u, 5) for user in (alice, bob, alice, bob)])

    assert is_finished(room)
    finished_at = room.reading.finished_at
    room.read(bob, 5)
    room.reading.refresh_from_db()
    assert room.reading.finished_at == finished_at

    assert caplog.text.count("tell_of_finish state=RUNNING") == 1
