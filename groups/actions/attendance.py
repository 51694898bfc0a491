"""Taking part in a study session: coming and going, following its leader, and asking to speak.

What comes when the session is over, or by who does not take part, changes nothing.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.notices import read
from groups.actions.locks import locked
from groups.inbox import told_of_session
from groups.live import tell
from groups.models import Attendance, Event, Membership, StudySession
from groups.permissions import may_attend


@transaction.atomic
def take_part(session: StudySession, *, member: Membership) -> None:
    """Let a member take part, or again, and follow. Raises PermissionDenied for who has paused."""
    member = locked(member)
    if not may_attend(member):
        raise PermissionDenied(_("You have paused in this group. Return first, then take part."))
    if StudySession.objects.open().filter(pk=session.pk).exists():
        attend(session, member)
        read(told_of_session(member, session))
        touch(session)


@transaction.atomic
def step_out(session: StudySession, *, member: Membership) -> None:
    """Let a member take part no more; the record keeps that they did."""
    _change(session, member, left_at=timezone.now(), hand_up_at=None)


@transaction.atomic
def follow(session: StudySession, *, member: Membership) -> None:
    """Let a member's pages go where the leader goes."""
    _change(session, member, follows=True)


@transaction.atomic
def let_go(session: StudySession, *, member: Membership) -> None:
    """Let a member read where they like, and take part all the same."""
    _change(session, member, follows=False)


@transaction.atomic
def raise_hand(session: StudySession, *, member: Membership) -> None:
    """Show that a member wants to say something; a hand that is up keeps its turn."""
    present = session.attendances.present().filter(membership=member, hand_up_at=None)
    if present.update(hand_up_at=timezone.now()):
        touch(session)


@transaction.atomic
def lower_hand(session: StudySession, *, member: Membership) -> None:
    """Take back that a member wants to say something."""
    _change(session, member, hand_up_at=None)


def attend(session: StudySession, member: Membership) -> None:
    """Note that a member takes part now."""
    attendance, is_new = Attendance.objects.get_or_create(session=session, membership=member)
    if not is_new and attendance.left_at is not None:
        attendance.left_at, attendance.follows = None, True
        attendance.save(update_fields=["left_at", "follows"])


def end_attendances(member: Membership) -> None:
    """Let a member who pauses or leaves the group take part in nothing any more."""
    for session in StudySession.objects.open().filter(
        attendances__membership=member, attendances__left_at=None
    ):
        step_out(session, member=member)


def touch(session: StudySession) -> None:
    """Note that something was done in a session, and tell of it."""
    StudySession.objects.filter(pk=session.pk).update(touched_at=timezone.now())
    tell(session.reading_id, Event.What.SESSION)


def _change(session: StudySession, member: Membership, **to: object) -> None:
    present = session.attendances.present().filter(membership=member)
    if present.exclude(**to).update(**to):
        touch(session)
