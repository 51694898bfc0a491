"""The sample content of the demo: a group of four, at different places, in conversation."""

import tomllib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.actions import publish, translate
from articles.formats import read
from articles.models import Article, Visibility
from discussions.actions import open_thread, reply
from discussions.models import Comment, Thread
from groups import actions
from groups.models import Group, JoinRequest, Membership, Place, Reading

FOLDER = Path(__file__).parent / "sample"
PASSWORD = "read-together"  # noqa: S105  # everyone may know it
# How far the four have come in an article of one's own, as parts of the whole.
PARTS = (1.0, 0.6, 0.35, 0.0)


@dataclass(frozen=True)
class Sample:
    """What the sample is told from: its members, its group and what they said."""

    members: dict[str, dict[str, Any]]
    group: dict[str, str]
    circle: dict[str, Any]
    comments: list[dict[str, Any]]

    @classmethod
    def read(cls) -> "Sample":
        told = tomllib.loads((FOLDER / "discussion.toml").read_text(encoding="utf-8"))
        return cls(told["members"], told["group"], told["circle"], told["comment"])


def email(key: str) -> str:
    """How the sample's member of this name signs in."""
    return f"{key}@example.org"


@transaction.atomic
def load(sample: Sample, *, article: Path | None = None) -> None:
    """Make the sample's people and group, reading the sample article or the file `article`."""
    members = _gather(sample)
    if article:
        start_reading_of(article, members=list(members.values()))
        return
    texts = {
        language: publish_file(FOLDER / f"on-studying-together.{language}.md")
        for language in ("he", "en")
    }
    for language, text in texts.items():
        reading = _start(text, members[next(iter(members))])
        for key, membership in members.items():
            _read(reading, membership, sample.members[key]["read"][language])
        said = [c for c in sample.comments if _language(c, sample) == language]
        _say(reading, said, members)
    translate(texts["en"], by=texts["he"])
    _found_circle(sample, {key: membership.user for key, membership in members.items()})


def is_loaded(sample: Sample) -> bool:
    return User.objects.filter(email__in=emails_of(sample)).exists()


def members_of_sample(sample: Sample) -> list[Membership]:
    """Those of the sample's people who are still in its group, first of them a leader if any is."""
    group = Group.objects.filter(memberships__user__email__in=emails_of(sample)).order_by("pk")
    present = Membership.objects.present().filter(group=group.first())
    people = present.filter(user__email__in=emails_of(sample))
    return sorted(people.order_by("pk"), key=lambda membership: not membership.is_leader)


def emails_of(sample: Sample) -> list[str]:
    return [email(key) for key in sample.members]


def start_reading_of(file: Path, *, members: Sequence[Membership]) -> None:
    """Let these members read this file together, each at a place of their own.

    Raises OSError for a file that cannot be read, InvalidArticle for one that is no text.
    """
    text = publish_file(file)
    reading = _start(text, members[0])
    length = text.text.count()
    for membership, part in zip(members, PARTS, strict=False):
        _read(reading, membership, round(length * part))


def publish_file(file: Path) -> Article:
    text = read(file.read_bytes(), name=file.name)
    return publish(
        title=text.title or file.stem,
        author=text.author,
        language=text.language,
        blocks=text.blocks,
        pictures=text.pictures,
        visibility=Visibility.PUBLIC,
    )


def _gather(sample: Sample) -> dict[str, Membership]:
    users = {key: _user(email(key), told) for key, told in sample.members.items()}
    leader, *others = users
    group = Group(**sample.group)
    memberships = {leader: actions.found(group, founder=users[leader])}
    return memberships | {key: actions.join(group, user=users[key]) for key in others}


def _found_circle(sample: Sample, users: dict[str, User]) -> None:
    """Found the second group, which somebody asks to be let into."""
    told, asking = sample.circle, sample.circle["request"]
    circle = actions.found(Group(**told["group"]), founder=users[told["led_by"]]).group
    # No letter is written about it.
    JoinRequest.objects.create(group=circle, user=users[asking["by"]], note=asking["note"])


def _user(address: str, told: dict[str, Any]) -> User:
    user = User.objects.create_user(
        address,
        PASSWORD,
        display_name=told["name"],
        language=told["language"],
        time_zone=told["time_zone"],
    )
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


def _start(article: Article, leader: Membership) -> Reading:
    return actions.start_reading(article, by=leader)


def _read(reading: Reading, membership: Membership, length: int) -> None:
    last = reading.article.text.filter(position=length).first()
    if last:
        place = Place.objects.get(reading=reading, membership=membership)
        actions.read_to(place, paragraph=last)


def _language(comment: dict[str, Any], sample: Sample) -> str:
    by_id = {told["id"]: told for told in sample.comments}
    while "to" in comment:
        comment = by_id[comment["to"]]
    return str(comment["article"])


def _say(reading: Reading, comments: list[dict[str, Any]], members: dict[str, Membership]) -> None:
    paragraphs = {paragraph.position: paragraph for paragraph in reading.article.text}
    said: dict[str, Comment] = {}
    for told in comments:
        words = {
            "author": members[told["by"]].user,
            "source": told["text"].strip(),
            "key": uuid.uuid4(),
        }
        if "to" in told:
            comment = reply(said[told["to"]], **words)
        else:
            comment = open_thread(reading, paragraphs[told["paragraph"]], **words)
        said[told["id"]] = comment
        _date_back(comment, timezone.now() - timedelta(hours=told["hours_ago"]))


def _date_back(comment: Comment, when: Any) -> None:
    # A conversation of days, told in an instant.
    Comment.objects.filter(pk=comment.pk).update(created_at=when)
    if comment.parent_id is None:
        Thread.objects.filter(pk=comment.thread_id).update(created_at=when)
