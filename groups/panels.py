"""What apps above show on a group's page.

An app adds its panels when it is loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from groups.models import Membership


@dataclass(frozen=True)
class Panel:
    """A part of a group's page: its template, and what that is told of as `panel`."""

    template: str
    context: Mapping[str, object]


# Each gives what this member is shown of their group; None for nothing. A group has many
# readings: a panel costs as many queries for one as for a hundred.
panels: list[Callable[[Membership], Panel | None]] = []


def panels_for(membership: Membership) -> list[Panel]:
    """The panels on the group's page as this member sees it."""
    made = (panel(membership) for panel in panels)
    return [panel for panel in made if panel is not None]
