"""Groups and what they do together: memberships, invitations, readings, steps, marks and places,
and the sessions in which they read at the same time.
"""

from groups.models.admission import Ban, JoinRequest
from groups.models.emblems import Emblem
from groups.models.events import Event, Presence
from groups.models.groups import Group
from groups.models.invitations import Invitation
from groups.models.log import LogEntry
from groups.models.memberships import Membership, is_in, leads
from groups.models.readings import Mark, Place, Reading
from groups.models.sessions import Attendance, StudySession
from groups.models.steps import Step

__all__ = [
    "Attendance",
    "Ban",
    "Emblem",
    "Event",
    "Group",
    "Invitation",
    "JoinRequest",
    "LogEntry",
    "Mark",
    "Membership",
    "Place",
    "Presence",
    "Reading",
    "Step",
    "StudySession",
    "is_in",
    "leads",
]
