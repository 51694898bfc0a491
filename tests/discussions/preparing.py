"""Preparations as people leave them, and what is read of them."""

import uuid
from typing import Any

from django.test import Client

from accounts.models import User
from discussions.models import Comment, Kind, Preparation
from tests.conftest import Room
from tests.page import Element, page_of


def prepare(
    room: Room, user: User, position: int, words: str, *, sort: str = "question", **how: Any
) -> Comment:
    """Leave a preparation on the paragraph at this position."""
    sort = Preparation.Sort(sort)
    return room.say(user, position, words, kind=Kind.PREPARATION, sort=sort, **how)


def filled_in(words: str, *, sort: str = "question", **more: object) -> dict[str, object]:
    """What the form of a thread posts that is to be a preparation."""
    key = str(uuid.uuid4())
    return {"text": words, "key": key, "kind": "preparation", "sort": sort, **more}


def greetings(client: Client, room: Room) -> list[str]:
    """What greets in the text of the room, from top to bottom."""
    page = page_of(client.get(room.url))
    return [greeting.text for greeting in page.all(of_class="greeting")]


def prepared(client: Client, room: Room, position: int) -> Element:
    """What stands as prepared at the head of a paragraph's discussion."""
    return page_of(client.get(room.discussion_url(position))).at("prepared")
