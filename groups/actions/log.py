"""The group's record of what its leaders do."""

from accounts.models import User
from groups.models import Group, LogEntry, Reading


def record(
    group: Group,
    act: LogEntry.Act,
    *,
    by: User | None,
    about: User | None = None,
    reading: Reading | None = None,
    reason: str = "",
) -> None:
    """Put an act on record: whom it was about, in which reading, and why or what exactly.

    `by` is None where the program itself acts.
    """
    words = " · ".join(filter(None, [reading.article.title if reading else "", reason]))
    LogEntry.objects.create(group=group, act=act, actor=by, subject=about, reason=words)
