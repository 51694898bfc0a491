"""The group's record of what its leaders do."""

from accounts.models import User
from groups.models import Group, LogEntry


def record(
    group: Group,
    act: LogEntry.Act,
    *,
    by: User | None,
    about: User | None = None,
    reason: str = "",
) -> None:
    """Put an act on record; `by` is None where the program itself acts."""
    LogEntry.objects.create(group=group, act=act, actor=by, subject=about, reason=reason)
