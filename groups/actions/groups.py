"""Founding groups, changing them and closing them."""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import ngettext

from accounts.models import User
from groups.actions.locks import locked_group
from groups.actions.log import record
from groups.models import Emblem, Group, LogEntry, Membership
from groups.signals import closing

SETTINGS = (
    "name",
    "description",
    "language",
    "visibility",
    "joining",
    "size_limit",
    "welcome",
    "time_zone",
    "away_days",
)


class Picture(NamedTuple):
    """An emblem as `accounts.pictures.squared` gives it; without a name, the group has none."""

    name: str
    content: bytes


NO_PICTURE = Picture("", b"")


class TooSmall(Exception):
    """Refused: more people are in the group than it would have room for. Its text says so."""

    def __init__(self, size: int) -> None:
        super().__init__(
            ngettext(
                "%(size)s person is in the group already. Give it room for as many, or for any "
                "number.",
                "%(size)s people are in the group already. Give it room for as many, or for any "
                "number.",
                size,
            )
            % {"size": size}
        )


@transaction.atomic
def found(group: Group, *, founder: User, picture: Picture = NO_PICTURE) -> Membership:
    """Save a new group with its founder as the leader, whose clock is the group's."""
    group.time_zone = founder.time_zone
    group.search_text = group.words
    group.save()
    _show(group, picture)
    record(group, LogEntry.Act.FOUNDED, by=founder)
    return Membership.objects.create(group=group, user=founder, role=Membership.Role.LEADER)


@transaction.atomic
def change(group: Group, *, by: Membership, picture: Picture | None = None) -> None:
    """Save the settings that are set on `group`, and its picture if one is given.

    Raises TooSmall for a limit below the number of people who are in it.
    """
    stored = locked_group(group.pk)
    is_same = all(getattr(stored, name) == getattr(group, name) for name in SETTINGS)
    if is_same and (picture is None or picture.name == stored.picture):
        return
    size = Membership.objects.present().filter(group=stored).count()
    if group.size_limit is not None and group.size_limit < size:
        raise TooSmall(size)
    group.search_text = group.words
    group.save(update_fields=[*SETTINGS, "search_text"])
    if picture is not None:
        _show(group, picture)
    record(group, LogEntry.Act.CHANGED, by=by.user)


@transaction.atomic
def move(group: Group, *, by: Membership) -> None:
    """Give the group a new address; the one that it had leads nowhere from now on."""
    group = locked_group(group.pk)
    group.code = Group._meta.get_field("code").get_default()
    group.save(update_fields=["code"])
    record(group, LogEntry.Act.CHANGED, by=by.user)


@transaction.atomic
def close(group: Group) -> None:
    """Delete a group with its readings, marks and all that was said there.

    The texts stay with those who brought them.
    """
    found = Group.objects.select_for_update().filter(pk=group.pk).first()
    if found is None:
        return
    closing.send(sender=None, group=found)
    found.delete()


def _show(group: Group, picture: Picture) -> None:
    if picture.name:
        Emblem.objects.update_or_create(
            group=group, defaults={"name": picture.name, "content": picture.content}
        )
    else:
        Emblem.objects.filter(group=group).delete()
    if group.picture != picture.name:
        group.picture = picture.name
        group.save(update_fields=["picture"])
