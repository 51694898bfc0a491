"""Voices as HTML to be read through.

This is written in Python, for there may be thousands of them: a template takes ten times as long.
What is rare in a voice, a template draws.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.languages import direction
from accounts.models import User
from discussions.models import Comment, quotation_of
from discussions.tree import Voice


@dataclass(frozen=True)
class Thus:
    """How voices are told: where they are answered, to whom, and which of them is the answer.

    Leaders and authors read what is hidden from others; without a reader nobody does. They quote
    from the text in those languages only that the reader may read.
    """

    place: str
    reader: User | None
    answer: int | None
    languages: Collection[str]


def tell(voices: Iterable[Voice], thus: Thus) -> str:
    """These voices with their replies."""
    return "".join(_voice(voice, thus) for voice in voices)


def _voice(voice: Voice, thus: Thus) -> str:
    comment = voice.comment
    replies = tell(voice.replies, thus)
    if replies:
        replies = f'<div class="replies">{replies}</div>'
    return (
        f'<article class="voice" id="comment-{comment.pk}"><header class="voice-head">'
        f"{_author(voice)}{_answers(voice)}{_time(comment, thus)}{_answer(voice, thus)}</header>"
        f'<div class="voice-body">{_words(voice, thus)}</div>{replies}</article>\n'
    )


def _author(voice: Voice) -> str:
    if not voice.is_named:
        return '<span class="face is-empty" aria-hidden="true"></span>'
    author = voice.comment.author
    if author is None:
        nobody = escape(_("Somebody who has left"))
        return (
            '<span class="face is-empty" aria-hidden="true"></span>'
            f'<span class="voice-nobody">{nobody}</span>'
        )
    return f'{_face(author)}<bdi class="voice-name">{escape(author.display_name)}</bdi>'


def _face(author: User) -> str:
    if author.picture:
        address = reverse("accounts:portrait", args=[author.pk, author.picture])
        return (
            f'<img class="face" src="{address}" alt="" aria-hidden="true" width="32" height="32"'
            ' loading="lazy" decoding="async">'
        )
    initials = escape(author.initials)
    return f'<span class="face tone-{author.tone}" aria-hidden="true">{initials}</span>'


def _answers(voice: Voice) -> str:
    if voice.answered is None:
        return ""
    words = _("to <bdi>%(name)s</bdi>") % {"name": escape(voice.answered.display_name)}
    return f' <span class="voice-answers">{words}</span>'


def _time(comment: Comment, thus: Thus) -> str:
    if comment.is_blocked:
        return ""
    said = localtime(comment.created_at)
    day = _day(said.date(), get_language())
    return (
        f' <a class="voice-time" href="{thus.place}#comment-{comment.pk}">'
        f'<time datetime="{said.isoformat()}">{day}</time></a>'
    )


def _answer(voice: Voice, thus: Thus) -> str:
    if voice.comment.pk != thus.answer or not voice.is_named:
        return ""
    return f' <span class="tag">{escape(_("The answer"))}</span>'


@lru_cache(maxsize=1000)
def _day(day: date, language: str) -> str:
    """A day as it is written in the language that is spoken now."""
    return escape(date_format(day, "DATE_FORMAT"))


def _words(voice: Voice, thus: Thus) -> str:
    comment = voice.comment
    quoted = _quoted(comment, thus)
    if voice.is_named and not comment.is_hidden:
        return f'{quoted}<div class="voice-words">{comment.words}</div>'
    is_mine = thus.reader is not None and comment.author_id == thus.reader.pk
    context = {"comment": comment, "is_mine": is_mine, "quoted": quoted}
    return render_to_string("discussions/_unsaid.html", context)


def _quoted(comment: Comment, thus: Thus) -> str:
    quotation = quotation_of(comment)
    if quotation is None or quotation.language not in thus.languages:
        return ""
    language = quotation.language
    return (
        f'<blockquote class="quotation" lang="{language}" dir="{direction(language)}">'
        f"{escape(quotation.exact)}</blockquote>"
    )
