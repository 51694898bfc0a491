"""One filled-in form makes one comment, however often and from wherever it is posted."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.actions import EditedMeanwhile, delete, edit, open_thread, reply
from discussions.models import Comment, Thread
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import HTMX

TIMES = 4


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_same_form_twice_is_one_comment(headers: dict[str, str], room: Room, bobs: Client) -> None:
    form, other = ({"text": text, "key": str(uuid.uuid4())} for text in ("Once.", "Another."))

    first, _between, again = (
        bobs.post(room.discussion_url(2), data, headers=headers) for data in (form, other, form)
    )

    assert (first.status_code, first.headers.get("Location")) == (
        again.status_code,
        again.headers.get("Location"),
    )
    assert [comment.source for comment in Comment.objects.all()] == ["Once.", "Another."]
    assert [thread.voices for thread in Thread.objects.all()] == [1, 1]


def test_same_reply_twice_is_one_reply(comment: Comment, bobs: Client) -> None:
    form = {"text": "Once.", "key": str(uuid.uuid4())}
    url = reverse("discussions:reply", args=[comment.pk])

    for _time in range(2):
        bobs.post(url, form)

    assert comment.replies.count() == 1
    assert Thread.objects.get().voices == 2


def test_two_forms_with_the_same_words_are_two_comments(room: Room, bobs: Client) -> None:
    for _time in range(2):
        bobs.post(room.discussion_url(2), {"text": "Again.", "key": str(uuid.uuid4())})

    assert Comment.objects.count() == 2


def test_key_of_another_author_is_no_hindrance(
    room: Room, alice: User, bobs: Client, sign_in: SignIn
) -> None:
    form = {"text": "Mine.", "key": str(uuid.uuid4())}

    bobs.post(room.discussion_url(2), form)
    sign_in(alice).post(room.discussion_url(2), form)

    names = Comment.objects.values_list("author__display_name", flat=True)
    assert sorted(names) == ["Alice", "Bob"]


def test_key_that_was_used_does_not_change_what_was_said(room: Room, bobs: Client) -> None:
    key = str(uuid.uuid4())
    bobs.post(room.discussion_url(2), {"text": "First.", "key": key})
    bobs.post(room.discussion_url(1), {"text": "Second.", "key": key})

    comment = Comment.objects.get()
    assert (comment.source, comment.paragraph) == ("First.", room.paragraphs[1])


@pytest.mark.django_db(transaction=True)
def test_threads_opened_at_once_are_one(room: Room, bob: User) -> None:
    key = uuid.uuid4()
    paragraph = room.paragraphs[1]

    made = at_once(
        *[lambda: open_thread(room.reading, paragraph, author=bob, source="Once.", key=key)] * TIMES
    )

    assert len({comment.pk for comment in made}) == 1
    assert [thread.voices for thread in Thread.objects.all()] == [1]


@pytest.mark.django_db(transaction=True)
def test_replies_given_at_once_are_one(room: Room, comment: Comment, bob: User) -> None:
    key = uuid.uuid4()

    at_once(*[lambda: reply(comment, author=bob, source="Once.", key=key)] * TIMES)

    assert comment.replies.count() == 1
    assert Thread.objects.get().voices == 2


@pytest.mark.django_db(transaction=True)
def test_different_replies_at_once_are_all_counted(room: Room, comment: Comment, bob: User) -> None:
    at_once(*[lambda: reply(comment, author=bob, source="Each.", key=uuid.uuid4())] * TIMES)

    assert comment.replies.count() == TIMES
    assert Thread.objects.get().voices == 1 + TIMES


@pytest.mark.django_db(transaction=True)
def test_comment_deleted_at_once_is_counted_out_once(
    room: Room, comment: Comment, alice: User
) -> None:
    room.answer(comment, alice, "Stays.")

    at_once(*[lambda: delete(comment)] * TIMES)

    assert Thread.objects.get().voices == 1


@pytest.mark.django_db(transaction=True)
def test_of_changes_made_at_once_one_is_saved(comment: Comment) -> None:
    def change() -> str:
        text = f"Version {uuid.uuid4()}."
        try:
            return edit(comment, source=text, version=1).source
        except EditedMeanwhile:
            return ""

    saved = [text for text in at_once(*[change] * TIMES) if text]

    comment.refresh_from_db()
    assert saved == [comment.source]
    assert comment.version == 2
