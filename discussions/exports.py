"""What a person has said, answered with a sign and reported, for the export of what is theirs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from discussions.models import (
    Call,
    Comment,
    CommentDraft,
    Following,
    Help,
    NotNow,
    Reaction,
    Report,
    Stuck,
    Version,
    preparation_of,
    quotation_of,
)
from groups.exports import Names, where_labels


def my_comments(user: User) -> Section:
    """The person's comments and where they stand; nobody else's words."""
    return Section(
        key="comments",
        title=_("What I have said"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "preparation": _("Preparation"),
            "quotation": _("Quoted words"),
            "words": _("My words"),
            "created_at": _("When"),
            "edited_at": _("Changed"),
            "deleted_at": _("Deleted"),
        },
        rows=_comments(user),
    )


def _comments(user: User) -> Iterator[Row]:
    names = Names(user)
    related = ("reading", "paragraph", "thread", "quotation", "preparation")
    comments = Comment.objects.filter(author=user).select_related(*related)
    for comment in comments.iterator():
        preparation = preparation_of(comment)
        yield {
            **names.where(comment.reading),
            "paragraph": comment.paragraph.position,
            "address": comment.get_absolute_url(),
            "kind": comment.thread.kind,
            "is_reply": comment.parent_id is not None,
            "preparation": preparation.get_sort_display() if preparation else "",
            "quotation": str(quotation_of(comment) or ""),
            "words": comment.source,
            "created_at": comment.created_at,
            "edited_at": comment.edited_at,
            "deleted_at": comment.deleted_at,
            "hidden_at": comment.hidden_at,
        }


def my_earlier_words(user: User) -> Section:
    """What the person's comments said before they edited them."""
    return Section(
        key="earlier_words",
        title=_("What I said before I edited it"),
        labels={**where_labels(), "words": _("My words"), "said_at": _("When")},
        rows=_earlier_words(user),
    )


def _earlier_words(user: User) -> Iterator[Row]:
    names = Names(user)
    versions = Version.objects.filter(comment__author=user).order_by("comment", "number")
    for version in versions.select_related("comment__reading").iterator():
        yield {
            **names.where(version.comment.reading),
            "address": version.comment.get_absolute_url(),
            "words": version.source,
            "said_at": version.said_at,
        }


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


def my_comment_drafts(user: User) -> Section:
    """What the person has begun to write and not said."""
    return Section(
        key="comment_drafts",
        title=_("What I have begun to say"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "words": _("My words"),
            "updated_at": _("When"),
        },
        rows=_drafts(user),
    )


def _drafts(user: User) -> Iterator[Row]:
    names = Names(user)
    drafts = CommentDraft.objects.filter(user=user).select_related("reading", "paragraph")
    for draft in drafts.order_by("pk"):
        yield {
            **names.where(draft.reading),
            "paragraph": draft.paragraph.position,
            "is_reply": draft.answers_id is not None,
            "is_change": draft.changes_id is not None,
            "words": draft.text,
            "updated_at": draft.updated_at,
        }


def my_difficulties(user: User) -> Section:
    """Where the person was stuck, named or not, and what they said of it."""
    return Section(
        key="stuck",
        title=_("Where I was stuck"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "words": _("My words"),
            "is_anonymous": _("Without my name"),
            "created_at": _("When"),
            "cleared_at": _("Cleared"),
        },
        rows=_difficulties(user),
    )


def _difficulties(user: User) -> Iterator[Row]:
    names = Names(user)
    for stuck in Stuck.objects.filter(asker=user).select_related("reading", "paragraph"):
        yield {
            **names.where(stuck.reading),
            "paragraph": stuck.paragraph.position,
            "address": stuck.get_absolute_url(),
            "words": stuck.source,
            "is_anonymous": stuck.is_anonymous,
            "created_at": stuck.created_at,
            "cleared_at": stuck.cleared_at,
            "hidden_at": stuck.hidden_at,
        }


def my_calls(user: User) -> Section:
    """Where the person was called to help; not whom."""
    return Section(
        key="calls",
        title=_("Where I was called to help"),
        labels={**where_labels(), "created_at": _("When")},
        rows=_calls(user),
    )


def _calls(user: User) -> Iterator[Row]:
    names = Names(user)
    for call in Call.objects.filter(helper=user).select_related("stuck__reading"):
        yield {
            **names.where(call.stuck.reading),
            "round": call.round,
            "created_at": call.created_at,
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


SECTIONS = [
    my_comments,
    my_earlier_words,
    my_reactions,
    my_helps,
    my_followings,
    my_comment_drafts,
    my_put_off,
    my_difficulties,
    my_calls,
    my_reports,
]
