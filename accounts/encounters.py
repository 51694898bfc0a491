"""Whom a person has met on the site: what apps above know of it.

An app in which people meet adds its condition when it is loaded.
"""

from collections.abc import Callable

from django.db.models import Q

from accounts.models import User

# Each gives the condition on a user that this person has met them.
encounters: list[Callable[[User], Q]] = []


def met_by(user: User) -> Q:
    """The condition on a user that this person has met them somewhere on the site."""
    condition = Q(pk__in=())
    for encounter in encounters:
        condition |= encounter(user)
    return condition & ~Q(pk=user.pk)
