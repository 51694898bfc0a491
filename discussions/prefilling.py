"""What an address asks a paragraph's composer to begin with, such as one's own words."""

from django.http import QueryDict

from articles.models import Paragraph
from discussions.choice import LONGEST_KEY
from discussions.models import Comment, Kind, Preparation, quotation_of
from discussions.room import Room


def prefilled(query: QueryDict, room: Room, paragraph: Paragraph) -> dict[str, str]:
    """A preparation, where the reader may leave one; nothing otherwise.

    With the key of a comment of theirs on the paragraph as `from` it has its words, behind those
    that they have begun; the comment stays as it is. It is a question, or of the `sort` asked for.
    """
    if query.get("kind") != Kind.PREPARATION or not room.may_prepare(paragraph):
        return {}
    sort = query.get("sort", "")
    chosen = {
        "kind": Kind.PREPARATION.value,
        "sort": sort if sort in Preparation.Sort else Preparation.Sort.QUESTION.value,
    }
    if thought := _thought(query.get("from", ""), room, paragraph):
        chosen["text"] = _behind_draft(thought.source, room, paragraph)
        quotation = quotation_of(thought)
        # Words that have changed since would only be refused.
        if quotation and room.wordings.take(paragraph, quotation.quote):
            chosen |= {
                "quote": quotation.exact,
                "quote_prefix": quotation.prefix,
                "quote_suffix": quotation.suffix,
            }
    return chosen


def _thought(key: str, room: Room, paragraph: Paragraph) -> Comment | None:
    if not key.isdecimal() or len(key) > LONGEST_KEY:
        return None
    mine = Comment.objects.standing().filter(author=room.user, reading=room.reading)
    return mine.filter(paragraph=paragraph, pk=key).select_related("quotation").first()


def _behind_draft(words: str, room: Room, paragraph: Paragraph) -> str:
    draft = room.begun.threads.get(paragraph.pk)
    begun = draft.text if draft else ""
    return begun if words in begun else "\n\n".join(filter(None, (begun, words)))
