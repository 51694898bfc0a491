"""Taking back one's own words."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment, Thread
from tests.conftest import Room, SignIn
from tests.page import HTMX, page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def url(comment: Comment) -> str:
    return reverse("discussions:deletion", args=[comment.pk])


def voices(room: Room, client: Client) -> str:
    """The number of voices on the second paragraph as the margin shows it."""
    return page_of(client.get(room.url)).at(f"voices-{room.keys(2)[0]}").text


def test_asking_deletes_nothing(comment: Comment, bobs: Client) -> None:
    page = page_of(bobs.get(url(comment)))

    assert page.at(f"body-{comment.pk}").one("form").attributes["action"] == url(comment)
    assert page.at(f"body-{comment.pk}").one(of_class="voice-words").text == "Bob's thought."
    comment.refresh_from_db()
    assert not comment.is_deleted


def test_deleted_words_are_gone_from_page_and_database(
    room: Room, comment: Comment, bobs: Client
) -> None:
    answer = bobs.post(url(comment), follow=True)

    assert not page_of(answer).has(f"comment-{comment.pk}")
    comment.refresh_from_db()
    assert comment.is_deleted
    assert (comment.source, comment.html) == ("", "")
    assert voices(room, bobs) == ""


def test_deleted_comment_without_replies_leaves_the_page_through_htmx(
    room: Room, comment: Comment, bobs: Client
) -> None:
    answer = page_of(bobs.post(url(comment), headers=HTMX))

    assert answer.at(f"comment-{comment.pk}").attributes["hx-swap-oob"] == "delete"
    assert answer.at(f"voices-{room.keys(2)[0]}").text == ""


def test_deleted_comment_keeps_its_place_while_it_has_replies(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    answer = room.answer(comment, alice, "I answer.")

    page = page_of(bobs.post(url(comment), follow=True))

    assert page.at(f"body-{comment.pk}").all(of_class="voice-deleted")
    assert page.at(f"replies-{comment.pk}").has(f"comment-{answer.pk}")
    names = page.at(f"comment-{comment.pk}").all(of_class="voice-name")
    assert [name.text for name in names] == ["Alice"]
    assert voices(room, bobs) == "1"


def test_deleted_comment_with_replies_becomes_a_stub_through_htmx(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    room.answer(comment, alice, "I answer.")

    answer = page_of(bobs.post(url(comment), headers=HTMX))

    assert answer.at(f"body-{comment.pk}").all(of_class="voice-deleted")
    assert not answer.all("div", **{"hx-swap-oob": "delete"})
    assert answer.at(f"voices-{room.keys(2)[0]}").text == "1"


def test_stub_goes_with_its_last_reply(
    room: Room, comment: Comment, alice: User, bobs: Client, sign_in: SignIn
) -> None:
    answer = room.answer(comment, alice, "I answer.")
    bobs.post(url(comment))

    fragment = page_of(sign_in(alice).post(url(answer), headers=HTMX))

    gone = {element.attributes["id"] for element in fragment.all(**{"hx-swap-oob": "delete"})}
    voices = {f"comment-{comment.pk}", f"comment-{answer.pk}"}
    assert gone == {*voices, f"thread-{comment.thread_id}"}
    assert not page_of(bobs.get(room.discussion_url(2))).all(of_class="voice")


def test_voices_are_counted_right_through_replies_and_deletions(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    first = room.answer(comment, alice, "One.")
    room.answer(first, alice, "Two.")
    room.say(alice, 2, "A thread of its own.")
    bobs.post(url(comment))
    bobs.post(url(comment))

    assert Thread.objects.get(pk=comment.thread_id).voices == 2
    assert voices(room, bobs) == "3"


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_author_deletes(
    method: str, comment: Comment, alice: User, sign_in: SignIn
) -> None:
    assert getattr(sign_in(alice), method)(url(comment)).status_code == 403
    comment.refresh_from_db()
    assert not comment.is_deleted


def test_deleting_again_is_refused_and_counts_nothing(comment: Comment, bobs: Client) -> None:
    bobs.post(url(comment))

    assert bobs.post(url(comment)).status_code == 403
    assert Thread.objects.get().voices == 0


def test_deleted_comment_cannot_be_brought_back_by_an_edit(comment: Comment, bobs: Client) -> None:
    bobs.post(url(comment))

    bobs.post(reverse("discussions:edit", args=[comment.pk]), {"text": "Back.", "version": "2"})

    comment.refresh_from_db()
    assert comment.is_deleted
    assert comment.source == ""
