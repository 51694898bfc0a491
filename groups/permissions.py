"""Who may do what in a group: booleans of a person and a thing that they can already see."""

from groups.models import Group, Membership


def may_join(group: Group) -> bool:
    """Join without an invitation."""
    return group.is_open


def may_ask(group: Group) -> bool:
    """Ask the leaders to be let in."""
    return group.is_by_request


def may_lead(membership: Membership) -> bool:
    """Change the group, invite people, start readings, change roles."""
    return membership.is_leader


def may_mark(membership: Membership) -> bool:
    """Mark paragraphs as read."""
    return membership.is_active


def may_remove(by: Membership, member: Membership) -> bool:
    """Remove somebody from the group: a leader, and nobody themselves."""
    return by.is_leader and by.pk != member.pk


def may_pause(by: Membership, member: Membership) -> bool:
    """Let somebody pause, or end their pause: they themselves, and leaders."""
    return by.is_leader or by.pk == member.pk
