"""The sample content of the demo: a group of four, at different places, in conversation."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import tell
from accounts.models import Notice, User
from articles.actions import publish, translate
from articles.blocks import Cut
from articles.formats import read
from articles.models import Article, Visibility
from groups import actions
from groups.inbox import bundle_of
from groups.models import Group, JoinRequest, LogEntry, Mark, Membership, Place, Reading
from groups.notifications import tell_of_joining
from studygroup.demo.conversation import moment, say, stick
from studygroup.demo.earlier import hand_down_earlier

FOLDER = Path(__file__).parent / "sample"
PASSWORD = "read-together"  # noqa: S105  # everyone may know it
# How far the four have come in an article of one's own, as parts of the whole.
PARTS = (1.0, 0.6, 0.35, 0.0)


@dataclass(frozen=True)
class Sample:
    """What the sample is told from: its members, its group and what they said."""

    members: dict[str, dict[str, Any]]
    # How many hours ago the readings began, by language.
    started: dict[str, int]
    group: dict[str, str]
    circle: dict[str, Any]
    earlier: dict[str, Any]
    comments: list[dict[str, Any]]
    stuck: list[dict[str, Any]]

    @classmethod
    def read(cls) -> "Sample":
        told = tomllib.loads((FOLDER / "discussion.toml").read_text(encoding="utf-8"))
        kinds = ("members", "started", "group", "circle", "earlier", "comment", "stuck")
        return cls(*(told[kind] for kind in kinds))


def email(key: str) -> str:
    """How the sample's member of this name signs in."""
    return f"{key}@example.org"


@transaction.atomic
def load(sample: Sample, *, text: Cut | None = None) -> None:
    """Make the sample's people and group, reading the sample article or this text."""
    members = _gather(sample)
    if text:
        start_reading_of(text, members=list(members.values()))
        return
    articles = {
        language: _publish(text_of(FOLDER / f"on-studying-together.{language}.md"))
        for language in ("he", "en")
    }
    for language, article in articles.items():
        reading = _start(article, members[next(iter(members))])
        _begin(reading, hours_ago=sample.started[language])
        for key, membership in members.items():
            _come(reading, membership, sample.members[key]["read"][language])
        said = [c for c in sample.comments if _language(c, sample) == language]
        say(reading, said, members)
        stick(reading, [s for s in sample.stuck if s["article"] == language], members)
    translate(articles["en"], by=articles["he"])
    users = {key: membership.user for key, membership in members.items()}
    _found_circle(sample, users)
    hand_down_earlier(sample.earlier, articles["en"], users, to=next(iter(members.values())))


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


def start_reading_of(text: Cut, *, members: Sequence[Membership]) -> None:
    """Let these members read this text together, each at a place of their own."""
    article = _publish(text)
    reading = _start(article, members[0])
    length = article.text.count()
    for membership, part in zip(members, PARTS, strict=False):
        _read(reading, membership, round(length * part))


def text_of(file: Path) -> Cut:
    """The text in a file, by the file's name where it has no title.

    Raises OSError for a file that cannot be read, InvalidArticle for one that is no text.
    """
    text = read(file.read_bytes(), name=file.name)
    return replace(text, title=text.title or file.stem)


def _publish(text: Cut) -> Article:
    return publish(
        title=text.title,
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
    memberships |= {key: actions.join(group, user=users[key]) for key in others}
    for key in others:
        tell_of_joining.call(memberships[key].pk)
    Notice.objects.filter(user=users[leader]).update(read_at=timezone.now(), sent_at=timezone.now())
    return memberships


def _found_circle(sample: Sample, users: dict[str, User]) -> None:
    """Found the second group, which somebody asks to be let into."""
    told, asking = sample.circle, sample.circle["request"]
    circle = actions.found(Group(**told["group"]), founder=users[told["led_by"]]).group
    # No letter is written about it.
    asked = JoinRequest.objects.create(group=circle, user=users[asking["by"]], note=asking["note"])
    leader = users[told["led_by"]].pk
    tell("request", about=asked.pk, bundle=bundle_of(circle.pk), to=[leader], has_letter=True)


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


def _begin(reading: Reading, *, hours_ago: int) -> None:
    """Let it have begun so long ago, when everyone was there."""
    then = moment(hours_ago)
    Reading.objects.filter(pk=reading.pk).update(started_at=then)
    there = LogEntry.objects.filter(group=reading.group_id, created_at__gt=then)
    there.update(created_at=then)


def _come(reading: Reading, membership: Membership, way: Sequence[tuple[int, int]]) -> None:
    """Let a member have come this way: hours ago, and how far they had read then."""
    read = 0
    for hours_ago, length in way:
        _read(reading, membership, length)
        marks = Mark.objects.filter(reading=reading, membership=membership)
        marks.filter(paragraph__position__gt=read).update(created_at=moment(hours_ago))
        read = length


def _language(comment: dict[str, Any], sample: Sample) -> str:
    by_id = {told["id"]: told for told in sample.comments}
    while "to" in comment:
        comment = by_id[comment["to"]]
    return str(comment["article"])
