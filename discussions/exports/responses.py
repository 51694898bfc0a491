"""What a person did about the words of others."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from discussions.models import Following, Help, NotNow, Reaction, Report
from groups.exports import Names, where_labels


def my_reactions(user: User) -> Section:
    """The signs that the person gave, and where; nobody else's words."""
    return Section(
        key="reactions",
        title=_("Signs I have given"),
        labels={**where_labels(), "sign": _("Sign"), "created_at": _("When")},
        rows=_reactions(user),
    )


def _reactions(user: User) -> Iterator[Row]:
    names = Names(user)
    reactions = Reaction.objects.filter(user=user).select_related("comment__reading")
    for reaction in reactions.iterator():
        yield {
            **names.where(reaction.comment.reading),
            "address": reaction.comment.get_absolute_url(),
            "sign": reaction.get_sign_display(),
            "created_at": reaction.created_at,
        }


def my_helps(user: User) -> Section:
    """What the person said had helped them, and where that is; nobody else's words."""
    return Section(
        key="helps",
        title=_("What has helped me"),
        labels={**where_labels(), "created_at": _("When")},
        rows=_helps(user),
    )


def _helps(user: User) -> Iterator[Row]:
    names = Names(user)
    helps = Help.objects.filter(user=user).select_related("comment__reading")
    for one in helps.iterator():
        yield {
            **names.where(one.comment.reading),
            "address": one.comment.get_absolute_url(),
            "created_at": one.created_at,
        }


def my_followings(user: User) -> Section:
    """What the person chose to follow, or to hear nothing of."""
    return Section(
        key="followings",
        title=_("What I follow or have muted"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "is_muted": _("Muted"),
            "created_at": _("When"),
        },
        rows=_followings(user),
    )


def _followings(user: User) -> Iterator[Row]:
    names = Names(user)
    chosen = Following.objects.filter(user=user).order_by("pk")
    for one in chosen.select_related("reading", "paragraph", "thread__paragraph"):
        paragraph = one.paragraph or (one.thread and one.thread.paragraph)
        yield {
            **names.where(one.reading),
            "paragraph": paragraph.position if paragraph else None,
            "is_muted": one.is_muted,
            "created_at": one.created_at,
        }


def my_put_off(user: User) -> Section:
    """The invitations to answer somebody that the person put off."""
    return Section(
        key="put_off",
        title=_("Invitations I have put off"),
        labels={**where_labels(), "paragraph": _("Paragraph"), "created_at": _("When")},
        rows=_put_off(user),
    )


def _put_off(user: User) -> Iterator[Row]:
    names = Names(user)
    put_off = NotNow.objects.filter(user=user).order_by("pk")
    for one in put_off.select_related("thread__reading", "thread__paragraph"):
        yield {
            **names.where(one.thread.reading),
            "paragraph": one.thread.paragraph.position,
            "created_at": one.created_at,
        }


def my_reports(user: User) -> Section:
    """What the person reported, and what came of it."""
    return Section(
        key="reports",
        title=_("What I have reported"),
        labels={
            "group": _("Group"),
            "about": _("Whom or what"),
            "words": _("My words"),
            "created_at": _("When"),
            "settled_at": _("Settled"),
        },
        rows=_reports(user),
    )


def _reports(user: User) -> Iterator[Row]:
    names = Names(user)
    for report in Report.objects.filter(reporter=user).select_related("person"):
        about = report.person.display_name if report.person else _("A comment")
        yield {
            "group": names.group(report.group_id),
            "about": about,
            "words": report.words,
            "created_at": report.created_at,
            "settled_at": report.settled_at,
        }
