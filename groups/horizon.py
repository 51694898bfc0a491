"""The horizon: what others said on a paragraph is there for a member once they have reached it."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from groups.models import Mark, Membership, Place


def within_horizon(user: User) -> Q:
    """The condition on a model with `reading` and `paragraph` that this person has got so far.

    A paragraph is within the horizon when they have marked it, or it is their place or stands
    before it. Nobody has a horizon in a group that they have left.
    """
    present = Membership.objects.present().filter(user=user)
    place = Place.objects.filter(reading=OuterRef("reading"), membership__in=present)
    reached = place.filter(
        Q(paragraph=None) | Q(paragraph__position__gte=OuterRef("paragraph__position"))
    )
    marked = Mark.objects.filter(
        reading=OuterRef("reading"), paragraph=OuterRef("paragraph"), membership__in=present
    )
    return Q(Exists(reached) | Exists(marked))
