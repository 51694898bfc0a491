"""Threads on a paragraph: their heads, their order, and what htmx brings of them."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions.models import Comment
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def first_words(page: Element) -> list[str]:
    return [thread.all(of_class="voice-words")[0].text for thread in page.all(of_class="thread")]


def heads(page: Element) -> list[str]:
    return [head.text for head in page.all("summary", of_class="thread-head")]


def test_head_says_who_began_and_how_many_speak(
    room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    room.answer(comment, alice, "An answer.")
    room.say(alice, 2, "Another thread.")

    assert heads(page_of(alices.get(room.discussion_url(2)))) == ["Bob 2 voices", "Alice 1 voice"]


def test_head_counts_and_names_what_the_reader_hears(
    room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    room.answer(comment, alice, "An answer.")
    alices.post(reverse("accounts:block", args=[comment.author_id]))

    assert heads(page_of(alices.get(room.discussion_url(2)))) == ["A thread 1 voice"]


def test_head_follows_what_is_said_and_taken_back(
    room: Room, comment: Comment, alices: Client
) -> None:
    words = {"text": "So.", "key": str(uuid.uuid4())}
    url = f"{comment.get_absolute_url()}reply/"

    spoken = page_of(alices.post(url, words, headers=HTMX))
    answer = Comment.objects.get(source="So.")
    gone = page_of(alices.post(f"{answer.get_absolute_url()}deletion/", headers=HTMX))

    assert (heads(spoken), heads(gone)) == (["Bob 2 voices"], ["Bob 1 voice"])
    assert spoken.at(f"head-{comment.thread_id}").attributes["hx-swap-oob"] == "true"


def test_thread_goes_with_its_last_words(room: Room, comment: Comment, bob: User) -> None:
    client = Client()
    client.force_login(bob)

    answer = page_of(client.post(f"{comment.get_absolute_url()}deletion/", headers=HTMX))

    assert answer.at(f"thread-{comment.thread_id}").attributes["hx-swap-oob"] == "delete"


def test_order_is_kept_for_the_next_pages(
    room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    room.say(alice, 2, "The second thread.")
    url = room.discussion_url(2)
    oldest = ["Bob's thought.", "The second thread."]
    newest = oldest[::-1]

    assert first_words(page_of(alices.get(url))) == oldest
    assert first_words(page_of(alices.get(f"{url}?order=newest", headers=HTMX))) == newest
    assert first_words(page_of(alices.get(url))) == newest
    assert first_words(page_of(alices.get(f"{url}?order=loudest"))) == newest
    assert first_words(page_of(alices.get(f"{url}?order=oldest"))) == oldest
    assert first_words(page_of(alices.get(url))) == oldest


def test_thread_comes_first_when_it_is_answered(
    room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    room.say(alice, 2, "The second thread.")

    room.answer(comment, alice, "An answer.")

    page = page_of(alices.get(f"{room.discussion_url(2)}?order=newest"))
    assert first_words(page) == ["Bob's thought.", "The second thread."]


def test_order_is_offered_where_there_are_threads_to_order(
    room: Room, comment: Comment, alice: User, alices: Client
) -> None:
    assert not page_of(alices.get(room.discussion_url(2))).all(of_class="order")
    room.say(alice, 2, "The second thread.")

    chosen = page_of(alices.get(f"{room.discussion_url(2)}?order=newest")).one(of_class="order")

    assert chosen.one("a", **{"aria-current": "true"}).text == "Latest activity first"
