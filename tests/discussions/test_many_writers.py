"""Many who speak in one thread at the same moment."""

import uuid

import pytest

from accounts.models import User
from discussions.actions import reply
from discussions.models import Comment, Thread
from discussions.room import Room as SeenRoom
from tests.at_once import at_once
from tests.conftest import Room

WRITERS = 20


@pytest.mark.django_db(transaction=True)
def test_twenty_answers_at_once_are_all_heard(
    room: Room, comment: Comment, alice: User, bob: User
) -> None:
    def answer(number: int) -> Comment:
        author = (alice, bob)[number % 2]
        return reply(comment, author=author, source=f"Answer {number}.", key=uuid.uuid4())

    made = at_once(*[lambda n=number: answer(n) for number in range(WRITERS)])

    thread = Thread.objects.get()
    numbers = thread.comments.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WRITERS + 2))
    assert (thread.voices, thread.said) == (WRITERS + 1, WRITERS + 1)
    (met,) = SeenRoom(room.reading.pk, alice).discussion(room.paragraphs[1])
    assert met.heard == WRITERS + 1
    assert {one.pk for one in made} | {comment.pk} == set(met.voices)
