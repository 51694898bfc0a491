"""Letters that tell what is new: gathered, looked at again before they go, and in their language.

Alice has read all and leads, bob stands at the third paragraph; on the second one bob has spoken.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.actions.notices import send_letters_of_day
from accounts.letters import tell_at_once, tell_of_day
from accounts.models import Notice, User
from discussions.actions import delete
from discussions.models import Comment
from studygroup.configuration import mailer
from studygroup.worker import Worker
from tests.conftest import Room
from tests.discussions.test_inbox import GONE

DAY = timedelta(days=1)
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def answer(comment: Comment, room: Room, alice: User) -> Comment:
    """What alice answers bob, who is told of it by letter in two minutes."""
    Notice.objects.all().delete()
    return room.answer(comment, alice, "What **alice** answers.\n\n<script>alert(1)</script>")


@pytest.fixture
def daily(bob: User) -> User:
    """Bob lives in Jerusalem and wants one letter a day."""
    bob.mail, bob.time_zone = User.Mail.DAILY, "Asia/Jerusalem"
    bob.save(update_fields=["mail", "time_zone"])
    return bob


def letter_to(user: User) -> EmailMultiAlternatives:
    """The only letter that was sent: to this person."""
    (letter,) = mail.outbox
    assert letter.recipients() == [user.email]
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def html_of(letter: EmailMultiAlternatives) -> str:
    ((content, _kind),) = letter.alternatives
    return str(content)


# --- At once -------------------------------------------------------------------------------------


def test_letter_says_who_spoke_what_and_where(answer: Comment, bob: User) -> None:
    tell_at_once.call(bob.pk)

    letter = letter_to(bob)
    assert letter.subject == "Alice answered you · ¶ 2 · On Lamps"
    assert f"https://study.example{answer.place_url}" in letter.body
    assert "> What alice answers." in letter.body
    assert "¶ 2 · On Lamps – The Cellar" in letter.body
    assert "<script>" not in html_of(letter)


def test_letter_is_in_its_readers_language_and_direction(answer: Comment, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(language="he")

    tell_at_once.call(bob.pk)

    html = html_of(letter_to(bob))
    assert '<html lang="he" dir="rtl">' in html
    assert '<blockquote class="quotation" dir="auto"><p>What alice answers.' in html


def test_what_comes_within_two_minutes_is_one_letter(
    comment: Comment, room: Room, alice: User, bob: User, settings: Settings
) -> None:
    Notice.objects.all().delete()
    settings.TASKS = QUEUE
    worker = Worker()
    for number in range(5):
        room.answer(comment, alice, f"Thought {number}.")
    worker.empty()
    assert mail.outbox == []

    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    worker.empty()

    letter = letter_to(bob)
    assert letter.subject == "5 new things for you"
    for number in range(5):
        assert f"> Thought {number}." in letter.body


def test_what_is_rolled_back_is_told_to_nobody(
    comment: Comment, room: Room, alice: User, bob: User, settings: Settings
) -> None:
    settings.TASKS = QUEUE
    with transaction.atomic():
        room.answer(comment, alice, "Never said.")
        transaction.set_rollback(True)

    assert Worker().empty() >= 0
    assert not Notice.objects.filter(user=bob, kind="reply").exists()


@pytest.mark.parametrize("go", GONE)
def test_what_one_sees_no_more_is_in_no_letter(
    go: Callable[[Room, Comment, User, User], None],
    answer: Comment,
    room: Room,
    bob: User,
    alice: User,
) -> None:
    go(room, answer, bob, alice)
    mail.outbox.clear()

    tell_at_once.call(bob.pk)

    assert mail.outbox == []


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"mail": User.Mail.NEVER},
        {"mail": User.Mail.DAILY},
        {"erasure_at": timezone.now() + timedelta(days=9)},
    ],
)
def test_letter_goes_to_nobody_who_does_not_want_it(
    change: dict[str, object], answer: Comment, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(**change)

    tell_at_once.call(bob.pk)

    assert mail.outbox == []


def test_what_was_read_meanwhile_is_not_told_again(answer: Comment, bob: User) -> None:
    Notice.objects.update(read_at=timezone.now())

    tell_at_once.call(bob.pk)

    assert mail.outbox == []


def test_task_that_is_done_twice_sends_one_letter(answer: Comment, bob: User) -> None:
    tell_at_once.call(bob.pk)
    tell_at_once.call(bob.pk)

    letter_to(bob)


def test_letter_that_cannot_be_sent_is_sent_by_the_next_try(
    answer: Comment, bob: User, settings: Settings
) -> None:
    working = settings.MAILERS
    # Nobody listens there.
    settings.MAILERS = {"default": mailer("smtp://127.0.0.1:1")}
    with pytest.raises(ConnectionRefusedError):
        tell_at_once.call(bob.pk)

    settings.MAILERS = working
    tell_at_once.call(bob.pk)

    letter_to(bob)


# --- Once a day ----------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be another time from now on."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def test_letter_of_the_day_comes_at_seven_where_its_reader_lives(
    daily: User, answer: Comment, clock: Callable[[datetime], None]
) -> None:
    today = timezone.now().date()
    # Jerusalem is two or three hours ahead.
    for hour, letters in ((2, 0), (6, 1), (7, 1)):
        clock(datetime(today.year, today.month, today.day, hour, 0, tzinfo=UTC) + DAY)
        send_letters_of_day()
        assert len(mail.outbox) == letters, hour

    assert "> What alice answers." in letter_to(daily).body


def test_each_day_gives_one_letter(
    daily: User,
    answer: Comment,
    room: Room,
    alice: User,
    clock: Callable[[datetime], None],
) -> None:
    today = timezone.now().date()
    morning = datetime(today.year, today.month, today.day, 6, 0, tzinfo=UTC) + DAY
    clock(morning)
    send_letters_of_day()
    clock(morning + timedelta(minutes=15))
    further = room.answer(answer.parent or answer, alice, "Further words.")
    send_letters_of_day()
    assert len(mail.outbox) == 1

    clock(morning + DAY)
    send_letters_of_day()
    tell_of_day.call(daily.pk)

    assert len(mail.outbox) == 2
    assert "> Further words." in mail.outbox[1].body
    assert "What alice answers." not in mail.outbox[1].body
    delete(further)
