"""Two groups that read the same text one after the other: what the first one hands down.

The Cellar, led by alice, has finished; bob has prepared something in it. The Attic, led by carol,
reads after them; dora belongs to it.
"""

import uuid
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from articles.models import Article
from discussions import actions
from discussions.models import Comment, Consent, Heirloom, Kind, Legacy, Preparation, Publication
from groups.actions import close_reading, found, join, read_to, start_reading
from groups.models import Group, Membership, Place, Reading
from tests.conftest import Room

NAME, NAMELESS, NO = Consent.Choice.NAME, Consent.Choice.NAMELESS, Consent.Choice.NO
ALL, CODE, TO_GROUP = Publication.Reach.ALL, Publication.Reach.CODE, Publication.Reach.GROUP


@dataclass
class Heirs:
    """A reading that comes after another one, for tests to act in."""

    reading: Reading
    leader: Membership

    def place(self, user: User) -> Place:
        return Place.objects.get(reading=self.reading, membership__user=user)

    def paragraph(self, position: int) -> int:
        return self.reading.article.text.get(position=position).pk

    def read(self, user: User, position: int) -> None:
        paragraph = self.reading.article.text.get(position=position)
        read_to(self.place(user), paragraph=paragraph)

    def receive(self, legacy: Legacy) -> None:
        actions.receive(legacy, reading=self.reading, by=self.leader)

    def url(self, position: int, name: str = "discussion") -> str:
        args = [self.reading.pk, self.paragraph(position)]
        return reverse(f"discussions:{name}", args=args)

    def notes_for(self, user: User) -> list[str]:
        """The words of those from before that this person may have now."""
        visible = Heirloom.objects.visible_to(user).filter(reading=self.reading)
        return [heirloom.note.markdown for heirloom in visible.helpful_first().with_words()]


def prepare(room: Room, author: User, position: int, words: str) -> Comment:
    return room.say(author, position, words, kind=Kind.PREPARATION, sort=Preparation.Sort.GLOSS)


def agree(comment: Comment, choice: Consent.Choice = NAME) -> None:
    assert comment.author is not None
    actions.choose(comment.reading, author=comment.author, choices={comment.pk: choice})


def finish(room: Room, leader: User) -> None:
    close_reading(room.reading, by=room.member(leader))
    room.reading.refresh_from_db()


def hand_down(
    room: Room, leader: User, reach: Publication.Reach = ALL, **how: object
) -> Publication:
    return actions.publish(room.reading, by=room.member(leader), reach=reach, **how)  # type: ignore[arg-type]


def heirs(article: Article, leader: User, *members: User, name: str = "The Attic") -> Heirs:
    membership = found(Group(name=name), founder=leader)
    for member in members:
        join(membership.group, user=member)
    return Heirs(start_reading(article, by=membership), membership)


def say(heirs: Heirs, user: User, position: int, words: str, kind: Kind = Kind.TALK) -> Comment:
    paragraph = heirs.reading.article.text.get(position=position)
    return actions.open_thread(
        heirs.reading, paragraph, author=user, source=words, key=uuid.uuid4(), kind=kind
    )
