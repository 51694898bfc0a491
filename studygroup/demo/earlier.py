"""The sample's earlier group: it has finished the text, and the sample's group receives from it."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Notice, User
from articles.models import Article
from discussions.actions import be_helped, choose, mark_answer, open_thread, publish, receive, reply
from discussions.models import (
    Comment,
    Heirloom,
    HeirloomHelp,
    Kind,
    Legacy,
    Preparation,
    Publication,
    Thread,
)
from discussions.notifications import spread, tell_answered, tell_of_help, tell_of_legacy
from groups import actions
from groups.models import Group, Membership, Place, Reading
from groups.notifications import tell_of_finish, tell_of_joining


def hand_down_earlier(
    told: Mapping[str, Any], text: Article, users: Mapping[str, User], *, to: Membership
) -> None:
    """Let a group have read this text before, and the reading of another one receive its legacy."""
    last = Notice.objects.order_by("pk").last()
    leader = actions.found(Group(**told["group"]), founder=users[told["led_by"]])
    for key in told["members"]:
        tell_of_joining.call(actions.join(leader.group, user=users[key]).pk)
    began = timezone.now() - timedelta(days=told["days_ago"])
    reading = actions.start_reading(text, by=leader)
    said = {_say(note, reading, users, began).pk: note for note in told["note"]}
    end = text.text.get(position=text.text.count())
    for place in Place.objects.filter(reading=reading):
        actions.read_to(place, paragraph=end)
    for key in (told["led_by"], *told["members"]):
        mine = {pk: note["choice"] for pk, note in said.items() if note["by"] == key}
        choose(reading, author=users[key], choices=mine)
    ended = began + timedelta(days=120)
    Reading.objects.filter(pk=reading.pk).update(started_at=began, finished_at=ended)
    reading.refresh_from_db()
    way = publish(reading, by=leader, reach=Publication.Reach.ALL, names_group=True)
    later = Reading.objects.get(group=to.group, article=text)
    receive(way.legacy, reading=later, by=to)
    for pk, note in said.items():
        for key in note.get("helped", []):
            be_helped(Heirloom.objects.get(note__comment=pk, reading=later), user=users[key])
    _tell(reading, way.legacy, leader)
    # It is long ago, and no letter is written about it; that it helped is news.
    new = Notice.objects.filter(pk__gt=last.pk if last else 0)
    new.update(sent_at=timezone.now())
    new.exclude(kind="handed").update(created_at=ended, read_at=ended)


def _say(
    note: Mapping[str, Any], reading: Reading, users: Mapping[str, User], when: Any
) -> Comment:
    """A preparation, or the answer to a question of the other one."""
    paragraph = reading.article.text.get(position=note["paragraph"])
    author = users[note["by"]]
    words = {"author": author, "source": note["text"].strip(), "key": uuid.uuid4()}
    if "asked" in note:
        asker = reading.group.memberships.exclude(user=author).get()
        question = open_thread(
            reading,
            paragraph,
            author=asker.user,
            source=note["asked"],
            key=uuid.uuid4(),
            kind=Kind.QUESTION,
        )
        comment = reply(question, **words)
        mark_answer(comment, by=asker.user)
    else:
        comment = open_thread(
            reading,
            paragraph,
            kind=Kind.PREPARATION,
            sort=Preparation.Sort(note.get("sort", "gloss")),
            **words,
        )
    Comment.objects.filter(thread=comment.thread_id).update(created_at=when)
    Thread.objects.filter(pk=comment.thread_id).update(created_at=when, spoken_at=when)
    return comment


def _tell(reading: Reading, legacy: Legacy, leader: Membership) -> None:
    """Tell the members of it now, for the worker to find that they know."""
    for comment in Comment.objects.filter(reading=reading):
        spread.call(comment.pk)
    for thread in Thread.objects.filter(reading=reading).exclude(answer=None):
        assert thread.opened_by_id
        tell_answered.call(thread.pk, thread.opened_by_id)
    tell_of_finish.call(reading.pk)
    tell_of_legacy.call(legacy.pk, leader.user_id)
    for helped in HeirloomHelp.objects.filter(heirloom__note__legacy=legacy):
        tell_of_help.call(helped.pk)
