"""What a comment quotes, as the reader of a room meets it."""

from django import template

from discussions.models import Comment
from discussions.room import Room
from discussions.wording import Quoted

register = template.Library()


@register.simple_tag
def quoted_by(comment: Comment, room: Room) -> Quoted | None:
    return room.quoted_by(comment)
