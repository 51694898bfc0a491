"""Starting readings and advancing in them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import compiled
from articles.models import Article, Paragraph
from articles.models.paragraphs import ParagraphQuerySet
from groups.actions.locks import locked_group
from groups.actions.log import record
from groups.actions.steps import advance
from groups.live import tell
from groups.models import Event, LogEntry, Mark, Membership, Place, Reading
from groups.signals import marked


@transaction.atomic
def start_reading(article: Article, *, by: Membership) -> Reading:
    """Begin a reading of this article in the leader's group, everyone at its first paragraph.

    A translation is read as its original, so that each member may read in a language of their own.
    """
    # Who joins at this moment has a place too: either they wait, or they are among the members.
    locked_group(by.group_id)
    visible = Article.objects.visible_to(by.user)
    original = visible.filter(translations=article).first() or article
    # And the text is not revised until then.
    Article.objects.select_for_update().get(pk=original.pk)
    reading = Reading.objects.create(
        group=by.group, article=original, language=article.language, started_by=by
    )
    record(by.group, LogEntry.Act.READING_STARTED, by=by.user, reading=reading)
    first = original.text.first()
    members = Membership.objects.present().filter(group=by.group)
    Place.objects.bulk_create(
        Place(reading=reading, membership=member, paragraph=first) for member in members
    )
    return reading


def read_in(place: Place, *, language: str) -> None:
    """Let a member read the text of a reading in this language."""
    place.language = language
    place.save(update_fields=["language"])


def take_places(membership: Membership) -> None:
    """Give a new member a place at the first paragraph of each of the group's readings."""
    readings = Reading.objects.filter(group=membership.group_id).exclude(
        places__membership=membership
    )
    # Nor are these texts revised before the member has a place in them.
    articles = Article.objects.filter(pk__in=readings.values("article")).order_by("pk")
    list(articles.select_for_update().values_list("pk"))
    first = Paragraph.objects.current().filter(position=1, article__readings__in=readings)
    firsts = {paragraph.article_id: paragraph for paragraph in first}
    Place.objects.bulk_create(
        Place(reading=reading, membership=membership, paragraph=firsts[reading.article_id])
        for reading in readings
    )
    for reading in readings:
        tell(reading.pk, Event.What.MOVED)


@transaction.atomic
def mark(place: Place, *, paragraph: Paragraph) -> Place:
    """Mark one paragraph as read, and the headings that stand right above it.

    Here and in `read_to` nothing is marked in a step that is not open yet.
    """
    place = _locked(place)
    if not place.reading.has_opened(paragraph):
        return place
    to_here = _right_above(place.reading.article_id, paragraph.pk)
    _mark(place, [*to_here[:1], *_headings_at_the_end(to_here[1:])])
    _read_again(place, paragraph)
    _settled(place)
    marked.send(Place, place=place)
    return place


@transaction.atomic
def read_to(place: Place, *, paragraph: Paragraph) -> Place:
    """Mark every paragraph up to and including this one as read."""
    place = _locked(place)
    if not place.reading.has_opened(paragraph):
        return place
    _mark(place, _text_to(place.reading.article_id, paragraph.pk))
    _read_again(place, paragraph)
    _settled(place)
    marked.send(Place, place=place)
    return place


@transaction.atomic
def unmark(place: Place, *, paragraph: Paragraph) -> Place:
    """Take back the mark on one paragraph."""
    place = _locked(place)
    Mark.objects.filter(
        reading=place.reading_id, membership=place.membership_id, paragraph=paragraph
    ).delete()
    return _settled(place)


def _text_to(article: int, paragraph: int) -> ParagraphQuerySet:
    """The paragraphs up to and including this one, as the text is now; none if it is removed."""
    text = Paragraph.objects.current().filter(article=article)
    return text.filter(position__lte=Subquery(text.filter(pk=paragraph).values("position")))


@compiled
def _right_above(article: int, paragraph: int) -> ParagraphQuerySet:
    """This paragraph and those above it, backwards, as far as its headings may go."""
    return _text_to(article, paragraph).order_by("-position")[:7]


def _headings_at_the_end(backwards: Iterable[Paragraph]) -> list[Paragraph]:
    headings = []
    for paragraph in backwards:
        if not paragraph.is_heading:
            break
        headings.append(paragraph)
    return headings


def _locked(place: Place) -> Place:
    found = next(iter(_held(place.pk)), None)
    if found is None:
        raise Place.DoesNotExist
    return found


@compiled
def _held(place: int) -> QuerySet[Place]:
    locked = Place.objects.select_for_update(of=("self",))
    return locked.select_related("reading__closed_from").filter(pk=place)


def _mark(place: Place, paragraphs: Iterable[Paragraph]) -> None:
    Mark.objects.bulk_create(
        (
            Mark(
                reading_id=place.reading_id, membership_id=place.membership_id, paragraph=paragraph
            )
            for paragraph in paragraphs
        ),
        ignore_conflicts=True,
    )


def _read_again(place: Place, paragraph: Paragraph) -> None:
    """Let a mark that a revision made be the member's own."""
    mine = Mark.objects.filter(reading=place.reading_id, membership=place.membership_id)
    mine.filter(paragraph=paragraph, is_carried=True).update(is_carried=False)


@compiled
def _unread(article: int, reading: int, membership: int) -> ParagraphQuerySet:
    """The first paragraph of a text that a member has not marked in a reading."""
    mine = Mark.objects.filter(reading=reading, membership=membership, paragraph=OuterRef("pk"))
    return Paragraph.objects.current().filter(~Exists(mine), article=article)[:1]


def _settled(place: Place) -> Place:
    here = (place.reading.article_id, place.reading_id, place.membership_id)
    place.paragraph = next(iter(_unread(*here)), None)
    place.save(update_fields=["paragraph"])
    tell(place.reading_id, Event.What.MOVED)
    if place.reading.closed_from or place.is_finished:
        advance(place.reading_id)
    return place
