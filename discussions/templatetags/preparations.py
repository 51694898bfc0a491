"""What greets in the text, what has helped whom, and what to do next."""

from django import template

from discussions.echoes import Echo
from discussions.models import Comment
from discussions.offers import offers_to
from discussions.permissions import may_say_helped
from discussions.room import Room

register = template.Library()


register.simple_tag(offers_to)


@register.simple_tag
def may_be_helped(comment: Comment, room: Room) -> bool:
    """Whether the room's reader may say that this comment helped them."""
    return may_say_helped(room.user, comment)


@register.simple_tag
def has_helped(comment: Comment, room: Room) -> bool:
    """Whether the room's reader has said so."""
    return room.echoes.has_helped(comment)


@register.simple_tag
def echo_of(comment: Comment, room: Room) -> Echo:
    """What has come of the reader's own preparation."""
    return room.echoes.of(comment)
