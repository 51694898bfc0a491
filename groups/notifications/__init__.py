"""Letters about groups: written and sent by the worker, after looking at everything again.

Actions enqueue these tasks in their transaction, e.g. `tell_answer.enqueue(request.pk)`: if it
rolls back, nothing goes out. What is true when a task's turn comes counts, not what was true
before: nobody who has left, is switched off or wants no letters gets one.
"""

from groups.notifications.invitations import send_invitation
from groups.notifications.members import tell_removal, tell_role
from groups.notifications.pauses import offer_pause, tell_pause
from groups.notifications.requests import (
    tell_answer,
    tell_leader_of_request,
    tell_of_joining,
    tell_of_request,
)
from groups.notifications.sessions import tell_of_session
from groups.notifications.steps import tell_of_finish, tell_of_step

__all__ = [
    "offer_pause",
    "send_invitation",
    "tell_answer",
    "tell_leader_of_request",
    "tell_of_finish",
    "tell_of_joining",
    "tell_of_request",
    "tell_of_session",
    "tell_of_step",
    "tell_pause",
    "tell_removal",
    "tell_role",
]
