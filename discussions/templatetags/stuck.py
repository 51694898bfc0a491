"""Whether a reader may say that a comment has cleared what they are stuck at."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import User
from discussions.forms.stuck import StuckForm
from discussions.models import Comment, Stuck
from discussions.permissions import may_clear, may_moderate_stuck
from groups.models import Membership

register = template.Library()


@register.filter
def may_be_credited_by(comment: Comment, reader: User) -> bool:
    return comment.thread.is_stuck and may_clear(reader, comment.thread.stuck, comment)


@register.filter
def may_be_hidden_by(stuck: Stuck, membership: Membership) -> bool:
    """Whether this member may hide the words of who is stuck."""
    return may_moderate_stuck(membership, stuck)


@register.simple_tag
def stuck_fields(filled: StuckForm | None = None) -> SafeString:
    """The fields in which one says that one is stuck: what was filled in, or empty ones."""
    return filled.render() if filled else _empty(get_language())


@lru_cache
def _empty(_language: str) -> SafeString:
    return StuckForm(auto_id="stuck-here-%s").render()


@register.simple_tag
def stuck_words_of(stuck: Stuck) -> StuckForm:
    """The form to say more of where one is stuck."""
    begun = {"text": stuck.source, "is_anonymous": stuck.is_anonymous}
    return StuckForm(initial=begun, auto_id=f"stuck-{stuck.pk}-%s")
