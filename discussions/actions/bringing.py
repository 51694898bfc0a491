"""Bringing annotations from elsewhere into a reading, as notes to oneself."""

import uuid
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.markdown import escape, render
from articles.models import BATCH
from discussions.annotations import Annotation
from discussions.models import Comment, Kind, Thread
from discussions.placing import Note
from discussions.search import add, entry_of
from discussions.tree import MAX_DEPTH
from groups.models import Place

_NAMESPACE = uuid.UUID("0c6ee6a1-7f0e-4a5b-9d1b-2f6a5d7f4f0e")
# Stands where what was answered is gone.
_GONE = "…"

type Made = dict[uuid.UUID, Comment]


def bring(place: Place, notes: Sequence[Note]) -> list[Comment]:
    """Make notes to the reader of these, each with who wrote it and when; gives the comments.

    What was brought into the reading before is not made again. All that takes time is done before
    anything is written.
    """
    drafts = {
        _key(place, entry.annotation): _draft(place, note, entry.annotation)
        for note in notes
        for entry in note.entries
    }
    index_entries = {key: entry_of(draft) for key, draft in drafts.items()}
    with transaction.atomic():
        # One after another: what is there before this one is known then.
        Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        new = _write(place, notes, drafts)
        add(index_entries[comment.key] for comment in new)
    return new


def _draft(place: Place, note: Note, annotation: Annotation) -> Comment:
    source = _source(annotation)
    return Comment(
        reading=place.reading,
        paragraph=note.paragraph,
        author=place.membership.user,
        source=source,
        html=render(source),
        key=_key(place, annotation),
    )


def _write(place: Place, notes: Sequence[Note], drafts: Made) -> list[Comment]:
    """Save the drafts that are new, those that are answered before those that answer them."""
    earlier = Comment.objects.filter(author=place.membership.user, key__in=drafts)
    made: Made = {comment.key: comment for comment in earlier.select_related("thread")}
    new: list[Comment] = []
    for depth in range(MAX_DEPTH + 1):
        layer = list(_layer(place, notes, depth, drafts, made))
        if not depth:
            Thread.objects.bulk_create((draft.thread for draft in layer), batch_size=BATCH)
        new += Comment.objects.bulk_create(layer, batch_size=BATCH)
    threads = {comment.thread_id: comment.thread for comment in new}
    fields = ("said", "voices", "spoken_at", "version")
    Thread.objects.bulk_update(threads.values(), fields, batch_size=BATCH)
    return new


def _layer(
    place: Place, notes: Sequence[Note], depth: int, drafts: Made, made: Made
) -> Iterator[Comment]:
    """The drafts at this depth that are not made yet; each is taken down as made."""
    for note in notes:
        for entry in note.entries:
            key = _key(place, entry.annotation)
            if entry.depth == depth and key not in made:
                made[key] = drafts[key]
                parent = made[_key(place, entry.answers)] if entry.answers else None
                _put(drafts[key], parent, parent.thread if parent else _thread(place, note))
                yield drafts[key]


def _thread(place: Place, note: Note) -> Thread:
    author = place.membership.user
    return Thread(reading=place.reading, paragraph=note.paragraph, kind=Kind.NOTE, opened_by=author)


def _put(draft: Comment, parent: Comment | None, thread: Thread) -> None:
    """Make a draft the next comment in its thread, which counts it."""
    thread.said += 1
    thread.voices += 1
    thread.version += 1
    thread.spoken_at = draft.created_at
    draft.number = thread.said
    draft.thread = thread
    draft.parent = parent


def _source(annotation: Annotation) -> str:
    if not annotation.words:
        return _GONE
    name = annotation.name or _("Somebody")
    day = date_format(annotation.day, "DATE_FORMAT") if annotation.day else ""
    told = _told(is_preparation=annotation.is_preparation, has_day=bool(day)) % {
        "name": name,
        "day": day,
    }
    return f"*{escape(told)}*\n\n{annotation.words}"


def _told(*, is_preparation: bool, has_day: bool) -> str:
    if is_preparation:
        return _("%(name)s prepared on %(day)s:") if has_day else _("%(name)s prepared:")
    return _("%(name)s wrote on %(day)s:") if has_day else _("%(name)s wrote:")


def _key(place: Place, annotation: Annotation) -> uuid.UUID:
    """Names what an annotation says as a note in this reading."""
    name = f"{place.reading_id} {annotation.id}\n{annotation.words}"
    return uuid.uuid5(_NAMESPACE, name)
