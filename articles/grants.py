"""Who else may read an article: what apps above know of it.

An app whose people read articles together adds its condition when it is loaded.
"""

from collections.abc import Callable

from django.db.models import Q

from accounts.models import User

# Each gives the condition on an article that this person may read it.
grants: list[Callable[[User], Q]] = []


def granted_to(user: User) -> Q:
    """The condition on an article that somebody has given this person access to it."""
    condition = Q(pk__in=())
    for grant in grants:
        condition |= grant(user)
    return condition
