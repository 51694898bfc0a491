"""The cast: alice leads, bob belongs, carol is outside, dave has left, erin is site staff.

Their group is private and reads an article of five paragraphs. Alice has read it all, bob stands
at the third paragraph; on the second one bob has spoken.
"""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from articles.models import Article, Draft, Paragraph
from discussions.actions import open_thread, reply
from discussions.models import Comment
from groups import actions
from groups.models import Group, Membership, Place, Reading

# Playwright runs its own event loop in the tests' thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How many random cases a property is tried with.
EXAMPLES = int(os.environ.get("EXAMPLES", "15"))

type Person = Callable[..., User]
type SignIn = Callable[[User | None], Client]


@pytest.fixture
def person(db: None) -> Person:
    """Make a user, known by the first part of the address."""

    def make(name: str, **fields: object) -> User:
        user = User(email=f"{name}@example.org", display_name=name.capitalize(), **fields)
        user.set_password(f"{name} knows this")
        user.save()
        return user

    return make


@pytest.fixture
def alice(person: Person) -> User:
    return person("alice")


@pytest.fixture
def bob(person: Person) -> User:
    return person("bob")


@pytest.fixture
def carol(person: Person) -> User:
    return person("carol")


@pytest.fixture
def dave(person: Person) -> User:
    return person("dave")


@pytest.fixture
def erin(person: Person) -> User:
    return person("erin", is_staff=True, is_superuser=True)


@pytest.fixture
def sign_in() -> SignIn:
    """A browser without JavaScript, signed in as this person."""

    def client_of(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client_of


@pytest.fixture
def group(alice: User, bob: User, dave: User) -> Group:
    private = Group(name="The Cellar", visibility="private", joining="invitation")
    actions.found(private, founder=alice)
    actions.join(private, user=bob)
    actions.leave(actions.join(private, user=dave))
    return private


@pytest.fixture
def article(alice: User) -> Article:
    blocks = [
        Block("The first paragraph."),
        Block("The second paragraph, with *stress*."),
        Block("A heading", Kind.HEADING, 2),
        Block("The fourth paragraph."),
        Block("The fifth and last paragraph."),
    ]
    return publish(title="On Lamps", blocks=blocks, added_by=alice)


@dataclass
class Room:
    """A reading with its group, text and members, for tests to act in."""

    reading: Reading
    group: Group
    paragraphs: list[Paragraph]

    def member(self, user: User) -> Membership:
        return Membership.objects.get(group=self.group, user=user)

    def place(self, user: User) -> Place:
        return Place.objects.get(reading=self.reading, membership__user=user)

    def read(self, user: User, position: int) -> None:
        actions.read_to(self.place(user), paragraph=self.paragraphs[position - 1])

    def say(self, user: User, position: int, words: str) -> Comment:
        paragraph = self.paragraphs[position - 1]
        return open_thread(self.reading, paragraph, author=user, source=words, key=uuid.uuid4())

    def answer(self, comment: Comment, user: User, words: str) -> Comment:
        return reply(comment, author=user, source=words, key=uuid.uuid4())

    @property
    def url(self) -> str:
        return reverse("discussions:room", args=[self.reading.pk])

    @property
    def marks_url(self) -> str:
        return reverse("discussions:marks", args=[self.reading.pk])

    def discussion_url(self, position: int) -> str:
        key = self.paragraphs[position - 1].pk
        return reverse("discussions:discussion", args=[self.reading.pk, key])

    def keys(self, *positions: int) -> list[int]:
        """The keys of the paragraphs at these positions."""
        return [self.paragraphs[position - 1].pk for position in positions]


@pytest.fixture
def room(group: Group, article: Article, alice: User, bob: User) -> Room:
    reading = actions.start_reading(article, by=Membership.objects.get(group=group, user=alice))
    made = Room(reading, group, list(article.paragraphs.all()))
    made.read(alice, 5)
    made.read(bob, 2)
    return made


@pytest.fixture
def comment(room: Room, bob: User) -> Comment:
    return room.say(bob, 2, "Bob's thought.")


@pytest.fixture
def things(room: Room, comment: Comment, alice: User, bob: User) -> dict[str, str]:
    """What stands in the addresses of tests/test_matrix.py, by the names there."""
    draft = Draft(title="Half a text", added_by=alice)
    draft.save()
    invitation, token = actions.invite(room.member(alice))
    made = {
        "article": room.reading.article_id,
        "comment": comment.pk,
        "draft": draft.pk,
        "group": room.group.pk,
        "invitation": invitation.pk,
        "key": "no-such-key",
        "membership": room.member(bob).pk,
        "paragraph": room.paragraphs[1].pk,
        "reading": room.reading.pk,
        "token": token,
        "uid": "1",
    }
    return {name: str(thing) for name, thing in made.items()}


@pytest.fixture
def clients(
    sign_in: SignIn, alice: User, bob: User, request: pytest.FixtureRequest
) -> dict[str, Client]:
    outside = {name: request.getfixturevalue(name) for name in ("carol", "dave", "erin")}
    cast = {"anonymous": None, **outside, "bob": bob, "alice": alice}
    return {name: sign_in(user) for name, user in cast.items()}
