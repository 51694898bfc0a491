"""Bringing in a legacy from a file: what another site's group hands down."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import resolve
from django.urls.exceptions import Resolver404

from accounts.letters import absolute
from articles.markdown import render
from articles.models import Paragraph
from discussions.actions.passing import let_have
from discussions.actions.receiving import receive
from discussions.annotations import Annotation
from discussions.bequests import Bequest, Note
from discussions.models import Heirloom, Legacy, LegacyNote
from discussions.placing import Text
from groups.actions.locks import locked_group, require_lead
from groups.models import Membership, Reading


@dataclass
class Adoption:
    """What has come in from a file: how many notes have a place, and which have none."""

    placed: int = 0
    lost: list[Annotation] = field(default_factory=list)


@dataclass(frozen=True)
class _Placed:
    note: Note
    paragraph: Paragraph
    # Where the words are those of a comment of this very site.
    root: LegacyNote | None


def adopt(reading: Reading, bequest: Bequest, *, by: Membership) -> Adoption:
    """Let a reading have the legacy in a file, each note where the words it stands on are.

    A second file of the same legacy takes the place of the first: what is not in it any more goes.
    What says to be a comment of this site is one only if it has the same words and is handed down
    now, and is then read from there. Raises PermissionDenied for who does not lead the group.
    """
    text = Text(list(reading.article.text))
    adoption = Adoption()
    placed: dict[str, _Placed] = {}
    for note in bequest.notes:
        found = _found(note, text)
        if found:
            placed[note.key] = found
        elif note.annotation.words:
            adoption.lost.append(note.annotation)
    html = {key: render(each.note.annotation.words) for key, each in placed.items()}
    with transaction.atomic():
        require_lead(by, of=locked_group(reading.group_id))
        legacy = _legacy(reading, bequest)
        _write(legacy, list(placed.values()), html)
        let_have(receive(legacy, reading=reading, by=by))
    adoption.placed = len(placed)
    return adoption


def _found(note: Note, text: Text) -> _Placed | None:
    """The note on its paragraph; None where it has none, or is not handed down any more."""
    paragraph = text.paragraph_of(note.annotation)
    if paragraph is None or not note.annotation.words:
        return None
    comment = _comment_of_this_site(note.key)
    if comment is None:
        return _Placed(note, paragraph, None)
    handed_down = LegacyNote.objects.standing().filter(comment=comment, root=None)
    root = handed_down.select_related("comment").first()
    has_the_words = root and root.markdown.strip() == note.annotation.words.strip()
    return _Placed(note, paragraph, root) if has_the_words else None


def _comment_of_this_site(address: str) -> int | None:
    """The key of the comment whose lasting address this is; None for any other address."""
    if not address.startswith(absolute("/")):
        return None
    try:
        found = resolve(address.removeprefix(absolute("/").rstrip("/")))
    except Resolver404:
        return None
    return found.kwargs["pk"] if found.view_name == "discussions:comment" else None


def _legacy(reading: Reading, bequest: Bequest) -> Legacy:
    told = {
        "generation": bequest.generation,
        "site": bequest.site,
        "group_name": bequest.group,
        "ancestors": [{"group": group, "site": site} for group, site in bequest.ancestors],
    }
    legacy, _is_new = Legacy.objects.update_or_create(
        brought_by=reading.group, article=reading.article, key=bequest.key, defaults=told
    )
    return legacy


def _write(legacy: Legacy, placed: Sequence[_Placed], html: dict[str, str]) -> None:
    """Let the legacy have these notes and no others."""
    there = {note.key: note for note in LegacyNote.objects.filter(legacy=legacy)}
    gone = there.keys() - html.keys()
    LegacyNote.objects.filter(legacy=legacy, key__in=gone).delete()
    for each in placed:
        note = there.get(each.note.key) or LegacyNote(legacy=legacy, key=each.note.key)
        moved = note.pk and note.paragraph_id != each.paragraph.pk
        _fill(note, each, html[each.note.key])
        note.save()
        if moved:
            Heirloom.objects.filter(note=note).delete()


def _fill(note: LegacyNote, placed: _Placed, html: str) -> None:
    said = placed.note
    note.paragraph = placed.paragraph
    note.generation = said.generation
    note.root = placed.root
    note.comment = placed.root.comment if placed.root else None
    if placed.root:
        return
    note.source, note.html = said.annotation.words, html
    note.name, note.said_on = said.annotation.name, said.annotation.day
    note.sort, note.is_resolved, note.helped_before = said.sort, said.is_resolved, said.helped
