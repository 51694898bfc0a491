"""What becomes of what was said in a group that is closed."""

from typing import Any

from discussions.models import Comment
from groups.models import Group


def clear_group(sender: object = None, *, group: Group, **_more: Any) -> None:
    """Let no comment hold another in place when the group goes with all of them."""
    Comment.objects.filter(reading__group=group).update(parent=None)
