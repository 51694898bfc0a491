"""Threads as HTML to be read through: made once for all their readers, and kept while they stand.

What a piece shows is the same for everyone who may hear its thread. Each is kept with the version
of its thread and with the faces that it shows, and made anew when one of these has changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import caches
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from discussions.models import Comment, Stuck, Thread
from discussions.telling import Thus, tell
from discussions.tree import Voice, drawn, roots, sort_of, walk

# Where the marks of a voice go. No member can write it: their words are cleaned or escaped.
CUT = "</header>"

type Face = tuple[str, str]
type Entry = dict[int, Piece]


class Told(NamedTuple):
    """A voice as a piece holds it: the key of its comment, its number, and whose it is."""

    pk: int
    number: int
    author: int | None


@dataclass(frozen=True)
class Piece:
    """A thread as HTML, in one language and time zone."""

    version: int
    html: str
    # In the order in which they are drawn; None for those whose words are gone or hidden.
    voices: tuple[Told | None, ...]
    # The names and pictures of those who speak in it, by their keys.
    faces: dict[int, Face]
    # The authors of what leaders have hidden: these and the leaders read what others do not.
    hidden: frozenset[int | None]

    def marked(self, mark: Callable[[Told], str]) -> str:
        """The HTML with what `mark` says of each voice at its head."""
        marks = [mark(voice) if voice else "" for voice in self.voices]
        if not any(marks):
            return self.html
        pieces = self.html.split(CUT)
        heads = (f"{piece}{mark}" for piece, mark in zip(pieces, marks, strict=False))
        return CUT.join((*heads, pieces[-1]))


def pieces_of(threads: Iterable[Thread], *, languages: Sequence[str]) -> dict[int, Piece]:
    """A piece for each of these public threads, by its key, for who may read these languages.

    The threads have been fetched before: what is said meanwhile may be in a piece, and makes its
    version an old one.
    """
    by_place: dict[str, list[Thread]] = defaultdict(list)
    for thread in threads:
        by_place[_place(thread, languages)].append(thread)
    entries: dict[str, Entry] = caches["pieces"].get_many(by_place)
    faces = _faces(entries.values())
    stale = {
        place: there
        for place, wanted in by_place.items()
        if (there := [t for t in wanted if not _stands(entries.get(place, {}).get(t.pk), t, faces)])
    }
    made = _made([thread for there in stale.values() for thread in there], languages)
    for place, there in stale.items():
        fresh = {thread.pk: made[thread.pk] for thread in there}
        entries[place] = entries.get(place, {}) | fresh
        caches["pieces"].set(place, entries[place])
    return {t.pk: entries[place][t.pk] for place, wanted in by_place.items() for t in wanted}


def piece(
    thread: Thread,
    met: Mapping[int, Voice],
    *,
    languages: Sequence[str],
    reader: User | None = None,
    other: User | None = None,
    stuck: Stuck | None = None,
) -> Piece:
    """A thread as these voices of it say it: to one reader, else to all alike.

    The `other` is with whom the reader speaks alone; `stuck` tells that somebody is. It is told
    to all readers in the same words, to who is stuck as well.
    """
    begun = roots(met)
    place = reverse("discussions:discussion", args=[thread.reading_id, thread.paragraph_id])
    thus = Thus(place, reader, answer=thread.answer_id, languages=languages)
    context = {
        "thread": thread,
        "other": other,
        "stuck": stuck,
        "sort": sort_of(met) if thread.is_preparation else "",
        "voices": tell(begun, thus),
    }
    said = [voice.comment for voice in met.values()]
    authors = {comment.author for comment in said if comment.author}
    if stuck and stuck.named:
        authors.add(stuck.named)
    return Piece(
        version=thread.version,
        html=get_template("discussions/_piece.html").render(context) if begun or stuck else "",
        voices=tuple(map(_told, walk(begun))),
        faces={author.pk: (author.display_name, author.picture) for author in authors},
        hidden=frozenset(comment.author_id for comment in said if comment.is_hidden),
    )


def _made(threads: Sequence[Thread], languages: Sequence[str]) -> Entry:
    if not threads:
        return {}
    said: dict[int, list[Comment]] = defaultdict(list)
    heard = Comment.objects.as_all_hear().filter(thread__in=threads)
    for comment in heard.select_related("quotation", "preparation").prefetch_related("author"):
        said[comment.thread_id].append(comment)
    stuck = _stuck(threads)
    return {
        thread.pk: piece(
            thread, drawn(said[thread.pk]), languages=languages, stuck=stuck.get(thread.pk)
        )
        for thread in threads
    }


def _stuck(threads: Sequence[Thread]) -> dict[int, Stuck]:
    """What opens those of these threads in which somebody is stuck, by the keys of the threads."""
    opened = [thread for thread in threads if thread.is_stuck]
    if not opened:
        return {}
    found = Stuck.objects.as_all_see().filter(thread__in=opened).select_related("asker")
    return {stuck.thread_id: stuck for stuck in found}


def _stands(kept: Piece | None, thread: Thread, faces: Mapping[int, Face]) -> bool:
    if kept is None or kept.version != thread.version:
        return False
    return all(faces.get(pk) == face for pk, face in kept.faces.items())


def _faces(entries: Iterable[Entry]) -> dict[int, Face]:
    """What those who speak in these pieces are called now, and their pictures."""
    shown = {pk for entry in entries for kept in entry.values() for pk in kept.faces}
    if not shown:
        return {}
    people = User.objects.filter(pk__in=shown).values_list("pk", "display_name", "picture")
    return {pk: (name, picture) for pk, name, picture in people}


def _told(voice: Voice) -> Told | None:
    comment = voice.comment
    return Told(comment.pk, comment.number, comment.author_id) if voice.counts else None


def _place(thread: Thread, languages: Sequence[str]) -> str:
    """The name of what is kept of a paragraph's threads, for readers of one sort."""
    spoken, zone = get_language(), timezone.get_current_timezone_name()
    readable = "+".join(sorted(languages))
    return f"{thread.reading_id}:{thread.paragraph_id}:{spoken}:{zone}:{readable}"
