"""What is handed down comes to the readings that have received it."""

from collections.abc import Iterable, Mapping

from articles.models import Article, Paragraph
from discussions.models import Heirloom, Inheritance, Legacy, LegacyNote


def pass_on(legacy: Legacy) -> None:
    """Let all readings that have received a legacy have the notes that are in it now."""
    received = Inheritance.objects.filter(legacy=legacy).select_related("reading__article")
    for inheritance in received.order_by("reading"):
        let_have(inheritance)


def let_have(inheritance: Inheritance) -> None:
    """Put the notes of a legacy on the paragraphs of the text that is read.

    A note that has come by another legacy as well is there once; one whose paragraph has none
    that answers to it in the text is left out.
    """
    reading = inheritance.reading
    there = Heirloom.objects.filter(reading=reading).select_related("note")
    known = {heirloom.note.root_id or heirloom.note_id for heirloom in there}
    notes = [
        note
        for note in LegacyNote.objects.filter(legacy=inheritance.legacy).select_related("paragraph")
        if (note.root_id or note.pk) not in known
    ]
    places = _places(reading.article, (note.paragraph for note in notes))
    Heirloom.objects.bulk_create(
        (
            Heirloom(reading=reading, paragraph_id=places[note.paragraph_id], note=note)
            for note in notes
            if note.paragraph_id in places
        ),
        ignore_conflicts=True,
    )


def give_up(inheritance: Inheritance) -> None:
    """Take the notes of a legacy from a reading, but for those that came by another one as well.

    These stay as they are met there, hidden or not, with those whom they have helped.
    """
    reading, legacy = inheritance.reading, inheritance.legacy
    other = LegacyNote.objects.standing().filter(legacy__inheritances__reading=reading)
    still = {note.root_id or note.pk: note for note in other.exclude(legacy=legacy)}
    leaving = Heirloom.objects.filter(reading=reading, note__legacy=legacy)
    staying = []
    for heirloom in leaving.select_related("note"):
        if note := still.get(heirloom.note.root_id or heirloom.note_id):
            heirloom.note = note
            staying.append(heirloom)
    Heirloom.objects.bulk_update(staying, ["note"])
    leaving.delete()


def _places(article: Article, paragraphs: Iterable[Paragraph]) -> Mapping[int, int]:
    """The keys of the paragraphs of a text that say what these say, by the keys of these.

    Both are of the text itself, its original, or translations of it.
    """
    text = article.paragraphs.order_by("removed_in", "-position")
    says = {paragraph.original_id or paragraph.pk: paragraph.pk for paragraph in text}
    places = {}
    for paragraph in paragraphs:
        if paragraph.article_id == article.pk:
            places[paragraph.pk] = paragraph.pk
        elif (said := paragraph.original_id or paragraph.pk) in says:
            places[paragraph.pk] = says[said]
    return places
