"""A database that is locked, full or gone: nothing is half done, what was typed is given back, and
the same post succeeds once when that is over."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.utils import ConnectionHandler
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment, Thread
from studygroup.outages import is_outage
from tests.conftest import Room
from tests.page import HTMX, html_of, page_of
from tests.studygroup.test_probes import no_database
from tests.test_at_once import rows

WORDS = "Why the <fourth> line?\n\nI read past it & twice."
# More than some pages of an SQLite file hold.
LONG = WORDS + " And again, and again." * 400

# How one connection is told to wait a tenth of a second, how another one holds the writers up, and
# how all is as before.
LOCKS = {
    "sqlite": (
        "PRAGMA busy_timeout = 100",
        "DELETE FROM discussions_comment",
        "PRAGMA busy_timeout = 20000",
    ),
    "postgresql": (
        "SET lock_timeout = 100",
        "LOCK TABLE discussions_comment IN EXCLUSIVE MODE",
        "RESET lock_timeout",
    ),
}
# The number of pages that an SQLite file may have at most.
NO_BOUND = 2**32 - 2

type Form = tuple[str, dict[str, str]]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bobs(bob: User) -> Client:
    """A browser that is answered whatever breaks."""
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    return client


@pytest.fixture(params=["thread", "reply", "edit"])
def form(request: pytest.FixtureRequest, room: Room, comment: Comment) -> Form:
    """Where a form with words posts, and what it holds besides them."""
    key = {"key": str(uuid.uuid4())}
    match request.param:
        case "thread":
            return room.discussion_url(2), key
        case "reply":
            return reverse("discussions:reply", args=[comment.pk]), key
        case _:
            return reverse("discussions:edit", args=[comment.pk]), {"version": "1"}


def ask(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def said() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("source", flat=True))


def whole() -> object:
    """What there is, and what it says."""
    return rows(), list(Thread.objects.order_by("pk").values()), said()


def given_back(answer: HttpResponseBase) -> str:
    return "".join(map(str, page_of(answer).at("typed").parts))


def is_sound() -> bool:
    """Whether the counters agree with the comments, and the file with itself."""
    agree = all(
        (thread.voices, thread.said) == (thread.comments.count(),) * 2
        for thread in Thread.objects.all()
    )
    return agree and (connection.vendor != "sqlite" or ask("PRAGMA integrity_check") == "ok")


# --- Locked --------------------------------------------------------------------------------------


@contextmanager
def locked() -> Iterator[None]:
    """Another connection writes, for longer than is waited for."""
    wait, lock, wait_as_before = LOCKS[connection.vendor]
    other = ConnectionHandler({"default": connection.settings_dict})["default"]
    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    ask(wait)
    try:
        with other.cursor() as cursor:
            cursor.execute(lock)
        yield
    finally:
        other.rollback()
        other.close()
        ask(wait_as_before)


def test_words_come_back_from_a_locked_database(form: Form, bobs: Client) -> None:
    url, fields = form
    before = whole()

    with locked():
        answer = bobs.post(url, fields | {"text": WORDS})

    assert answer.status_code == 503
    assert given_back(answer) == WORDS
    assert whole() == before


def test_post_succeeds_once_when_the_lock_is_gone(form: Form, bobs: Client) -> None:
    url, fields = form
    with locked():
        bobs.post(url, fields | {"text": WORDS})

    answers = [bobs.post(url, fields | {"text": WORDS}) for _time in range(2)]

    assert answers[0].status_code == 302
    assert said().count(WORDS) == 1
    assert is_sound()


def test_notice_about_a_locked_database_leaves_the_form_as_it_is(form: Form, bobs: Client) -> None:
    url, fields = form

    with locked():
        answer = bobs.post(url, fields | {"text": WORDS}, headers=HTMX)

    assert answer.status_code == 503
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "still here" in page_of(answer).one(of_class="toast").text
    assert not page_of(answer).all("form")


# --- Full ----------------------------------------------------------------------------------------


@contextmanager
def room_for(pages: int) -> Iterator[None]:
    """No more than so many new pages fit into the file."""
    ask(f"PRAGMA max_page_count = {ask('PRAGMA page_count') + pages}")
    try:
        yield
    finally:
        ask(f"PRAGMA max_page_count = {NO_BOUND}")


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="Only SQLite can be told how large its file may be."
)
def test_full_disk_takes_all_of_a_post_or_nothing(form: Form, bobs: Client) -> None:
    url, fields = form
    refused = 0
    # Without free pages inside of it.
    ask("VACUUM")

    # The less fits, the earlier in the act it breaks off.
    for pages in count():
        before = whole()
        with room_for(pages):
            answer = bobs.post(url, fields | {"text": LONG})
        if answer.status_code == 302:
            break
        assert answer.status_code == 503
        assert given_back(answer) == LONG
        assert whole() == before
        refused += 1
    bobs.post(url, fields | {"text": LONG})

    assert refused > 3
    assert said().count(LONG) == 1
    assert is_sound()


# --- Gone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_words_come_back_without_any_database(
    headers: dict[str, str], room: Room, bobs: Client
) -> None:
    with no_database():
        answer = bobs.post(room.discussion_url(2), {"text": WORDS}, headers=headers)

    assert answer.status_code == 503
    assert page_of(answer).has("typed") == (not headers)


def test_page_tells_of_it_without_anything_to_copy(room: Room, bobs: Client) -> None:
    with no_database():
        answer = bobs.get(room.url)

    assert answer.status_code == 503
    page = page_of(answer)
    assert page.one("h1").text == "The site cannot do that just now"
    assert page.one("a").attributes["href"] == "/"
    assert not page.has("typed")


def test_it_is_told_in_the_readers_language(form: Form, bob: User, bobs: Client) -> None:
    User.objects.filter(pk=bob.pk).update(language="he")
    url, fields = form

    with locked():
        answer = bobs.post(url, fields | {"text": WORDS})

    head = page_of(answer).one("html").attributes
    assert (head["lang"], head["dir"]) == ("he", "rtl")
    assert "cannot" not in html_of(answer)


def test_statement_that_is_wrong_is_a_fault_of_ours() -> None:
    with pytest.raises(DatabaseError) as wrong:
        ask("SELECT nothing FROM nowhere")

    assert not is_outage(wrong.value)
