"""Nothing that others say ahead of a member reaches them by any way out of the site.

Alice and heidi have read everything and do on the fourth paragraph whatever can be done there, each
time with the canary's name. Bob stands at the third: he takes every way there is, and then takes
them all again once he has read on. What is silent before must sing after.
"""

import uuid
import zipfile
from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.archive import archive_of
from accounts.letters.news import tell_at_once, tell_of_day
from accounts.models import User
from discussions.actions import edit, mark_answer, open_thread, react
from discussions.choice import ORDERS, SHOWN
from discussions.models import Comment, Kind, Preparation, Sign
from discussions.quoting import Quote
from groups import actions
from groups.models import Membership
from tests.conftest import Room, SignIn, handed_down
from tests.page import HTMX
from tests.test_matrix import MATRIX

CANARY = "Lapwing"
FORMATS = ("html", "md", "jsonld")
# Ends the session that asks, or leads away from the site.
LEAVING = {"account_logout", "accounts:session_end", "accounts:sessions"}


@pytest.fixture
def heidi(heidi: User, room: Room) -> User:
    """Heidi, who is back and has read everything."""
    actions.come_back(room.member(heidi), by=room.member(heidi))
    room.read(heidi, 5)
    return heidi


@pytest.fixture
def said(room: Room, alice: User, heidi: User, bob: User) -> None:
    """What alice and heidi do ahead of bob: whatever can be done on a paragraph."""
    talk = room.say(alice, 4, f"{CANARY} says hello to @Bob.")
    room.answer(talk, heidi, f"{CANARY} answers @Bob.")
    question = room.say(heidi, 4, f"Where does the {CANARY} nest?", kind=Kind.QUESTION)
    mark_answer(room.answer(question, alice, f"The {CANARY} nests on the ground."), by=heidi)
    room.say(alice, 4, f"The {CANARY} is for Bob alone.", kind=Kind.PAIR, partner=bob)
    quoting = open_thread(
        room.reading,
        room.paragraphs[3],
        author=alice,
        source=f"The {CANARY} speaks of these words.",
        key=uuid.uuid4(),
        quotation=Quote("fourth", start=4, end=10),
    )
    react(quoting, user=heidi, sign=Sign.THANKS)
    edit(talk, source=f"{CANARY} says hello to @Bob again.", version=talk.version)
    gloss = Preparation.Sort.GLOSS
    room.say(alice, 4, f"A {CANARY} is a bird.", kind=Kind.PREPARATION, sort=gloss)
    stuck = room.stick(heidi, 4, source=f"The {CANARY} is lost on me.")
    room.help(stuck, alice, f"The {CANARY} is not about birds.")
    handed_down(room, alice, words=f"A {CANARY} was here before you.", on=[4])


class Ways:
    """The ways by which something of a reading comes to one of its members."""

    def __init__(self, room: Room, user: User, client: Client, things: dict[str, str]) -> None:
        self.room, self.user, self.client, self.things = room, user, client, things

    def pages(self) -> Iterator[str]:
        for name, row in MATRIX.items():
            if name not in LEAVING:
                yield from self.asked(reverse(name, args=[self.things[arg] for arg in row.args]))

    def discussion(self) -> Iterator[str]:
        yield from self.asked(self.room.discussion_url(4))

    def overview(self) -> Iterator[str]:
        url = reverse("discussions:overview", args=[self.room.reading.pk])
        for show in SHOWN:
            for order in ORDERS:
                yield from self.asked(f"{url}?show={show}&order={order}")

    def search(self) -> Iterator[str]:
        yield from self.asked(f"{reverse('discussions:said')}?q={CANARY.lower()}")

    def next_new(self) -> Iterator[str]:
        third, fourth = self.room.keys(3, 4)
        url = reverse("discussions:next_new", args=[self.room.reading.pk])
        answer = self.client.get(f"{url}?after={third}")
        yield CANARY if f"/paragraphs/{fourth}/" in answer.headers["Location"] else ""

    def export(self) -> Iterator[str]:
        url = reverse("discussions:export", args=[self.room.reading.pk])
        for kind in FORMATS:
            yield from self.asked(f"{url}?format={kind}")

    def inbox(self) -> Iterator[str]:
        yield from self.asked(reverse("accounts:inbox"))

    def letters_at_once(self) -> Iterator[str]:
        yield from self.letters(User.Mail.AT_ONCE)

    def letters_of_the_day(self) -> Iterator[str]:
        yield from self.letters(User.Mail.DAILY)

    def letters(self, wanted: User.Mail) -> Iterator[str]:
        User.objects.filter(pk=self.user.pk).update(mail=wanted)
        mail.outbox.clear()
        tell_at_once.call(self.user.pk)
        tell_of_day.call(self.user.pk)
        for letter in mail.outbox:
            yield letter.message().as_string()
            yield from (str(part.get_payload(decode=True)) for part in letter.message().walk())

    def asked(self, url: str) -> Iterator[str]:
        for headers in ({}, HTMX):
            answer = self.client.get(url, headers=headers)
            content = b"" if answer.streaming else answer.content
            yield f"{dict(answer.headers)} {content.decode(errors='ignore')}"


WAYS = [
    name for name in vars(Ways) if not name.startswith("_") and name not in {"letters", "asked"}
]


@pytest.fixture
def ways(room: Room, bob: User, sign_in: SignIn, things: dict[str, str]) -> Ways:
    return Ways(room, bob, sign_in(bob), things)


def is_heard(ways: Ways, way: str) -> bool:
    """Whether the canary, or the key of something that it says, comes by this way."""
    spoken = Comment.objects.filter(source__contains=CANARY).values_list("pk", flat=True)
    signs = [CANARY, *(f"comment-{pk}" for pk in spoken), *(f"/comments/{pk}/" for pk in spoken)]
    with transaction.atomic():
        heard = any(sign in answer for answer in getattr(ways, way)() for sign in signs)
        transaction.set_rollback(True)
    return heard


@pytest.mark.parametrize("role", Membership.Role.values)
@pytest.mark.parametrize("way", WAYS)
def test_what_is_said_ahead_comes_by_no_way_before_it_is_reached(
    way: str, role: str, ways: Ways, said: None, room: Room, bob: User
) -> None:
    actions.change_role(room.member(bob), role=Membership.Role(role))

    assert not is_heard(ways, way)
    room.read(bob, 5)
    assert is_heard(ways, way)


def test_all_of_it_is_told_on_the_paragraph(ways: Ways, said: None, room: Room, bob: User) -> None:
    room.read(bob, 5)

    told = "".join(ways.discussion())

    words = ("is a bird", "is lost on me", "is not about birds", "was here before you")
    assert [phrase for phrase in words if phrase not in told] == []


def test_what_is_said_to_me_ahead_is_not_in_what_i_take_along(
    said: None, room: Room, bob: User
) -> None:
    room.say(bob, 2, "My own words.")

    with archive_of(bob) as made, zipfile.ZipFile(made) as archive:
        files = b"".join(map(archive.read, archive.namelist())).decode(errors="ignore")

    assert "My own words." in files
    assert CANARY not in files
