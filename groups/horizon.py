"""The horizon: what others said on a paragraph is there for a member once they have reached it."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User, condition
from articles.models import Paragraph
from groups.models import Mark, Membership, Place, Reading


def within_horizon(user: User | str) -> Q:
    """The condition on a model with `reading` and `paragraph` that this person has got so far.

    Instead of one person it may be those whom a column holds, as in `accounts.models.condition`.
    A paragraph is within the horizon when they have marked it, or it is their place or stands
    before it, and its step is open. Nobody has a horizon in a group that they have left.
    """
    return condition(REACHED, user, reading="reading", paragraph="paragraph")


REACHED = """
EXISTS (
  SELECT 1 FROM groups_membership AS reader
  JOIN groups_place AS place ON place.membership_id = reader.id AND place.reading_id = {reading}
  JOIN groups_reading AS reading ON reading.id = place.reading_id
  JOIN articles_paragraph AS here ON here.id = {paragraph}
  LEFT JOIN articles_paragraph AS stands ON stands.id = place.paragraph_id
  LEFT JOIN articles_paragraph AS closed ON closed.id = reading.closed_from_id
  WHERE reader.user_id = {user} AND reader.state <> 'left'
    AND (stands.id IS NULL OR here.position <= stands.position)
    AND (closed.id IS NULL OR here.position < closed.position)
)
OR EXISTS (
  SELECT 1 FROM groups_mark AS marked
  JOIN groups_membership AS reader ON reader.id = marked.membership_id
  WHERE marked.reading_id = {reading} AND marked.paragraph_id = {paragraph}
    AND reader.user_id = {user} AND reader.state <> 'left'
)
"""


def who_reached(reading: Reading, paragraph: Paragraph) -> Q:
    """The condition on a user that this paragraph of the reading is within their horizon."""
    places = Place.objects.filter(
        Q(paragraph=None) | Q(paragraph__position__gte=paragraph.position), reading=reading
    )
    marks = Mark.objects.filter(reading=reading, paragraph=paragraph)
    reached = Q(pk__in=marks.values("membership"))
    if reading.has_opened(paragraph):
        reached |= Q(pk__in=places.values("membership"))
    present = Membership.objects.present().filter(reached, user=OuterRef("pk"))
    return Q(Exists(present))
