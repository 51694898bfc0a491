"""What people are told of discussions in their inbox: who spoke to them, and where they follow."""

from django.db.models import F, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.inbox import Entry, Source, unread_kinds
from accounts.models import Notice, User, blocked_by, compiled
from articles.markdown.comments import plain
from articles.models import Paragraph
from discussions.models import (
    Comment,
    CommentQuerySet,
    Help,
    Kind,
    Report,
    Stuck,
    StuckQuerySet,
    muted_by,
)
from groups.models import Reading

WORDS = 32

SENTENCES = {
    "mention": gettext_lazy("{person} named you"),
    "reply": gettext_lazy("{person} answered you"),
    "answer": gettext_lazy("{person} answered your question"),
    "help": gettext_lazy("{person} answered where you are stuck"),
    "word": gettext_lazy("{person} spoke to you alone"),
    "voice": gettext_lazy("{person} spoke"),
}

# Of what is told about a paragraph.
AT_PARAGRAPHS = {*SENTENCES, "answered", "cleared", "stuck", "helped"}


def bundle_of(thing: Comment | Stuck) -> str:
    """Names all that is told of the paragraph on which this is."""
    return bundle_at(thing.reading_id, thing.paragraph_id)


def bundle_at(reading_pk: int, paragraph_pk: int) -> str:
    """Names all that is told of one paragraph in one reading."""
    return f"paragraph-{reading_pk}-{paragraph_pk}"


def bundle_of_reading(reading_pk: int) -> str:
    """Names what is told of a reading to leaders who may not know on which paragraph it is."""
    return f"reading-{reading_pk}"


def bundle_of_helps(comment_pk: int) -> str:
    """Names all that is told of whom one's words have helped."""
    return f"helped-{comment_pk}"


def unread_at(user: User, reading: Reading, paragraph: Paragraph) -> list[int]:
    """The keys of what is new to this person of what was said on a paragraph, and whom that helped.

    It is for who has reached the paragraph and meets there all that they may see.
    """
    if unread_kinds(user).isdisjoint(AT_PARAGRAPHS):
        return []
    return _unread_at(user, reading, paragraph, bundle_at(reading.pk, paragraph.pk))


@compiled
def _unread_at(
    user: User, reading: Reading, paragraph: Paragraph, bundle: str
) -> QuerySet[Notice, int]:
    helps = Help.objects.filter(comment__reading=reading, comment__paragraph=paragraph)
    here = Q(kind__in=AT_PARAGRAPHS, bundle=bundle) | Q(kind="helped", about__in=helps.values("pk"))
    return Notice.objects.filter(here, user=user).unread().values_list("pk", flat=True)


def _comments(user: User) -> CommentQuerySet:
    """What stands and may be heard by this person, but where they want to hear nothing."""
    is_muted = muted_by(user, thread="thread")
    heard = Comment.objects.visible_to(user).standing().alias(is_muted=is_muted)
    related = ("author", "paragraph", "reading__article", "reading__group")
    return heard.filter(is_muted=False).select_related(*related)


def _naming(user: User) -> CommentQuerySet:
    """Those that still name this person."""
    return _comments(user).filter(mentions__user=user)


def _answers(user: User) -> CommentQuerySet:
    """Those that are marked as the answer to a question."""
    return _comments(user).filter(thread__answer=F("pk"))


def _helps(author: User) -> QuerySet[Help]:
    """Whom this person's words that stand have helped, but those whom they have blocked.

    Who was stuck without a name is told of by what cleared it, and not by name.
    """
    mine = Comment.objects.visible_to(author).standing().filter(author=author)
    related = ("user", "comment__paragraph", "comment__reading__article", "comment__reading__group")
    helps = Help.objects.filter(comment__in=mine.values("pk")).exclude(blocked_by(author, "user"))
    return helps.exclude(comment__thread__kind=Kind.STUCK).select_related(*related)


def _about(thing: Comment | Stuck) -> str:
    title = thing.reading.article.title
    if thing.paragraph.is_removed:
        return _("A removed paragraph · %(title)s") % {"title": title}
    place = {"number": thing.paragraph.position, "title": title}
    return _("¶ %(number)s · %(title)s") % place


def _entry(comment: Comment, kind: str, reader: User) -> Entry:
    sentence = str(SENTENCES[kind]) if kind in SENTENCES else _answered(comment, reader)
    return _told(comment, sentence, comment.author)


def _help(helped: Help, kind: str, author: User) -> Entry:
    return _told(helped.comment, _("Your words have helped {person}"), helped.user)


def _told(comment: Comment, sentence: str, person: User | None) -> Entry:
    """What is told of a comment, and of this person with it."""
    return Entry(
        sentence,
        person,
        url=comment.place_url,
        about=_about(comment),
        where=comment.reading.group.name,
        words=Truncator(plain(comment.source)).words(WORDS),
    )


def _answered(comment: Comment, reader: User) -> str:
    if comment.author_id == reader.pk:
        return _("Your words were marked as the answer to a question")
    return _("Words of {person} were marked as the answer to your question")


def _stuck(user: User) -> StuckQuerySet:
    """Where others wait for help that this person can give, but where they want to hear nothing."""
    is_muted = muted_by(user, thread="thread")
    waiting = Stuck.objects.to_help_with(user).alias(is_muted=is_muted).filter(is_muted=False)
    return waiting.select_related("asker", "paragraph", "reading__article", "reading__group")


def _called(stuck: Stuck, kind: str, reader: User) -> Entry:
    return Entry(
        _("{person} is stuck where you have been")
        if stuck.named
        else _("Somebody is stuck where you have been"),
        stuck.named,
        url=stuck.place_url,
        about=_about(stuck),
        where=stuck.reading.group.name,
        words="" if stuck.withheld else Truncator(plain(stuck.source)).words(WORDS),
    )


def _waiting(leader: User) -> StuckQuerySet:
    """What nobody has answered for two days in the groups that this person leads."""
    waiting = Stuck.objects.waiting().led_by(leader).filter(round=Stuck.LEADERS)
    return waiting.select_related("reading__article", "reading__group")


def _waited(stuck: Stuck, kind: str, reader: User) -> Entry:
    # Not where, nor who: it may be ahead of the leader.
    return Entry(
        _("Somebody has waited for help for two days"),
        None,
        url=stuck.reading.get_absolute_url(),
        about=stuck.reading.article.title,
        where=stuck.reading.group.name,
    )


def _clearing(author: User) -> CommentQuerySet:
    """Answers of this person that have cleared what somebody was stuck at.

    Of somebody they have blocked they are told nothing; who is not named is as anybody.
    """
    answers = _answers(author).filter(author=author).exclude(thread__stuck__cleared_at=None)
    blocked = blocked_by(author, "thread__stuck__asker")
    answers = answers.exclude(blocked, thread__stuck__is_anonymous=False)
    return answers.select_related("thread__stuck__asker")


def _cleared(comment: Comment, kind: str, reader: User) -> Entry:
    asker = comment.thread.stuck.named
    return Entry(
        _("Your answer cleared it for {person}")
        if asker
        else _("Your answer cleared it for somebody"),
        asker,
        url=comment.place_url,
        about=_about(comment),
        where=comment.reading.group.name,
        words=Truncator(plain(comment.source)).words(WORDS),
    )


def _reports(leader: User) -> QuerySet[Report]:
    """What a leader is to look at."""
    return Report.objects.waiting().told_to(leader).select_related("group")


def _report(report: Report, kind: str, reader: User) -> Entry:
    # Of whom and what it is, the queue tells, for it may be ahead of the leader.
    return Entry(
        _("The leaders are asked to look at something"),
        None,
        url=report.queue_url,
        about=report.group.name,
    )


SOURCES = [
    Source({"mention": gettext_lazy("Somebody named me")}, _naming, _entry),
    Source(
        {
            "reply": gettext_lazy("Somebody answered me"),
            "answer": gettext_lazy("Somebody answered my question"),
            "help": gettext_lazy("Somebody answered where I am stuck"),
            "word": gettext_lazy("Somebody spoke to me alone"),
            "voice": gettext_lazy("Somebody spoke where I follow"),
        },
        _comments,
        _entry,
    ),
    Source({"answered": gettext_lazy("A question was answered")}, _answers, _entry),
    Source({"stuck": gettext_lazy("Somebody is stuck where I have been")}, _stuck, _called),
    Source({"waiting": gettext_lazy("Somebody waits for help in my group")}, _waiting, _waited),
    Source({"cleared": gettext_lazy("My answer cleared it for somebody")}, _clearing, _cleared),
    Source({"helped": gettext_lazy("My words have helped somebody")}, _helps, _help),
    Source({"report": gettext_lazy("Something was reported in my group")}, _reports, _report),
]
