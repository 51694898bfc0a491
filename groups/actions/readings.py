"""Starting readings and advancing in them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models import Article, Paragraph
from groups.models import Group, Mark, Membership, Place, Reading


@transaction.atomic
def start_reading(article: Article, *, by: Membership) -> Reading:
    """Begin a reading of this article in the leader's group, everyone at its first paragraph."""
    # Who joins at this moment has a place too: either they wait, or they are among the members.
    Group.objects.select_for_update().get(pk=by.group_id)
    reading = Reading.objects.create(group=by.group, article=article, started_by=by)
    first = article.paragraphs.order_by("position").first()
    members = Membership.objects.present().filter(group=by.group)
    Place.objects.bulk_create(
        Place(reading=reading, membership=member, paragraph=first) for member in members
    )
    return reading


def take_places(membership: Membership) -> None:
    """Give a new member a place at the first paragraph of each of the group's readings."""
    readings = Reading.objects.filter(group=membership.group_id).exclude(
        places__membership=membership
    )
    first = Paragraph.objects.filter(position=1, article__readings__in=readings)
    firsts = {paragraph.article_id: paragraph for paragraph in first}
    Place.objects.bulk_create(
        Place(reading=reading, membership=membership, paragraph=firsts[reading.article_id])
        for reading in readings
    )


@transaction.atomic
def mark(place: Place, *, paragraph: Paragraph) -> Place:
    """Mark one paragraph as read, and the headings that stand right above it."""
    place = _locked(place)
    above = place.reading.article.paragraphs.filter(position__lt=paragraph.position)
    _mark(place, [*_headings_at_the_end(above.order_by("-position")[:6]), paragraph])
    return _settled(place)


@transaction.atomic
def read_to(place: Place, *, paragraph: Paragraph) -> Place:
    """Mark every paragraph up to and including this one as read."""
    place = _locked(place)
    _mark(place, place.reading.article.paragraphs.filter(position__lte=paragraph.position))
    return _settled(place)


@transaction.atomic
def unmark(place: Place, *, paragraph: Paragraph) -> Place:
    """Take back the mark on one paragraph."""
    place = _locked(place)
    Mark.objects.filter(
        reading=place.reading_id, membership=place.membership_id, paragraph=paragraph
    ).delete()
    return _settled(place)


def _headings_at_the_end(backwards: Iterable[Paragraph]) -> list[Paragraph]:
    headings = []
    for paragraph in backwards:
        if not paragraph.is_heading:
            break
        headings.append(paragraph)
    return headings


def _locked(place: Place) -> Place:
    return Place.objects.select_for_update().get(pk=place.pk)


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


def _settled(place: Place) -> Place:
    mine = Mark.objects.filter(
        reading=place.reading_id, membership=place.membership_id, paragraph=OuterRef("pk")
    )
    place.paragraph = (
        place.reading.article.paragraphs.filter(~Exists(mine)).order_by("position").first()
    )
    place.save(update_fields=["paragraph"])
    return place
