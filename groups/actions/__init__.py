"""Writes of the groups app, each whole or not at all."""

from groups.actions.absence import be_seen, mind_the_absent
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
from groups.actions.again import start_again
from groups.actions.attendance import (
    follow,
    let_go,
    lower_hand,
    raise_hand,
    step_out,
    take_part,
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
from groups.actions.sessions import (
    begin_session,
    end_session,
    give_time,
    lead_to,
    lower_hand_of,
)
from groups.actions.splitting import Changed, Part, last_split, split
from groups.actions.steps import close_reading, cut, give_calendar, open_due, open_early

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
    "be_seen",
    "begin_session",
    "change",
    "change_role",
    "close",
    "close_reading",
    "come_back",
    "cut",
    "decline",
    "end_pauses",
    "end_session",
    "follow",
    "follow_revision",
    "found",
    "give_calendar",
    "give_time",
    "invite",
    "invite_by_mail",
    "join",
    "last_split",
    "lead_to",
    "leave",
    "let_go",
    "let_in",
    "lower_hand",
    "lower_hand_of",
    "mark",
    "mind_the_absent",
    "move",
    "open_due",
    "open_early",
    "pause",
    "raise_hand",
    "read_in",
    "read_to",
    "remove",
    "revoke",
    "split",
    "start_again",
    "start_reading",
    "step_out",
    "take_back",
    "take_part",
    "unmark",
    "volunteer",
]
