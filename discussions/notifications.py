"""Telling people of what is said: done by the worker, so that speaking stays quick.

Actions enqueue these tasks in their transaction, e.g. `spread.enqueue(comment.pk)`: what is rolled
back is told to nobody. Who is told may not hear it yet, or any more: `discussions.inbox` looks
each time.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import QuerySet
from django.tasks import task

from accounts.actions.notices import tell
from accounts.models import Notice
from discussions.inbox import SENTENCES, bundle_of, bundle_of_helps, bundle_of_reading
from discussions.models import (
    Comment,
    HeirloomHelp,
    Help,
    Legacy,
    Mention,
    Report,
    Stuck,
    Thread,
    followers_of,
    heritable,
    who_can_help,
)
from groups.inbox import bundle_of as bundle_of_group
from groups.inbox import step_bundle_of
from groups.models import Membership

# After codes that somebody waits for.
_MANY = -10


@task(priority=_MANY)
def spread(comment_pk: int) -> None:
    """Tell of a new comment whom it concerns, each once: as what concerns them most."""
    comment = _standing(comment_pk)
    if comment is None:
        return
    concerned = [(kind, set(people)) for kind, people in _concerned(comment)]
    left = _hearers(comment, chain.from_iterable(people for _kind, people in concerned))
    left -= set(_notices(comment).values_list("user", flat=True))
    for kind, people in concerned:
        tell(kind, about=comment.pk, bundle=bundle_of(comment), to=left & people)
        left -= people


@task(priority=_MANY)
def tell_named(comment_pk: int) -> None:
    """Tell those whom an edited comment names now and did not name before."""
    comment = _standing(comment_pk)
    if comment is None:
        return
    known = _notices(comment).filter(kind="mention").values_list("user", flat=True)
    new = _hearers(comment, _named(comment)) - set(known)
    _notices(comment).filter(user__in=new).delete()
    tell("mention", about=comment.pk, bundle=bundle_of(comment), to=new)


@task(priority=_MANY)
def tell_answered(thread_pk: int, by_pk: int) -> None:
    """Tell who asked, and who answered, that another person marked what answers the question."""
    thread = Thread.objects.select_related("answer").filter(pk=thread_pk).first()
    if thread is None or thread.answer is None:
        return
    concerned = (thread.opened_by_id, thread.answer.author_id)
    people = _members(thread.reading.group_id, concerned) - {by_pk}
    tell("answered", about=thread.answer.pk, bundle=bundle_of(thread.answer), to=people)


@task(priority=_MANY)
def tell_stuck(stuck_pk: int) -> None:
    """Tell those who were called that somebody is stuck, as far as they can help now.

    Leaders who are called and are not past it are told of the reading alone.
    """
    waiting = Stuck.objects.waiting().select_related("reading", "paragraph")
    stuck = waiting.filter(pk=stuck_pk).first()
    if stuck is None:
        return
    called = set(stuck.calls.values_list("helper", flat=True))
    able = set(who_can_help(stuck).filter(user__in=called).values_list("user", flat=True))
    tell("stuck", about=stuck.pk, bundle=bundle_of(stuck), to=able)
    if stuck.round == Stuck.LEADERS:
        leading = Membership.objects.leading().active().filter(group=stuck.reading.group_id)
        past = stuck.reading.marks.filter(paragraph=stuck.paragraph_id, is_carried=False)
        ahead = leading.filter(user__in=called).exclude(pk__in=past.values("membership"))
        leaders = set(ahead.values_list("user", flat=True))
        tell("waiting", about=stuck.pk, bundle=bundle_of_reading(stuck.reading_id), to=leaders)


@task(priority=_MANY)
def tell_cleared(stuck_pk: int) -> None:
    """Tell the author of an answer that it has cleared a difficulty."""
    stuck = Stuck.objects.select_related("thread__answer", "reading").filter(pk=stuck_pk).first()
    if stuck is None or stuck.thread.answer is None or not stuck.is_cleared:
        return
    answer = stuck.thread.answer
    people = _members(stuck.reading.group_id, [answer.author_id]) - {stuck.asker_id}
    tell("cleared", about=answer.pk, bundle=bundle_of(answer), to=people)


@task(priority=_MANY)
def tell_helped(help_pk: int) -> None:
    """Tell an author that their words helped somebody, unless that was taken back."""
    helped = Help.objects.select_related("comment__reading").filter(pk=help_pk).first()
    if helped is None:
        return
    people = _members(helped.comment.reading.group_id, [helped.comment.author_id])
    bundle = bundle_of_helps(helped.comment_id)
    tell("helped", about=helped.pk, bundle=bundle, to=people - {helped.user_id})


@task(priority=_MANY)
def tell_of_report(report_pk: int) -> None:
    """Tell those who lead the group now that something is reported, but not who reported it."""
    report = Report.objects.waiting().filter(pk=report_pk).first()
    if report is None:
        return
    leading = Membership.objects.leading().filter(group=report.group_id)
    people = leading.exclude(user=report.reporter_id).values_list("user", flat=True)
    tell("report", about=report.pk, bundle=bundle_of_group(report.group_id), to=set(people))


@task(priority=_MANY)
def tell_of_legacy(legacy_pk: int, by_pk: int) -> None:
    """Tell those of a group who have prepared something that it is handed down."""
    legacy = Legacy.objects.standing().exclude(reading=None).filter(pk=legacy_pk).first()
    if legacy is None or legacy.reading is None:
        return
    authors = heritable(legacy.reading).values_list("author", flat=True)
    people = _members(legacy.reading.group_id, authors)
    bundle = step_bundle_of(legacy.reading.pk)
    tell("legacy", about=legacy.pk, bundle=bundle, to=people - {by_pk})


@task(priority=_MANY)
def tell_of_help(help_pk: int) -> None:
    """Tell who wrote a note that it helped a later reader, but not whom."""
    related = HeirloomHelp.objects.select_related("heirloom__note__comment")
    helped = related.filter(pk=help_pk).first()
    comment = helped.heirloom.note.comment if helped else None
    if helped is None or comment is None or comment.author_id in (None, helped.user_id):
        return
    people = {pk for pk in [comment.author_id] if pk}
    tell("handed", about=helped.pk, bundle=step_bundle_of(comment.reading_id), to=people)


def _standing(pk: int) -> Comment | None:
    comments = Comment.objects.standing().exclude(author=None)
    related = comments.select_related("thread__stuck", "parent", "reading", "paragraph")
    return related.filter(pk=pk).first()


def _concerned(comment: Comment) -> Iterator[tuple[str, Iterable[int | None]]]:
    """Whom a comment concerns and as what, beginning with what concerns most."""
    thread = comment.thread
    yield "mention", _named(comment)
    if comment.parent:
        yield "reply", [comment.parent.author_id]
    if thread.is_question:
        yield "answer", [thread.opened_by_id]
    if thread.is_stuck:
        yield "help", [thread.stuck.asker_id]
    if thread.is_pair:
        yield "word", [thread.opened_by_id, thread.partner_id]
    # Who has spoken there since has heard it.
    since = thread.comments.filter(number__gt=comment.number).exclude(author=None)
    followers = followers_of(comment).exclude(pk__in=since.values("author"))
    yield "voice", followers.values_list("pk", flat=True)


def _named(comment: Comment) -> Iterable[int]:
    return Mention.objects.filter(comment=comment).values_list("user", flat=True)


def _notices(comment: Comment) -> QuerySet[Notice]:
    return Notice.objects.filter(kind__in=SENTENCES, about=comment.pk)


def _hearers(comment: Comment, people: Iterable[int | None]) -> set[int]:
    """Those of these people for whom it is, without who said it."""
    thread = comment.thread
    hearers = _members(comment.reading.group_id, people) - {comment.author_id}
    return hearers if thread.is_public else hearers & {thread.opened_by_id, thread.partner_id}


def _members(group_pk: int, people: Iterable[int | None]) -> set[int]:
    present = Membership.objects.present().filter(group=group_pk, user__in=set(people) - {None})
    return set(present.values_list("user", flat=True))
