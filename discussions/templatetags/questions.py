"""Whether a reader may say what answers a question."""

from django import template

from discussions.models import Comment
from discussions.permissions import may_mark_answer
from groups.models import Membership

register = template.Library()


@register.filter
def may_be_marked_by(comment: Comment, membership: Membership) -> bool:
    """Whether this member may mark the comment as the answer, or take that back."""
    return may_mark_answer(membership, comment)
