"""Paragraphs of the room as HTML, drawn once for all who meet them alike."""

from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi

from articles.models import Paragraph
from discussions.room import Room, RoomParagraph
from discussions.room.paragraphs import StuckThere

register = template.Library()

TEMPLATE = "discussions/_paragraph.html"
# So many are kept, of about two kilobytes each.
KEPT = 5000


@register.simple_tag(takes_context=True)
def paragraph(
    context: template.Context, seen: RoomParagraph, room: Room, *, oob: bool = False
) -> SafeString:
    """A paragraph of the room, `oob` to be put in its place by htmx.

    Where nobody stands and nothing greets, it is kept by all that it shows, and so is the same for
    whoever meets the same.
    """
    greets = seen.greetings or seen.has_inherited
    if seen.is_place or seen.standing or greets or seen.removed or seen.step:
        assert context.template
        with context.push(seen=seen, oob=oob):
            return context.template.engine.get_template(TEMPLATE).render(context)
    around = _Around(_Reading(room.reading.pk), room.may_mark)
    return _kept(_plain(seen), around, oob, get_language(), get_language_bidi())


class _Face(NamedTuple):
    """What a paragraph shows of itself."""

    pk: int
    position: int
    kind: str
    rank: int
    html: str
    language: str
    direction: str
    is_removed: bool


class _Plain(NamedTuple):
    """All that a paragraph shows of itself and its reader where nobody stands."""

    paragraph: _Face
    words: tuple[_Face, ...]
    is_read: bool
    is_carried: bool
    is_reached: bool
    is_begun: bool
    is_open: bool
    voices: int
    new: int
    stuck: StuckThere


class _Reading(NamedTuple):
    pk: int


class _Around(NamedTuple):
    """What a paragraph shows of its room."""

    reading: _Reading
    may_mark: bool


_shown_of_paragraph = attrgetter(*_Face._fields)
_shown_of_seen = attrgetter(*_Plain._fields[2:])


def _plain(seen: RoomParagraph) -> _Plain:
    return _Plain(_face(seen.paragraph), tuple(map(_face, seen.words)), *_shown_of_seen(seen))


def _face(of: Paragraph) -> _Face:
    return _Face(*_shown_of_paragraph(of))


@lru_cache(KEPT)
def _kept(seen: _Plain, room: _Around, oob: bool, language: str, is_bidi: bool) -> SafeString:
    shown = {"seen": seen, "room": room, "oob": oob}
    spoken = {"LANGUAGE_CODE": language, "LANGUAGE_BIDI": is_bidi}
    return render_to_string(TEMPLATE, shown | spoken)
