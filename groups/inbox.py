"""What people are told of their groups in their inbox: steps, who came, who would like to."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.inbox import Entry, Source
from accounts.models import Block, Notice, User
from groups.models import JoinRequest, Membership, Reading, Step, StudySession

WORDS = 32


def bundle_of(group_pk: int) -> str:
    """Names all that is told of a group itself."""
    return f"group-{group_pk}"


def _requests(leader: User) -> QuerySet[JoinRequest]:
    """Requests that wait in the groups which this person leads, by people whom they can see."""
    waiting = JoinRequest.objects.waiting().filter(group__in=_led_by(leader))
    return waiting.exclude(user__in=_unseen_by(leader)).select_related("group", "user")


def _request(request: JoinRequest, kind: str, reader: User) -> Entry:
    return Entry(
        _("{person} would like to join"),
        request.user,
        url=f"{reverse('groups:requests', args=[request.group_id])}#request-{request.pk}",
        about=request.group.name,
        words=Truncator(request.note).words(WORDS),
    )


def _members(leader: User) -> QuerySet[Membership]:
    """Members of the groups that this person leads, without themselves and whom they blocked."""
    members = Membership.objects.present().filter(group__in=_led_by(leader)).exclude(user=leader)
    return members.exclude(user__in=_unseen_by(leader)).select_related("group", "user")


def _joining(member: Membership, kind: str, reader: User) -> Entry:
    return Entry(
        _("{person} joined"),
        member.user,
        url=reverse("groups:members", args=[member.group_id]),
        about=member.group.name,
    )


def step_bundle_of(reading_pk: int) -> str:
    """Names all that is told of the steps of a reading."""
    return f"steps-{reading_pk}"


def _steps(member: User) -> QuerySet[Step]:
    """The open steps of the readings of this person's groups."""
    readings = Reading.objects.visible_to(member).values("pk")
    opened = Step.objects.exclude(opened_at=None).filter(reading__in=readings)
    return opened.select_related("reading__article", "reading__group", "first", "opened_by")


def _step(step: Step, kind: str, reader: User) -> Entry:
    number = {"number": step.number}
    by_whom = _("{person} opened step %(number)s") % number
    return Entry(
        by_whom if step.opened_by else _("Step %(number)s is open") % number,
        step.opened_by,
        url=f"{step.reading.get_absolute_url()}#paragraph-{step.first_id}",
        about=step.reading.article.title,
        where=step.reading.group.name,
    )


def session_bundle_of(session_pk: int) -> str:
    """Names all that is told of a study session."""
    return f"session-{session_pk}"


def _sessions(member: User) -> QuerySet[StudySession]:
    """The study sessions that go on in this person's groups."""
    open_now = StudySession.objects.open().visible_to(member)
    return open_now.select_related("reading__article", "reading__group")


def told_of_session(member: Membership, session: StudySession) -> QuerySet[Notice, int]:
    """The keys of what tells a member of a session and that they have not looked at."""
    mine = Notice.objects.filter(kind="session", about=session.pk, user=member.user_id)
    return mine.unread().values_list("pk", flat=True)


def _session(session: StudySession, kind: str, reader: User) -> Entry:
    return Entry(
        _("A study session goes on: come and read along"),
        None,
        url=session.reading.get_absolute_url(),
        about=session.reading.article.title,
        where=session.reading.group.name,
    )


def _finished(member: User) -> QuerySet[Reading]:
    """The finished readings of this person's groups."""
    readings = Reading.objects.visible_to(member).exclude(finished_at=None)
    return readings.select_related("article", "group", "closed_by")


def _finish(reading: Reading, kind: str, reader: User) -> Entry:
    everyone = _("Everyone has read to the end: look back, and choose what you hand down")
    return Entry(
        _("{person} closed the reading") if reading.closed_by else everyone,
        reading.closed_by,
        url=reverse("discussions:back", args=[reading.pk]),
        about=reading.article.title,
        where=reading.group.name,
    )


def _led_by(user: User) -> QuerySet[Membership, int]:
    return Membership.objects.leading().filter(user=user).values_list("group", flat=True)


def _unseen_by(user: User) -> QuerySet[Block, int]:
    return Block.objects.by(user).values_list("blocked", flat=True)


SOURCES = [
    Source({"request": gettext_lazy("Somebody asked to join my group")}, _requests, _request),
    Source({"step": gettext_lazy("A step opened")}, _steps, _step),
    Source({"session": gettext_lazy("A study session began")}, _sessions, _session),
    Source({"finished": gettext_lazy("A reading was finished")}, _finished, _finish),
    Source({"join": gettext_lazy("Somebody joined my group")}, _members, _joining),
]
