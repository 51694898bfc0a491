"""Writes of the groups app, each whole or not at all."""

from groups.actions.admission import (
    Barred,
    Full,
    Refused,
    TooOften,
    ask,
    decline,
    join,
    let_in,
    take_back,
)
from groups.actions.companions import volunteer
from groups.actions.groups import NO_PICTURE, Picture, TooSmall, change, close, found, move
from groups.actions.invitations import (
    Ended,
    TooManyLinks,
    accept,
    invite,
    invite_by_mail,
    revoke,
)
from groups.actions.members import LastLeader, allow_again, change_role, leave, remove
from groups.actions.pauses import come_back, end_pauses, pause
from groups.actions.readings import mark, read_in, read_to, start_reading, unmark
from groups.actions.revisions import follow_revision
from groups.actions.splitting import Changed, Part, last_split, split

__all__ = [
    "NO_PICTURE",
    "Barred",
    "Changed",
    "Ended",
    "Full",
    "LastLeader",
    "Part",
    "Picture",
    "Refused",
    "TooManyLinks",
    "TooOften",
    "TooSmall",
    "accept",
    "allow_again",
    "ask",
    "change",
    "change_role",
    "close",
    "come_back",
    "decline",
    "end_pauses",
    "follow_revision",
    "found",
    "invite",
    "invite_by_mail",
    "join",
    "last_split",
    "leave",
    "let_in",
    "mark",
    "move",
    "pause",
    "read_in",
    "read_to",
    "remove",
    "revoke",
    "split",
    "start_reading",
    "take_back",
    "unmark",
    "volunteer",
]
