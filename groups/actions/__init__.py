"""Writes of the groups app, each whole or not at all."""

from groups.actions.groups import LastLeader, change_role, found, join, leave
from groups.actions.invitations import accept, invite, revoke
from groups.actions.readings import mark, read_to, start_reading, unmark

__all__ = [
    "LastLeader",
    "accept",
    "change_role",
    "found",
    "invite",
    "join",
    "leave",
    "mark",
    "read_to",
    "revoke",
    "start_reading",
    "unmark",
]
