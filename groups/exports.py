"""What a person is and does in groups, for the export of what is theirs.

Who has left a group that only its members know of is not told how it is called now.
"""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own import Row, Section
from articles.models import Article
from groups.models import (
    Attendance,
    Group,
    Invitation,
    JoinRequest,
    LogEntry,
    Mark,
    Membership,
    Place,
    Reading,
    StudySession,
)


class Names:
    """The names of groups and texts, as far as this person may know them now."""

    def __init__(self, user: User) -> None:
        groups = Group.objects.visible_to(user).filter(_touched_by(user))
        self._groups = dict(groups.values_list("pk", "name"))
        texts = Article.objects.visible_to(user).filter(readings__places__membership__user=user)
        self._texts = dict(texts.values_list("pk", "title"))

    def group(self, key: int) -> str:
        return self._groups.get(key) or _("A group that I have left")

    def text(self, key: int) -> str:
        return self._texts.get(key) or _("A text that I can no longer read")

    def where(self, reading: Reading) -> dict[str, str]:
        """The names of a reading's group and text."""
        return {"group": self.group(reading.group_id), "text": self.text(reading.article_id)}


def where_labels() -> dict[str, str]:
    """The labels of `Names.where`."""
    return {"group": _("Group"), "text": _("Text")}


def my_memberships(user: User) -> Section:
    return Section(
        key="memberships",
        title=_("My groups"),
        labels={
            "group": _("Group"),
            "role": _("Role"),
            "state": _("State"),
            "joined_at": _("Member since"),
            "paused_until": _("Paused until"),
            "is_companion": _("I accompany newcomers"),
        },
        rows=_memberships(user),
    )


def _memberships(user: User) -> Iterator[Row]:
    names = Names(user)
    for membership in Membership.objects.filter(user=user).order_by("pk"):
        yield {
            "group": names.group(membership.group_id),
            "role": membership.get_role_display(),
            "state": membership.get_state_display(),
            "joined_at": membership.joined_at,
            "paused_until": membership.paused_until,
            "is_companion": membership.is_companion,
        }


def my_places(user: User) -> Section:
    return Section(
        key="places",
        title=_("Where I stand"),
        labels={
            **where_labels(),
            "paragraph": _("Paragraph"),
            "marked": _("Paragraphs marked"),
            "language": _("Language"),
        },
        rows=_places(user),
    )


def _places(user: User) -> Iterator[Row]:
    names = Names(user)
    places = Place.objects.filter(membership__user=user).select_related("reading", "paragraph")
    marks = Mark.objects.filter(membership__user=user).order_by().values_list("reading")
    marked = dict(marks.annotate(number=Count("pk")))
    for place in places:
        yield {
            **names.where(place.reading),
            "paragraph": place.number or _("Finished"),
            "marked": marked.get(place.reading_id, 0),
            "language": place.language,
        }


def my_marks(user: User) -> Section:
    return Section(
        key="marks",
        title=_("What I have marked as read"),
        labels={**where_labels(), "paragraph": _("Paragraph"), "created_at": _("When")},
        rows=_marks(user),
    )


def _marks(user: User) -> Iterator[Row]:
    names = Names(user)
    marks = Mark.objects.filter(membership__user=user).select_related("reading", "paragraph")
    for mark in marks.iterator():
        yield {
            **names.where(mark.reading),
            "paragraph": mark.paragraph.position,
            "created_at": mark.created_at,
            "is_carried": mark.is_carried,
        }


def my_sessions(user: User) -> Section:
    """The study sessions in which the person took part, or that they led; nobody else's part."""
    return Section(
        key="study_sessions",
        title=_("Study sessions I took part in"),
        labels={
            **where_labels(),
            "first": _("From paragraph"),
            "last": _("To paragraph"),
            "led": _("Led by me"),
            "joined_at": _("When I came"),
            "left_at": _("When I left"),
        },
        rows=_sessions(user),
    )


def _sessions(user: User) -> Iterator[Row]:
    names = Names(user)
    parts = {one.session_id: one for one in Attendance.objects.filter(membership__user=user)}
    mine = StudySession.objects.filter(Q(pk__in=parts) | Q(led_by__user=user)).order_by("pk")
    for session in mine.select_related("reading", "first", "last", "led_by"):
        part = parts.get(session.pk)
        yield {
            **names.where(session.reading),
            "first": session.first.position,
            "last": session.last.position,
            "led": session.led_by is not None and session.led_by.user_id == user.pk,
            "joined_at": part and part.joined_at,
            "left_at": part and part.left_at,
            "follows": part and part.follows,
            "hand_up_at": part and part.hand_up_at,
        }


def my_invitations(user: User) -> Section:
    """The invitations that the person made, without the addresses that they went to."""
    return Section(
        key="invitations",
        title=_("Invitations I have made"),
        labels={
            "group": _("Group"),
            "note": _("For whom"),
            "created_at": _("When"),
            "expires_at": _("Good until"),
            "revoked_at": _("Ended"),
            "uses": _("Used"),
        },
        rows=_invitations(user),
    )


def _invitations(user: User) -> Iterator[Row]:
    names = Names(user)
    for invitation in Invitation.objects.filter(invited_by__user=user).order_by("pk").iterator():
        yield {
            "group": names.group(invitation.group_id),
            "note": "" if invitation.email else invitation.note,
            "by_mail": bool(invitation.email),
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
            "revoked_at": invitation.revoked_at,
            "uses": invitation.uses,
        }


def my_requests(user: User) -> Section:
    return Section(
        key="join_requests",
        title=_("Groups I asked to join"),
        labels={
            "group": _("Group"),
            "note": _("What I wrote"),
            "state": _("State"),
            "answer": _("What I was answered"),
            "created_at": _("When"),
            "answered_at": _("Answered"),
        },
        rows=_requests(user),
    )


def _requests(user: User) -> Iterator[Row]:
    names = Names(user)
    for request in JoinRequest.objects.filter(user=user):
        yield {
            "group": names.group(request.group_id),
            "note": request.note,
            "state": request.get_state_display(),
            "answer": request.answer,
            "created_at": request.created_at,
            "answered_at": request.answered_at,
        }


def my_acts(user: User) -> Section:
    """What the person did on record, with the names of those whom it concerned in their groups."""
    return Section(
        key="acts",
        title=_("What I did in groups"),
        labels={
            "group": _("Group"),
            "act": _("What I did"),
            "about": _("Whom it concerned"),
            "reason": _("Reason"),
            "created_at": _("When"),
        },
        rows=_acts(user),
    )


def _acts(user: User) -> Iterator[Row]:
    names = Names(user)
    mine = set(Group.objects.of(user).values_list("pk", flat=True))
    entries = LogEntry.objects.filter(actor=user).select_related("subject").order_by("pk")
    for entry in entries.iterator():
        about = entry.subject if entry.group_id in mine else None
        yield {
            "group": names.group(entry.group_id),
            "act": entry.get_act_display(),
            "about": about.display_name if about else "",
            "reason": entry.reason,
            "created_at": entry.created_at,
        }


def _touched_by(user: User) -> Q:
    return (
        Q(memberships__user=user)
        | Q(join_requests__user=user)
        | Q(log__in=LogEntry.objects.filter(actor=user))
    )


SECTIONS = [my_memberships, my_places, my_marks, my_sessions, my_invitations, my_requests, my_acts]
