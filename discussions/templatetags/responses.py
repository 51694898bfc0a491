"""What a comment calls forth besides replies, for the templates that show it."""

from django import template

from discussions.models import Comment
from discussions.room import Room
from discussions.signs import Signs

register = template.Library()


@register.simple_tag
def signs_at(comment: Comment, room: Room) -> Signs:
    """The signs at a comment, as the room's reader meets them."""
    return Signs(comment, room.user, given=room.signs_at(comment))
