"""What is asked of the site, each as a browser asks it."""

from itertools import count, cycle
from uuid import uuid4

from benchmarks.scale.client import Ask, get, post
from benchmarks.scale.said import TEXTS
from benchmarks.scale.sites import Room

# The paragraph that is marked and not marked again in turn: the last one that all have read.
MARKED = 38


def page(path: str, cookie: str) -> Ask:
    """A whole page."""
    return lambda: get(path, cookie=cookie)


def part(path: str, cookie: str) -> Ask:
    """What htmx asks for."""
    return lambda: get(path, cookie=cookie, htmx=True)


def nothing(room: Room, member: int) -> Ask:
    return page("/nothing/", room.cookies[member])


def home(room: Room, member: int) -> Ask:
    return page("/", room.cookies[member])


def group(room: Room, member: int) -> Ask:
    return page(f"/groups/{room.group}/", room.cookies[member])


def news(room: Room, member: int) -> Ask:
    """What a page asks for that was told of something said."""
    return part(f"{room.url}now/?spoken={room.paragraphs[0]}", room.cookies[member])


def room(room: Room, member: int) -> Ask:
    return page(room.url, room.cookies[member])


def open_room(room: Room, member: int) -> Ask:
    """The room with a discussion open."""
    return page(room.discussion(0), room.cookies[member])


def overview(room: Room, member: int) -> Ask:
    return page(f"{room.url}discussions/", room.cookies[member])


def discussion(room: Room, member: int) -> Ask:
    """The discussion of one paragraph, of ten comments."""
    return part(room.discussion(0), room.cookies[member])


def speaking(room: Room, member: int) -> Ask:
    """Something new is said, on each paragraph in turn."""
    numbers, texts = cycle(range(1, MARKED)), cycle(TEXTS)

    def ask() -> bytes:
        fields = {"text": next(texts), "key": str(uuid4()), "kind": "talk"}
        return post(room.discussion(next(numbers)), fields, cookie=room.cookies[member])

    return ask


def marking(room: Room, member: int) -> Ask:
    """A mark is taken back and made again, in turn."""
    turns = count()
    key = str(room.paragraphs[MARKED])

    def ask() -> bytes:
        act = "mark" if next(turns) % 2 else "unmark"
        return post(f"{room.url}marks/", {act: key}, cookie=room.cookies[member])

    return ask
