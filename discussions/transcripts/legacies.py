"""A legacy for other sites: a collection of annotations that says where it comes from.

To the W3C's Web Annotation Data Model it adds terms of its own: of which generation the readers
were, what their group is called if it lets that be told, and who handed down to them. Only what is
handed down at this moment is in it, and a name only with its author's consent.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.languages import direction
from accounts.letters.letter import absolute
from articles.cutting.language import guess_language
from articles.search.plain import plain
from discussions import bequests
from discussions.models import HeirloomHelp, Help, Legacy, LegacyNote, quotation_of
from discussions.transcripts.annotations import CONTEXT, moment, target_on
from groups.models import Reading

_GROUP, _SITE = bequests.GROUP, bequests.SITE

type Node = dict[str, Any]


def legacy_file(legacy: Legacy, reading: Reading) -> str:
    """The legacy of this reading with all its notes on one page, a line for each."""
    address = absolute(reverse("discussions:legacy_file", args=[reading.pk]))
    items = [json.dumps(item, ensure_ascii=False) for item in _items(legacy, reading)]
    collection: Node = {
        "@context": [CONTEXT, {bequests.PREFIX: bequests.NAMESPACE}],
        "id": address,
        "type": "AnnotationCollection",
        "label": reading.article.title,
        "generator": {"type": "Software", "name": settings.SITE_NAME, "homepage": absolute("/")},
        "generated": moment(timezone.now()),
        bequests.GENERATION: legacy.generation,
        bequests.LINEAGE: list(_lineage(legacy)),
        "total": len(items),
    }
    if legacy.told_group:
        collection[bequests.GROUP] = legacy.told_group
    page = {"id": f"{address}?page=1", "type": "AnnotationPage", "partOf": address}
    head = json.dumps(collection, ensure_ascii=False)[:-1]
    first = json.dumps(page, ensure_ascii=False)[:-1]
    return f'{head},\n"first": {first}, "items": [\n{",\n".join(items)}\n]}}}}\n'


def _lineage(legacy: Legacy) -> Iterator[Node]:
    """Those before, the first generation first."""
    site = absolute("/")
    for before in _before(legacy):
        if before.is_foreign:
            yield from (
                {_GROUP: e.get("group", ""), _SITE: e.get("site", "")} for e in before.ancestors
            )
        told = {_GROUP: before.told_group, _SITE: before.site if before.is_foreign else site}
        yield {bequests.GENERATION: before.generation} | told


def _before(legacy: Legacy) -> list[Legacy]:
    """The legacies that those who hand it down had received, and those received before these."""
    found: dict[int, Legacy] = {}
    level = {legacy.reading_id}
    while level:
        received = Legacy.objects.filter(inheritances__reading__in=level)
        new = [e for e in received.select_related("reading__group") if e.pk not in found]
        found |= {each.pk: each for each in new}
        level = {each.reading_id for each in new if each.reading_id}
    return sorted(found.values(), key=lambda each: (each.generation, each.pk))


def _items(legacy: Legacy, reading: Reading) -> Iterator[Node]:
    notes = LegacyNote.objects.standing().filter(legacy=legacy).with_words()
    found = list(notes.select_related(*_QUOTED).order_by("paragraph__position", "pk"))
    helped = _helped(found)
    for note in found:
        yield _annotation(note, reading, helped[note.first.pk])


_QUOTED = (
    "paragraph",
    "comment__author",
    "comment__consent",
    "comment__thread",
    "comment__quotation",
    "root",
)


def _helped(notes: list[LegacyNote]) -> Counter[int]:
    """How many people each note has helped, by the key of its root."""
    firsts = {note.first.pk: note.first for note in notes}
    helped = Counter({key: first.helped_before for key, first in firsts.items()})
    for path in ("heirloom__note", "heirloom__note__root"):
        rows = HeirloomHelp.objects.filter(**{f"{path}__in": firsts}).order_by()
        helped += Counter(dict(rows.values_list(path).annotate(Count("user", distinct=True))))
    keys = {note.comment_id: note.first.pk for note in notes if note.comment_id}
    there = Help.objects.filter(comment__in=keys).order_by().values_list("comment")
    helped += Counter({keys[key]: n for key, n in there.annotate(Count("pk"))})
    return helped


def _annotation(note: LegacyNote, reading: Reading, helped: int) -> Node:
    comment = note.comment
    language = guess_language(note.markdown)
    quotation = quotation_of(comment) if comment else None
    annotation: Node = {
        "id": absolute(comment.get_absolute_url()) if comment else note.first.key,
        "type": "Annotation",
        "motivation": "commenting",
        "target": target_on(reading.article, note.paragraph_id, plain(note.paragraph), quotation),
        "body": {
            "type": "TextualBody",
            "value": note.markdown,
            "format": "text/markdown",
            "language": language,
            "textDirection": direction(language),
        },
        bequests.GENERATION: note.generation,
        bequests.SORT: note.kind,
        bequests.CLEARED: note.has_cleared,
        bequests.HELPED: helped,
    }
    if comment:
        annotation["created"] = moment(comment.created_at)
    if note.told_name:
        annotation["creator"] = {"type": "Person", "name": note.told_name}
    return annotation
