"""The cast: alice leads, bob belongs, carol is outside, dave has left, erin is site staff; frank is
barred, gina's account is switched off, heidi has paused.

Their group is private and reads an article of five paragraphs. Alice has read it all, bob stands
at the third paragraph; on the second one bob has spoken.
"""

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.actions.portraits import show_portrait
from accounts.letters import stop_url
from accounts.models import Notice, User, compiling
from articles.actions import publish
from articles.blocks import Block, Kind
from articles.models import Article, Collection, Draft, Paragraph, Picture
from discussions import actions as legacies
from discussions.actions import answer_stuck, be_stuck, open_thread, reply, report_comment
from discussions.models import Comment, Consent, Heirloom, Preparation, Publication, Stuck
from discussions.models import Kind as ThreadKind
from groups import actions
from groups.models import Ban, Emblem, Group, Invitation, JoinRequest, Membership, Place, Reading
from tests.redis import Redis, running
from tests.serving import serving

# Playwright runs its own event loop in the tests' thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How many random cases a property is tried with.
EXAMPLES = int(os.environ.get("EXAMPLES", "15"))

# Files that take the longest, to be begun first: else one worker ends long after the others.
LONGEST = (
    "test_histories.py",
    "test_permissions.py",
    "test_demo.py",
    "test_access.py",
    "test_access_of_room.py",
    "test_matrix.py",
    "test_privacy.py",
    "test_layout.py",
)

# The fixtures with which a test asks the database.
DATABASE = {"db", "transactional_db"}

type Person = Callable[..., User]
type SignIn = Callable[[User | None], Client]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asks = DATABASE.intersection(getattr(item, "fixturenames", ()))
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("database")
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(LONGEST)))


@pytest.fixture
def person(db: None) -> Person:
    """Make a user, known by the first part of the address."""

    def make(name: str, **fields: object) -> User:
        user = User(email=f"{name}@example.org", display_name=name.capitalize(), **fields)
        user.set_password(f"{name} knows this")
        user.save()
        return user

    return make


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Keys come again in another test's database; pieces of discussions are known by them."""
    caches["pieces"].clear()


@pytest.fixture
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every query together when it is asked, for tests that change what it is made of."""
    monkeypatch.setattr(compiling, "_ask", lambda made, things: list(made.query(*things)))


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
def frank(person: Person, group: Group, alice: User) -> User:
    """Barred from the group."""
    barred = person("frank")
    Ban.objects.create(group=group, user=barred, banned_by=alice)
    return barred


@pytest.fixture
def gina(person: Person, group: Group) -> User:
    """A member whose account is about to be switched off."""
    member = person("gina")
    actions.join(group, user=member)
    return member


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis of this test's own, to be stopped and frozen."""
    with running(tmp_path) as started:
        yield started


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of the site, served as it is deployed."""
    with serving() as address:
        yield address


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

    def say(self, user: User, position: int, words: str, **how: Any) -> Comment:
        """Begin a thread; its `kind` and `partner` can be given."""
        paragraph = self.paragraphs[position - 1]
        return open_thread(
            self.reading, paragraph, author=user, source=words, key=uuid.uuid4(), **how
        )

    def answer(self, comment: Comment, user: User, words: str) -> Comment:
        return reply(comment, author=user, source=words, key=uuid.uuid4())

    def stick(self, user: User, position: int, **how: Any) -> Stuck:
        """Let somebody be stuck; their words as `source`, and `is_anonymous`, can be given."""
        return be_stuck(self.reading, self.paragraphs[position - 1], asker=user, **how)

    def help(self, stuck: Stuck, user: User, words: str) -> Comment:
        """Answer somebody who is stuck."""
        return answer_stuck(stuck, author=user, source=words, key=uuid.uuid4())

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
def heidi(person: Person, room: Room) -> User:
    """A member who stands where bob does and has paused."""
    paused = person("heidi")
    membership = actions.join(room.group, user=paused)
    room.read(paused, 2)
    membership.state = Membership.State.PAUSED
    membership.save(update_fields=["state"])
    return paused


@pytest.fixture
def comment(room: Room, bob: User) -> Comment:
    return room.say(bob, 2, "Bob's thought.")


def elsewhere(user: User) -> UserSession:
    """Another browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    key = client.session.session_key
    session: UserSession = UserSession.objects.create(user=user, ip="192.0.2.1", session_key=key)
    return session


def handed_down(
    room: Room,
    author: User,
    *,
    words: str = "A lamp for those who come.",
    on: Sequence[int] = (2, 5),
) -> tuple[Reading, list[Heirloom]]:
    """A finished reading of the room's text by its group, and what the room has received of it.

    That is a note on each of these paragraphs, by their positions.
    """
    leader = room.member(author)
    earlier = actions.start_reading(room.reading.article, by=leader)
    prepared = [
        open_thread(
            earlier,
            room.paragraphs[position - 1],
            author=author,
            source=words,
            key=uuid.uuid4(),
            kind=ThreadKind.PREPARATION,
            sort=Preparation.Sort.GLOSS,
        ).pk
        for position in on
    ]
    chosen = dict.fromkeys(prepared, Consent.Choice.NAME)
    legacies.choose(earlier, author=author, choices=chosen)
    actions.close_reading(earlier, by=leader)
    earlier.refresh_from_db()
    way = legacies.publish(earlier, by=leader, reach=Publication.Reach.CODE)
    legacies.publish(earlier, by=leader, reach=Publication.Reach.ALL)
    legacies.receive(way.legacy, reading=room.reading, by=leader)
    return earlier, list(Heirloom.objects.filter(reading=room.reading))


@pytest.fixture
def things(
    room: Room, comment: Comment, alice: User, bob: User, frank: User, person: Person
) -> dict[str, str]:
    """What stands in the addresses of tests/test_matrix.py, by the names there."""
    draft = Draft(title="Half a text", added_by=alice)
    draft.save()
    picture = f"{'0f' * 16}-8x6"
    for text in ({"draft": draft}, {"article": room.reading.article}):
        Picture.objects.create(**text, name=picture, content=b"RIFF")
    invitation = actions.invite(room.member(alice))
    actions.invite_by_mail(room.member(alice), addresses=["noa@example.com"])
    blocks = [Block("פסקה ראשונה."), Block("פסקה שנייה.")]
    translation = publish(
        title="על נרות",
        blocks=blocks,
        language="he",
        added_by=alice,
        translation_of=room.reading.article,
    )
    show_portrait(bob, name="0f" * 16, content=b"RIFF")
    collection = Collection.objects.create(title="A shelf of lamps", added_by=alice)
    question = room.say(alice, 2, "Why two?", kind=ThreadKind.QUESTION)
    gloss = Preparation.Sort.GLOSS
    prepared = room.say(alice, 2, "It burns oil.", kind=ThreadKind.PREPARATION, sort=gloss)
    # Alice has read it all: every step is open.
    together = Reading.Pacing.TOGETHER
    firsts = room.paragraphs[3:4]
    actions.cut(room.reading, by=room.member(alice), pacing=together, firsts=firsts)
    report = report_comment(comment, by=alice, words="Too loud.")
    stuck = room.stick(bob, 3, source="What is it a heading of?")
    Emblem.objects.create(group=room.group, name="0f" * 16, content=b"RIFF")
    asked = JoinRequest.objects.create(group=room.group, user=person("zoe"), note="May I?")
    earlier, heirlooms = handed_down(room, alice)
    at = room.paragraphs[2]
    study_session = actions.begin_session(room.reading, by=room.member(alice), paragraph=at)
    actions.take_part(study_session, member=room.member(bob))
    actions.raise_hand(study_session, member=room.member(bob))
    made = {
        "answer": room.answer(question, bob, "For balance.").pk,
        "article": room.reading.article_id,
        "asked": asked.pk,
        "ban": Ban.objects.get(user=frank).pk,
        "calendar": actions.give_calendar(room.place(bob)),
        "code": room.group.code,
        "collection": collection.pk,
        "comment": comment.pk,
        "draft": draft.pk,
        "emblem": "0f" * 16,
        "finished": earlier.pk,
        "group": room.group.pk,
        "heirloom": heirlooms[0].pk,
        "heirloom_ahead": heirlooms[1].pk,
        "help": room.help(stuck, alice, "Of what comes below it.").pk,
        "invitation": invitation.pk,
        "legacy": heirlooms[0].note.legacy_id,
        "legacy_code": Publication.objects.get(reach="code").code,
        "letter": Invitation.objects.letters().get().pk,
        "key": "no-such-key",
        "membership": room.member(bob).pk,
        "notice": Notice.objects.get(user=alice, kind="join", about=room.member(bob).pk).pk,
        "paragraph": room.paragraphs[1].pk,
        "passkey": 1,
        "person": bob.pk,
        "picture": picture,
        "portrait": "0f" * 16,
        "preparation": prepared.pk,
        "publication": Publication.objects.get(reach="code").pk,
        "question": question.thread_id,
        "reading": room.reading.pk,
        "report": report.pk,
        "revision": 1,
        "step": 2,
        "session": elsewhere(alice).pk,
        "stuck": stuck.pk,
        "study_session": study_session.pk,
        "attendance": study_session.attendances.get(membership=room.member(bob)).pk,
        "stop": stop_url(bob).rstrip("/").rpartition("/")[2],
        "thread": comment.thread_id,
        "token": invitation.token,
        "translation": translation.pk,
        "uid": "1",
        "untranslated": publish(title="On Wicks", blocks=blocks, added_by=alice).pk,
    }
    return {name: str(thing) for name, thing in made.items()}


@pytest.fixture
def clients(
    sign_in: SignIn, alice: User, bob: User, request: pytest.FixtureRequest
) -> dict[str, Client]:
    outside = {name: request.getfixturevalue(name) for name in ("carol", "dave", "erin", "frank")}
    inside = {name: request.getfixturevalue(name) for name in ("heidi", "gina")}
    cast = {"anonymous": None, **outside, **inside, "bob": bob, "alice": alice}
    signed_in = {name: sign_in(user) for name, user in cast.items()}
    User.objects.filter(display_name="Gina").update(is_active=False)
    return signed_in
