"""The horizon: what others said on a paragraph is there for a member once they have reached it."""

from django.db.models import Exists, OuterRef, Q, Value

from accounts.models import User, condition
from articles.models import Paragraph
from groups.models import Mark, Membership, Place, Reading


def within_horizon(user: User | str, *, of: Reading | None = None) -> Q:
    """The condition on a model with `reading` and `paragraph` that this person has got so far.

    Instead of one person it may be those whom a column holds, as in `accounts.models.condition`.
    A paragraph is within the horizon when they have marked it, or it is their place or stands
    before it, and its step is open. Nobody has a horizon in a group that they have left.

    It holds in all readings, and is then asked about each thing; `of` one reading it is asked once
    for all the paragraphs, which is quicker from a handful of things on.
    """
    if of is None:
        return condition(REACHED, user, reading="reading", paragraph="paragraph")
    return Q(reading=of) & condition(ALL_REACHED, user, reading=Value(of.pk), paragraph="paragraph")


# The key of somebody's membership in the group of a reading, if they are in it. As it is one value,
# a database looks for that member's own place and mark, and not through those of all.
MEMBER = """(
    SELECT reader.id FROM groups_reading AS shared
    JOIN groups_membership AS reader ON reader.group_id = shared.group_id
    WHERE shared.id = {reading} AND reader.user_id = {user} AND reader.state <> 'left'
)"""
_PASSED = f"""
  LEFT JOIN articles_paragraph AS stands ON stands.id = place.paragraph_id
  LEFT JOIN articles_paragraph AS closed ON closed.id = reading.closed_from_id
  WHERE place.reading_id = {{reading}} AND place.membership_id = {MEMBER}
    AND (stands.id IS NULL OR here.position <= stands.position)
    AND (closed.id IS NULL OR here.position < closed.position)
"""
_MARKED = f"""
  FROM groups_mark AS marked
  WHERE marked.reading_id = {{reading}} AND marked.membership_id = {MEMBER}
"""
REACHED = f"""
EXISTS (
  SELECT 1 FROM groups_place AS place
  JOIN groups_reading AS reading ON reading.id = place.reading_id
  JOIN articles_paragraph AS here ON here.id = {{paragraph}}
  {_PASSED}
)
OR EXISTS (SELECT 1 {_MARKED} AND marked.paragraph_id = {{paragraph}})
"""  # noqa: S608  # our own words
# Two lists, not one: PostgreSQL joins with a single one, and may look it up again for each thing.
ALL_REACHED = f"""
{{paragraph}} IN (
  SELECT here.id FROM groups_place AS place
  JOIN groups_reading AS reading ON reading.id = place.reading_id
  JOIN articles_paragraph AS here ON here.article_id = reading.article_id
  {_PASSED}
)
OR {{paragraph}} IN (SELECT marked.paragraph_id {_MARKED})
"""  # noqa: S608  # our own words


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
