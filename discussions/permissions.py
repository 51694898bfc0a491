"""Who may do what in a discussion: booleans of a person and a thing that they can already see."""

from accounts.models import User
from articles.models import Paragraph
from discussions.models import Comment
from groups.models import Membership, Place


def may_comment(place: Place, paragraph: Paragraph, *, has_marked: bool) -> bool:
    """Speak on a paragraph: whoever has reached it."""
    return has_marked or place.has_reached(paragraph)


def may_edit(user: User, comment: Comment) -> bool:
    """Change a comment's words: its author, while everyone may read them."""
    return may_delete(user, comment) and not comment.is_hidden


def may_delete(user: User, comment: Comment) -> bool:
    """Take a comment back: its author, also if a leader has hidden it."""
    return comment.author_id == user.pk and not comment.is_deleted


def may_reply(comment: Comment) -> bool:
    """Answer a comment that one can see: while no leader has hidden it."""
    return not comment.is_hidden


def may_report(user: User, comment: Comment) -> bool:
    """Ask the leaders to look at a comment: whoever can read it, but its author."""
    is_standing = not comment.is_deleted and not comment.is_hidden
    return is_standing and comment.author_id != user.pk


def may_report_person(user: User, member: Membership) -> bool:
    """Ask the leaders to look at what somebody does: whoever is in the group with them."""
    return member.user_id != user.pk


def may_moderate(membership: Membership, comment: Comment) -> bool:
    """Hide a comment of the group and show it again: its leaders, but nobody their own."""
    is_own = comment.author_id == membership.user_id
    return membership.is_leader and not is_own and not comment.is_deleted
