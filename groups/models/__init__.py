"""Groups and what they do together: memberships, invitations, readings, marks and places."""

from groups.models.groups import Group, Membership
from groups.models.invitations import Invitation
from groups.models.readings import Mark, Place, Reading

__all__ = ["Group", "Invitation", "Mark", "Membership", "Place", "Reading"]
