"""Where a member looks for what was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.models import User
from groups.models import Group, Reading


@dataclass(frozen=True)
class Choice:
    """A place to look in."""

    value: str
    words: str
    is_chosen: bool


class Scope:
    """All readings of a person's groups, or those of one group, or one of them.

    `chosen` is empty, `group-1` or `reading-2`; anything else is all.
    """

    def __init__(self, user: User, chosen: str) -> None:
        readings = Reading.objects.visible_to(user)
        self.all = list(readings.order_by("group__name", "group", "article__title", "pk"))
        names = {name for reading in self.all for name in _names(reading)}
        self.chosen = chosen if chosen in names else ""

    @cached_property
    def readings(self) -> list[Reading]:
        """Those that are looked through."""
        return [
            reading for reading in self.all if not self.chosen or self.chosen in _names(reading)
        ]

    @property
    def groups(self) -> list[tuple[Group, list[Choice]]]:
        """The groups, each with itself and its readings to choose from."""
        by_group = groupby(self.all, key=lambda reading: reading.group)
        return [(group, [*self._choices(group, readings)]) for group, readings in by_group]

    def _choices(self, group: Group, readings: Iterable[Reading]) -> Iterator[Choice]:
        value = f"group-{group.pk}"
        yield Choice(value, _("All that we read"), value == self.chosen)
        for reading in readings:
            value = f"reading-{reading.pk}"
            yield Choice(value, reading.article.title, value == self.chosen)


def _names(reading: Reading) -> tuple[str, str]:
    return f"group-{reading.group_id}", f"reading-{reading.pk}"
