"""The queue and those who empty it: in the server, as a command, killed, and together."""

import os
import signal
import socketserver
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from threading import enumerate as threads

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.tasks import task
from django.tasks.base import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.letters import post
from accounts.models import User
from studygroup import schedule
from studygroup.configuration import mailer
from studygroup.schedule import FAILURES_ARE_KEPT, RECURRING, Recurring
from studygroup.worker import CUT_OFF_AFTER, PAUSES, Resident, Row, Worker
from tests.at_once import at_once

ROOT = Path(__file__).resolve().parents[2]
# In seconds: far more than anything here takes.
PATIENCE = 60
ADDRESS = "ruth@example.org"


@pytest.fixture(autouse=True)
def _queue(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@task()
def break_down(address: str) -> None:
    raise LookupError(f"no such address: {address}")


def once() -> list[Row]:
    """What is in the queue and does not recur."""
    return list(DBTaskResult.objects.exclude(task_path=schedule.do.module_path))


def the_task() -> Row:
    (row,) = once()
    return row


def let_pass(time_passed: timedelta) -> None:
    """Move the queue into the past."""
    for row in once():
        row.run_after -= time_passed
        if row.started_at:
            row.started_at -= time_passed
        row.save()


def wait_until(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


# --- The queue -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_letter() -> None:
    with transaction.atomic():
        post(ADDRESS, "Hello", "Words.")
        assert once()
        transaction.set_rollback(True)

    Worker().empty()

    assert mail.outbox == []


@pytest.mark.django_db
def test_what_is_done_leaves_no_row() -> None:
    post(ADDRESS, "Hello", "Words.")

    Worker().empty()

    assert [letter.subject for letter in mail.outbox] == ["Hello"]
    assert once() == []


@pytest.mark.django_db
def test_a_code_goes_out_before_the_invitations_that_wait() -> None:
    for _ in range(3):
        break_down.using(priority=-10).enqueue(ADDRESS)
    post(ADDRESS, "Your code", "1234")

    worker = Worker()
    claimed = worker._claimed()

    assert claimed is not None
    assert claimed.task_path.endswith("deliver")


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_each_task_once() -> None:
    for number in range(20):
        post(ADDRESS, str(number), "Words.")

    at_once(*[Worker().empty] * 2)

    assert sorted(int(letter.subject) for letter in mail.outbox) == [*range(20)]
    assert once() == []


@pytest.mark.django_db(transaction=True)
def test_worker_that_finds_nothing_holds_no_writer_up() -> None:
    worker = Worker()
    worker.empty()
    written = []

    def watch(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if not sql.startswith("SELECT"):
            written.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        worker.empty()

    assert written == []


# --- What goes wrong -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_fails_is_tried_again_after_growing_pauses_and_then_left() -> None:
    break_down.enqueue(ADDRESS)
    worker = Worker()
    pauses = []

    for _ in PAUSES:
        worker.empty()
        assert worker.empty() == 0
        pauses.append(the_task().run_after - timezone.now())
        let_pass(pauses[-1])
    worker.empty()

    assert [round(pause / timedelta(minutes=1)) for pause in pauses] == [1, 5, 30, 120]
    failed = the_task()
    assert failed.status == TaskResultStatus.FAILED
    assert failed.exception_class_path == "builtins.LookupError"
    assert len(failed.worker_ids) == 5
    assert worker.empty() == 0


@pytest.mark.django_db
def test_what_is_noted_of_an_error_names_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    break_down.enqueue(ADDRESS)

    Worker().empty()

    row = the_task()
    assert "break_down" in row.traceback
    assert ADDRESS not in row.traceback
    assert ADDRESS not in "".join(capfd.readouterr())


@pytest.mark.django_db
def test_task_that_the_program_knows_no_more_is_put_off() -> None:
    break_down.enqueue(ADDRESS)
    DBTaskResult.objects.update(task_path="studygroup.no.such.task")

    Worker().empty()

    assert the_task().status == TaskResultStatus.READY
    assert the_task().exception_class_path == "builtins.ModuleNotFoundError"


@pytest.mark.django_db
def test_what_was_cut_off_is_taken_up_again() -> None:
    post(ADDRESS, "Hello", "Words.")
    assert Worker()._claimed()

    Worker().empty()
    assert the_task().status == TaskResultStatus.RUNNING
    let_pass(CUT_OFF_AFTER)
    Worker().empty()
    let_pass(PAUSES[0])
    Worker().empty()

    assert [letter.subject for letter in mail.outbox] == ["Hello"]
    assert once() == []


@pytest.mark.django_db
def test_task_that_kills_its_workers_is_given_up() -> None:
    post(ADDRESS, "Hello", "Words.")

    for pause in (*PAUSES, timedelta()):
        assert Worker()._claimed()
        let_pass(CUT_OFF_AFTER)
        Worker()._make_round()
        let_pass(pause)

    assert the_task().status == TaskResultStatus.FAILED
    assert the_task().exception_class_path == "studygroup.worker.CutOff"


@pytest.mark.django_db
def test_who_was_taken_for_cut_off_changes_nothing_at_its_end() -> None:
    post(ADDRESS, "Hello", "Words.")
    slow, other = Worker(), Worker()
    held = slow._claimed()
    assert held
    let_pass(CUT_OFF_AFTER)
    other._make_round()
    let_pass(PAUSES[0])
    again = other._claimed()
    assert again

    slow._do(held)

    assert the_task().started_at == again.started_at


# --- Mail servers --------------------------------------------------------------------------------


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on this machine, as far as letters need one; or one that says nothing."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, is_silent: bool = False) -> None:
        self.letters: list[str] = []
        self.is_silent = is_silent
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if self.server.is_silent:
            time.sleep(PATIENCE)
            return
        self._say("220 here")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
            self._say("221 bye" if word == b"QUIT" else "250 so be it")

    def _letter(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(*, is_silent: bool = False) -> Iterator[MailServer]:
    with MailServer(is_silent=is_silent) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.django_db
def test_letter_waits_for_a_mail_server_that_is_down(settings: Settings) -> None:
    with mail_server() as server:
        url = server.url
    settings.MAILERS = {"default": mailer(url)}
    post(ADDRESS, "Hello", "Words.")

    Worker().empty()
    assert the_task().exception_class_path == "builtins.ConnectionRefusedError"
    with mail_server() as server:
        settings.MAILERS = {"default": mailer(server.url)}
        let_pass(PAUSES[0])
        Worker().empty()

    (letter,) = server.letters
    assert "Subject: Hello" in letter
    assert once() == []


# --- Processes -----------------------------------------------------------------------------------


@contextmanager
def process(*arguments: str, **surroundings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py worker` over the tests' database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    started = subprocess.Popen(
        [sys.executable, "manage.py", "worker", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url} | surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()
        assert started.stdout
        # Shown with a test that fails.
        sys.stdout.write(started.stdout.read().decode())
        started.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_letter_of_a_worker_that_was_killed_goes_out_by_another() -> None:
    post(ADDRESS, "Hello", "Words.")
    with (
        mail_server(is_silent=True) as server,
        process(EMAIL_URL=server.url, DJANGO_SETTINGS_MODULE="studygroup.settings") as worker,
    ):
        wait_until(lambda: the_task().status == TaskResultStatus.RUNNING)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert the_task().status == TaskResultStatus.RUNNING

    let_pass(CUT_OFF_AFTER)
    Worker().empty()
    let_pass(PAUSES[0])
    Worker().empty()

    assert [letter.subject for letter in mail.outbox] == ["Hello"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.django_db(transaction=True)
def test_worker_sends_what_waits_and_ends_when_it_is_told_to(
    how: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    post(ADDRESS, "Hello", "Words.")

    with (
        mail_server() as server,
        process(EMAIL_URL=server.url, DJANGO_SETTINGS_MODULE="studygroup.settings") as worker,
    ):
        wait_until(lambda: server.letters)
        wait_until(lambda: not once())
        worker.send_signal(how)
        code = worker.wait(timeout=PATIENCE)

    assert code == 0
    assert "Traceback" not in capsys.readouterr().out


@pytest.mark.django_db
def test_worker_can_do_what_is_ready_and_end() -> None:
    post(ADDRESS, "Hello", "Words.")

    call_command("worker", once=True)

    assert len(mail.outbox) == 1


# --- In the server -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_worker_in_the_server_sends_letters_and_ends_with_it(settings: Settings) -> None:
    settings.WORKER = "inside"
    resident = Resident()
    resident.start()
    resident.start()
    post(ADDRESS, "Hello", "Words.")

    wait_until(lambda: mail.outbox)
    wait_until(lambda: not once())
    assert [thread.name for thread in threads()].count("worker") == 1
    resident.stop(patience=PATIENCE)

    assert "worker" not in [thread.name for thread in threads()]


@pytest.mark.django_db(transaction=True)
def test_site_with_workers_apart_has_none_in_the_server(settings: Settings) -> None:
    settings.WORKER = "apart"

    Resident().start()

    assert "worker" not in [thread.name for thread in threads()]


# --- What recurs ---------------------------------------------------------------------------------


def act_of_the_test() -> None:
    User.objects.create(email=f"{User.objects.count()}@example.org", display_name="Made")


def act_that_fails() -> None:
    raise LookupError


def only(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> Recurring:
    recurring = Recurring(act, every=timedelta(hours=1))
    monkeypatch.setattr(schedule, "RECURRING", [recurring])
    return recurring


def row_of(recurring: Recurring) -> Row:
    return DBTaskResult.objects.get(pk=recurring.key)


def next_turn(recurring: Recurring) -> datetime:
    when: datetime = row_of(recurring).run_after
    return when


@pytest.mark.django_db(transaction=True)
def test_what_recurs_is_done_by_one_of_many_workers_and_again_an_hour_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recurring = only(monkeypatch, act_of_the_test)

    at_once(*[Worker().empty] * 4)
    Worker().empty()

    assert User.objects.count() == 1
    assert timedelta(minutes=59) < next_turn(recurring) - timezone.now() < timedelta(minutes=61)
    DBTaskResult.objects.update(run_after=timezone.now())
    at_once(*[Worker().empty] * 4)
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_what_recurs_and_fails_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    recurring = only(monkeypatch, act_that_fails)

    for _ in range(9):
        Worker().empty()
        DBTaskResult.objects.update(run_after=timezone.now())

    assert row_of(recurring).status == TaskResultStatus.READY
    assert row_of(recurring).worker_ids == []


@pytest.mark.django_db
def test_what_recurs_no_more_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, act_of_the_test)
    schedule.put_in_queue()
    monkeypatch.setattr(schedule, "RECURRING", [])

    Worker().empty()

    assert not DBTaskResult.objects.exists()
    assert not User.objects.exists()


def test_what_recurs_has_names_of_its_own() -> None:
    assert len({recurring.name for recurring in RECURRING}) == len(RECURRING)


@pytest.mark.django_db
def test_everything_that_recurs_runs() -> None:
    assert Worker().empty() == len(RECURRING)

    assert not DBTaskResult.objects.exclude(exception_class_path="").exists()


@pytest.mark.django_db
def test_failures_are_forgotten_after_a_month() -> None:
    for age in (FAILURES_ARE_KEPT - timedelta(days=1), FAILURES_ARE_KEPT + timedelta(days=1)):
        key = break_down.enqueue(ADDRESS).id
        DBTaskResult.objects.filter(pk=key).update(
            status=TaskResultStatus.FAILED, finished_at=timezone.now() - age
        )

    schedule.forget_failures()

    assert len(once()) == 1
