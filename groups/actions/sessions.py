"""Leading a study session: beginning it, going from paragraph to paragraph, ending it.

Whoever does so holds the group's row. What comes when the session is over changes nothing.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Paragraph
from groups import notifications
from groups.actions.attendance import attend, lower_hand, touch
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.live import tell
from groups.models import Attendance, Event, LogEntry, Membership, Reading, StudySession
from groups.permissions import may_attend, may_gather

# Whatever nobody has done anything in for so long is over.
FORGOTTEN = timedelta(hours=4)


@transaction.atomic
def begin_session(
    reading: Reading, *, by: Membership, paragraph: Paragraph, minutes: int | None = None
) -> StudySession:
    """Begin a session at this paragraph, on record; where one goes on, it is that one.

    Whoever begins it takes part. Raises PermissionDenied for who does not lead the group, and for
    a finished reading.
    """
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    if going_on := StudySession.objects.open().filter(reading=reading).first():
        return going_on
    if not may_gather(Reading.objects.get(pk=reading.pk)):
        raise PermissionDenied(_("This reading is finished. Start it again, then read together."))
    at = {"paragraph": paragraph, "first": paragraph, "last": paragraph}
    session = StudySession.objects.create(reading=reading, led_by=by, minutes=minutes, **at)
    record(group, LogEntry.Act.SESSION_BEGUN, by=by.user, reading=reading)
    _attend(session, by)
    notifications.tell_of_session.enqueue(session.pk)
    tell(reading.pk, Event.What.SESSION)
    return session


@transaction.atomic
def lead_to(session: StudySession, *, by: Membership, paragraph: Paragraph) -> None:
    """Let everyone who follows go to this paragraph; whoever does it leads from now on.

    The time for it begins, unless they are there already. Raises PermissionDenied for who does not
    lead the group.
    """
    now = _led(session, by)
    if now is None or (now.paragraph_id, now.led_by_id) == (paragraph.pk, by.pk):
        return
    # First, as whoever acts in a session holds their own part of it before the session.
    _attend(now, by)
    if now.paragraph_id != paragraph.pk:
        now.paragraph, now.paragraph_since = paragraph, timezone.now()
        now.first = min(now.first, paragraph, key=_position)
        now.last = max(now.last, paragraph, key=_position)
    now.led_by = by
    now.save(update_fields=["paragraph", "paragraph_since", "first", "last", "led_by"])
    touch(now)


@transaction.atomic
def give_time(session: StudySession, *, by: Membership, minutes: int | None) -> None:
    """Give each paragraph so many minutes, and begin those for this one anew; None ends that.

    Raises PermissionDenied for who does not lead the group.
    """
    if now := _led(session, by):
        now.minutes, now.paragraph_since = minutes, timezone.now()
        now.save(update_fields=["minutes", "paragraph_since"])
        touch(now)


@transaction.atomic
def lower_hand_of(attendance: Attendance, *, by: Membership) -> None:
    """Lower the hand of another. Raises PermissionDenied for who does not lead the group."""
    if now := _led(attendance.session, by):
        lower_hand(now, member=attendance.membership)


@transaction.atomic
def end_session(session: StudySession, *, by: Membership) -> None:
    """End a session, for all. Raises PermissionDenied for who does not lead the group."""
    if now := _led(session, by):
        _end(now, at=timezone.now())


def end_with(reading: Reading) -> None:
    """End the session of a reading that is closed."""
    for session in StudySession.objects.open().filter(reading=reading):
        _end(session, at=timezone.now())


def end_forgotten() -> None:
    """End the sessions that everyone has gone from without ending them, as of then."""
    long_ago = timezone.now() - FORGOTTEN
    forgotten = StudySession.objects.open().filter(touched_at__lt=long_ago)
    for session in forgotten.select_related("reading").order_by("reading__group", "pk"):
        with transaction.atomic():
            locked_group(session.reading.group_id)
            for still in forgotten.filter(pk=session.pk):
                _end(still, at=still.touched_at)


def go_on_in(article: Article) -> None:
    """Let sessions that are at a paragraph that a revision removed be at what stands there now."""
    lost = StudySession.objects.open().filter(reading__article=article)
    for session in lost.exclude(paragraph__removed_in=None).select_related("paragraph"):
        text = article.text
        following = text.filter(position__gte=session.paragraph.position).first()
        session.paragraph = following or text.reverse()[0]
        session.save(update_fields=["paragraph"])


def _led(session: StudySession, by: Membership) -> StudySession | None:
    """The session as it is now, held until the transaction ends; None: it is over."""
    group = locked_group(session.reading.group_id)
    require_lead(by, of=group)
    related = ("reading", "paragraph", "first", "last")
    return StudySession.objects.open().select_related(*related).filter(pk=session.pk).first()


def _attend(session: StudySession, leader: Membership) -> None:
    now = Membership.objects.get(pk=leader.pk)
    if may_attend(now):
        attend(session, now)


def _end(session: StudySession, *, at: datetime) -> None:
    session.attendances.present().update(left_at=at, hand_up_at=None)
    session.ended_at = at
    session.save(update_fields=["ended_at"])
    tell(session.reading_id, Event.What.SESSION)


def _position(paragraph: Paragraph) -> int:
    return paragraph.position
