"""Who may do what in a discussion: booleans of a person and a thing that they can already see."""

from accounts.models import User
from articles.models import Paragraph
from discussions.models import Comment
from groups.models import Place


def may_comment(place: Place, paragraph: Paragraph, *, has_marked: bool) -> bool:
    """Speak on a paragraph: whoever has reached it."""
    return has_marked or place.has_reached(paragraph)


def may_edit(user: User, comment: Comment) -> bool:
    """Change a comment's words, or delete it: its author, while it stands."""
    return comment.author_id == user.pk and not comment.is_deleted
