"""What the members of the sample say to each other, told in an instant and dated back."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Notice, User
from articles.models import Article, Paragraph
from discussions.actions import answer_stuck, be_stuck, clear, hear_all, open_thread, react, reply
from discussions.inbox import SENTENCES
from discussions.models import Comment, Help, Kind, Preparation, Sign, Stuck, Thread
from discussions.notifications import spread, tell_cleared, tell_helped, tell_stuck
from discussions.quoting import Quote, take, words_of
from groups.models import Membership, Reading

# What was said in the last hours is new to all but who said it.
NEW = 72


def moment(hours_ago: int) -> datetime:
    return timezone.now() - timedelta(hours=hours_ago)


def say(reading: Reading, comments: list[dict[str, Any]], members: dict[str, Membership]) -> None:
    paragraphs = {paragraph.position: paragraph for paragraph in reading.article.text}
    said: dict[str, Comment] = {}
    everyone_was_here = False
    for told in comments:
        if told["hours_ago"] < NEW and not everyone_was_here:
            everyone_was_here = True
            for member in members.values():
                hear_all(member.user, of=reading)
        words = {
            "author": members[told["by"]].user,
            "source": told["text"].strip(),
            "key": uuid.uuid4(),
        }
        if "to" in told:
            comment = reply(said[told["to"]], **words)
        else:
            paragraph = paragraphs[told["paragraph"]]
            quotation = _quoted(told.get("quote", ""), paragraph, reading.article)
            comment = open_thread(reading, paragraph, quotation=quotation, **_as(told), **words)
        said[told["id"]] = comment
        for sign, names in told.get("signs", {}).items():
            for name in names:
                react(comment, user=members[name].user, sign=Sign(sign))
        _date_back(comment, moment(told["hours_ago"]))
        for name in told.get("helped", ()):
            _thank(comment, members[name].user)


def _as(told: dict[str, Any]) -> dict[str, Any]:
    """As what a thread is opened: of most nothing is told."""
    if sort := told.get("prepares"):
        return {"kind": Kind.PREPARATION, "sort": Preparation.Sort(sort)}
    return {"kind": Kind(told.get("kind", Kind.TALK))}


def stick(reading: Reading, stuck: list[dict[str, Any]], members: dict[str, Membership]) -> None:
    """Let members be stuck, be answered, and say what has cleared it."""
    paragraphs = {paragraph.position: paragraph for paragraph in reading.article.text}
    for told in stuck:
        one = be_stuck(
            reading,
            paragraphs[told["paragraph"]],
            asker=members[told["by"]].user,
            source=told["text"],
            is_anonymous=told.get("is_anonymous", False),
        )
        tell_stuck.call(one.pk)
        answers = [_help(one, answer, members) for answer in told.get("answers", [])]
        if told.get("is_cleared"):
            clear(one, by=answers[0])
            tell_cleared.call(one.pk)
        when = moment(told["hours_ago"])
        Stuck.objects.filter(pk=one.pk).update(created_at=when)
        Thread.objects.filter(pk=one.thread_id).update(created_at=when)
        about = [one.pk, *(answer.pk for answer in answers)]
        written = Notice.objects.filter(kind__in=["stuck", "cleared"], about__in=about)
        written.update(created_at=when, sent_at=when)


def _help(stuck: Stuck, told: dict[str, Any], members: dict[str, Membership]) -> Comment:
    answer = answer_stuck(
        stuck, author=members[told["by"]].user, source=told["text"], key=uuid.uuid4()
    )
    _date_back(answer, moment(told["hours_ago"]))
    return answer


def _quoted(words: str, paragraph: Paragraph, article: Article) -> Quote | None:
    return take(Quote(words, language=article.language), words_of([paragraph.html]))


def _thank(comment: Comment, user: User) -> None:
    # It came a while after the words, and no letter is written about it.
    when = Comment.objects.get(pk=comment.pk).created_at + timedelta(hours=2)
    helped = Help.objects.create(comment=comment, user=user, created_at=when)
    tell_helped.call(helped.pk)
    told = Notice.objects.filter(kind="helped", about=helped.pk)
    told.update(created_at=when, sent_at=when)


def _date_back(comment: Comment, when: datetime) -> None:
    # A conversation of days, told in an instant; no letter is written about it.
    Comment.objects.filter(pk=comment.pk).update(created_at=when)
    comment.reactions.update(created_at=when)
    if comment.parent_id is None:
        Thread.objects.filter(pk=comment.thread_id).update(created_at=when)
    spread.call(comment.pk)
    told = Notice.objects.filter(kind__in=SENTENCES, about=comment.pk)
    told.update(created_at=when, sent_at=when)
