"""Groups and what they do together: memberships, invitations, readings, marks and places."""

from groups.models.admission import Ban, JoinRequest
from groups.models.emblems import Emblem
from groups.models.groups import Group
from groups.models.invitations import Invitation
from groups.models.log import LogEntry
from groups.models.memberships import Membership
from groups.models.readings import Mark, Place, Reading

__all__ = [
    "Ban",
    "Emblem",
    "Group",
    "Invitation",
    "JoinRequest",
    "LogEntry",
    "Mark",
    "Membership",
    "Place",
    "Reading",
]
