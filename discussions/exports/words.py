"""What a person has said, and begun to say."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from discussions.models import Comment, CommentDraft, Version, preparation_of, quotation_of
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
