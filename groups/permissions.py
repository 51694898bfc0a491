"""Who may do what in a group: booleans of a person and a thing that they can already see."""

from articles.models import Paragraph
from groups.models import Group, Membership, Reading


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


def may_attend(membership: Membership) -> bool:
    """Take part in a study session: who may mark, for who has paused is not there."""
    return may_mark(membership)


def may_gather(reading: Reading) -> bool:
    """Begin a study session in a reading: as long as it is not finished."""
    return not reading.is_finished


def may_mark_here(reading: Reading, paragraph: Paragraph) -> bool:
    """Mark this paragraph as read: as soon as its step is open."""
    return reading.has_opened(paragraph)


def may_pace(reading: Reading) -> bool:
    """Cut a reading into steps: as long as it is not finished."""
    return not reading.is_finished


def may_remove(by: Membership, member: Membership) -> bool:
    """Remove somebody from the group: a leader, and nobody themselves."""
    return by.is_leader and by.pk != member.pk


def may_pause(by: Membership, member: Membership) -> bool:
    """Let somebody pause, or end their pause: they themselves, and leaders."""
    return by.is_leader or by.pk == member.pk
