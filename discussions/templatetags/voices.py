"""Voices as HTML, each drawn once for all who meet it alike."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from discussions.models import Comment
from discussions.permissions import may_mark_answer
from discussions.room import Room
from discussions.tree import Voice

register = template.Library()

TEMPLATE = "discussions/_voice.html"
# Where the replies of a voice go. No member can write it: their words are cleaned or escaped.
REPLIES = SafeString("<replies>")
# So many are kept, of about three kilobytes each.
KEPT = 5000


@register.simple_tag(takes_context=True, name="voice")
def draw(context: template.Context, voice: Voice, room: Room) -> SafeString:
    """A voice with all that stands under it."""
    before, after = _halves(context, voice, room)
    replies = [draw(context, reply, room) for reply in voice.replies]
    return SafeString("".join([before, *replies, after]))


class _Halves:
    """What stands before the replies of a voice, and after them, once it is drawn."""

    html: tuple[str, str] | None = None


class _Shown(NamedTuple):
    """All that an ordinary voice shows of itself, its reader and their rights.

    What `_voice.html` and the templates in it say of such a voice must stand here: by this it is
    kept, and shown to everyone for whom it is the same.
    """

    language: str
    zone: str
    pk: int
    paragraph: int
    reading: int
    created_at: datetime
    age: str
    words: str
    author: tuple[int, str, str] | None
    answered: str | None
    signs: tuple[tuple[str, str, bool], ...]
    holds_replies: bool
    is_new: bool
    is_question: bool
    is_answer: bool
    is_edited: bool
    # Of the reader:
    is_own: bool
    may_lead: bool
    begins_answer: bool
    begins_change: bool


def _halves(context: template.Context, voice: Voice, room: Room) -> tuple[str, str]:
    shown = _shown(voice, room) if _is_ordinary(context, voice, room) else None
    kept = _kept(shown) if shown else _Halves()
    if kept.html is None:
        assert context.template
        with context.push(voice=voice, replies=REPLIES):
            html = context.template.engine.get_template(TEMPLATE).render(context)
        before, _replies, after = html.partition(REPLIES)
        kept.html = before, after
    return kept.html


@lru_cache(KEPT)
def _kept(_shown: _Shown) -> _Halves:
    return _Halves()


def _is_ordinary(context: template.Context, voice: Voice, room: Room) -> bool:
    """Whether the voice shows nothing besides what `_Shown` tells.

    Else it has a form of the reader's, whose token is theirs, or is one of a few on the page.
    """
    comment, thread = voice.comment, voice.comment.thread
    return not (
        context.get("at")
        or context.get("arrived")
        or voice is context.get("first_new")
        or not voice.counts
        or thread.is_stuck
        or thread.is_preparation
        or room.quoted_by(comment)
        or may_mark_answer(room.place.membership, comment)
    )


def _shown(voice: Voice, room: Room) -> _Shown:
    comment = voice.comment
    author, thread = comment.author, comment.thread
    return _Shown(
        language=get_language(),
        zone=get_current_timezone_name(),
        pk=comment.pk,
        paragraph=comment.paragraph_id,
        reading=comment.reading_id,
        created_at=comment.created_at,
        age=comment.age,
        words=comment.words,
        author=(author.pk, author.display_name, author.picture) if author else None,
        answered=voice.answered.display_name if voice.answered else None,
        signs=_signs(comment, room),
        holds_replies=voice.holds_replies,
        is_new=voice.is_new,
        is_question=thread.is_question,
        is_answer=comment.is_answer,
        is_edited=comment.is_edited,
        is_own=comment.author_id == room.user.pk,
        may_lead=room.may_lead,
        begins_answer=comment.pk in room.begun.answers,
        begins_change=comment.pk in room.begun.changes,
    )


def _signs(comment: Comment, room: Room) -> tuple[tuple[str, str, bool], ...]:
    """The signs at it: which, from whom, and whether that is the reader."""
    signs = room.signs_at(comment)
    return tuple((sign, name, giver == room.user.pk) for _comment, sign, giver, name in signs)
