"""Study sessions: members read at the same time, and a leader says at which paragraph."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone

from accounts.models import User, blocked_by
from articles.models import Paragraph
from groups.models.memberships import Membership, is_in
from groups.models.readings import Reading


class StudySessionQuerySet(models.QuerySet["StudySession"]):
    def visible_to(self, user: User) -> "StudySessionQuerySet":
        """The sessions of the groups that this person is in."""
        return self.filter(is_in(user, "reading__group")).select_related("reading__article")

    def open(self) -> "StudySessionQuerySet":
        """Those that go on."""
        return self.filter(ended_at=None)

    def seen_by(self, user: User) -> "StudySessionQuerySet":
        """With their paragraphs and leaders, and whether this person does not see who leads."""
        related = ("paragraph", "first", "last", "led_by__user")
        return self.select_related(*related).annotate(  # type: ignore[no-redef]  # the attribute is its default
            is_nameless=nameless(user, "led_by__user")
        )


class StudySession(models.Model):
    """Members of a group in a reading at the same time, from when a leader begins it to its end."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="sessions")
    # Who led it last; None: their account is erased.
    led_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="led_sessions"
    )
    # Where they are, and when their time for it began.
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    paragraph_since = models.DateTimeField(default=timezone.now)
    # Of the paragraphs where they have been, those that stand first and last in the text.
    first = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    last = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    # How long they mean to stay at a paragraph; None: as long as they like.
    minutes = models.PositiveSmallIntegerField(null=True)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    # When somebody did something in it last.
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    # As `StudySessionQuerySet.seen_by` tells.
    is_nameless: bool = True

    objects = StudySessionQuerySet.as_manager()

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("reading",), condition=Q(ended_at=None), name="groups_one_open_session"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading} · {self.begun_at:%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def time_is_up_at(self) -> datetime | None:
        """When the time for the paragraph is over; None where it is not limited."""
        return self.paragraph_since + timedelta(minutes=self.minutes) if self.minutes else None

    @property
    def lasted(self) -> int | None:
        """For how many minutes it went on, one at least; None while it does."""
        if self.ended_at is None:
            return None
        return max(round((self.ended_at - self.begun_at).total_seconds() / 60), 1)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def present(self) -> "AttendanceQuerySet":
        """Those who take part now."""
        return self.filter(left_at=None)

    def seen_by(self, user: User) -> "AttendanceQuerySet":
        """In the order of their names, and with whether this person does not see whose it is."""
        named = self.annotate(  # type: ignore[no-redef]  # the attribute is its default
            is_nameless=nameless(user, "membership__user")
        )
        return named.select_related("membership__user").order_by(
            "membership__user__display_name", "pk"
        )


class Attendance(models.Model):
    """That a member takes part in a session, or has. Who leaves and comes again keeps the row."""

    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="attendances")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)
    # Whether their pages go where the leader goes.
    follows = models.BooleanField(default=True)
    # Since when they want to say something.
    hand_up_at = models.DateTimeField(null=True, editable=False)

    # As `AttendanceQuerySet.seen_by` tells.
    is_nameless: bool = True

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("session", "membership"), name="groups_one_attendance"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(hand_up_at=None), name="groups_hand_is_present"
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership} · {self.session_id}"


def nameless(user: User, person: str) -> ExpressionWrapper[Any]:
    """Whether this person does not want to see whom the column of this name holds."""
    return ExpressionWrapper(blocked_by(user, person), output_field=models.BooleanField())
