"""Who may do what in a group: booleans of a person and a thing that they can already see."""

from groups.models import Group, Membership


def may_join(group: Group) -> bool:
    """Join without an invitation."""
    return group.is_open


def may_lead(membership: Membership) -> bool:
    """Change the group, invite people, start readings, change roles."""
    return membership.is_leader


def may_mark(membership: Membership) -> bool:
    """Mark paragraphs as read."""
    return membership.is_active
