"""What a person has said and reported, for the export of what is theirs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from discussions.models import Comment, Report
from groups.exports import Names, where_labels


def my_comments(user: User) -> Section:
    """The person's comments and where they stand; nobody else's words."""
    return Section(
        key="comments",
        title=_("What I have said"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "words": _("My words"),
            "created_at": _("When"),
            "edited_at": _("Changed"),
            "deleted_at": _("Deleted"),
        },
        rows=_comments(user),
    )


def _comments(user: User) -> Iterator[Row]:
    names = Names(user)
    comments = Comment.objects.filter(author=user).select_related("reading", "paragraph")
    for comment in comments.iterator():
        yield {
            **names.where(comment.reading),
            "paragraph": comment.paragraph.position,
            "address": comment.get_absolute_url(),
            "is_reply": comment.parent_id is not None,
            "words": comment.source,
            "created_at": comment.created_at,
            "edited_at": comment.edited_at,
            "deleted_at": comment.deleted_at,
            "hidden_at": comment.hidden_at,
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


SECTIONS = [my_comments, my_reports]
