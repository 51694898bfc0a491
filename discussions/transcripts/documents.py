"""A transcript as one Markdown document."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.letters.letter import absolute
from articles.markdown import escape
from articles.models import Paragraph
from discussions.transcripts.transcript import Asked, Said, Transcript


def document(transcript: Transcript) -> str:
    """A heading for each paragraph, its words as a quotation, and replies one quotation deeper."""
    return "\n\n".join(_parts(transcript)) + "\n"


def _parts(transcript: Transcript) -> Iterator[str]:
    reading = transcript.reading
    facts = (transcript.article.author, reading.group.name, _day(timezone.now()))
    yield f"# {_one_line(transcript.article.title)}"
    yield _one_line(" · ".join(filter(None, facts)))
    yield f"<{absolute(reading.get_absolute_url())}>"
    for passage in transcript.passages:
        yield f"## {_heading(passage.paragraph)}"
        if passage.words:
            yield _quoted(escape(passage.words), 1)
        yield from map(_said, passage.said)


def _heading(paragraph: Paragraph) -> str:
    return _("A paragraph that was removed") if paragraph.is_removed else str(paragraph)


def _said(said: Said | Asked) -> str:
    if said.withheld:
        return _quoted(f"*{said.withheld}*", said.depth)
    head = [f"**{_one_line(said.name)}**", _day(said.created_at), said.kind]
    words = [" · ".join(filter(None, head)), said.source]
    if quotation := said.quotation:
        words.insert(1, _quoted(escape(quotation), 1))
    return _quoted("\n\n".join(words), said.depth)


def _quoted(words: str, depth: int) -> str:
    return "\n".join(f"{'> ' * depth}{line}".rstrip() for line in words.splitlines())


def _one_line(words: str) -> str:
    return escape(" ".join(words.split()))


def _day(when: datetime) -> str:
    return date_format(timezone.localtime(when), "DATE_FORMAT")
