"""A study session that goes on, as one of the group's members meets it."""

from functools import cached_property

from django.db.models import Max, Min, Q
from django.utils import timezone

from accounts.faces import Face, Faces
from accounts.models import User, compiled
from articles.blocks import Kind
from articles.pages import Pages
from articles.passage import address_in
from groups.models import Attendance, Membership, Reading, StudySession
from groups.models.sessions import AttendanceQuerySet, StudySessionQuerySet
from groups.permissions import may_attend, may_lead

# What a leader goes past with a step on or back.
PASSED = (Kind.HEADING, Kind.FOOTNOTE)


class Gathering:
    """The session of a reading; every part is fetched once, when asked for."""

    def __init__(
        self, session: StudySession, *, user: User, membership: Membership, pages: Pages
    ) -> None:
        self.session = session
        self.user = user
        self.membership = membership
        self.pages = pages
        self.may_attend = may_attend(membership)
        self.may_lead = may_lead(membership)

    @property
    def leader(self) -> User | None:
        """Who leads it; None where the reader does not see who, or nobody leads it any more."""
        led_by = self.session.led_by
        if led_by is None or not led_by.is_leader or self.session.is_nameless:
            return None
        return led_by.user

    @property
    def number(self) -> int:
        """The number of the paragraph where it is."""
        return self.session.paragraph.position

    @property
    def address(self) -> str:
        """Where the paragraph stands in the room."""
        at = address_in(self.pages, self.session.paragraph)
        return f"{self.session.reading.get_absolute_url()}{at}"

    @property
    def seconds_left(self) -> int | None:
        """Of the time for the paragraph; below zero when it is over."""
        up_at = self.session.time_is_up_at
        return round((up_at - timezone.now()).total_seconds()) if up_at else None

    @cached_property
    def attending(self) -> list[Attendance]:
        """Those who take part."""
        return _attending(self.session, self.user)

    @property
    def mine(self) -> Attendance | None:
        """The reader's own part, if they take part."""
        of_reader = (o for o in self.attending if o.membership_id == self.membership.pk)
        return next(of_reader, None)

    @property
    def leads_here(self) -> bool:
        """Whether the reader takes part and may lead: what members do is then beside the rest."""
        return self.may_lead and self.mine is not None

    @property
    def named(self) -> list[Attendance]:
        """Those who take part and whom the reader may know by name."""
        return [one for one in self.attending if not one.is_nameless]

    @property
    def faces(self) -> Faces:
        """Their faces."""
        people = (one.membership.user for one in self.named)
        return Faces([Face(one.pk, one.display_name, one.picture) for one in people], most=6)

    @property
    def hands(self) -> list[Attendance]:
        """Those of them who want to say something, in the order in which they asked."""
        up = [(one.hand_up_at, one.pk, one) for one in self.named if one.hand_up_at]
        return [one for _since, _key, one in sorted(up)]

    @cached_property
    def beside(self) -> dict[str, int | None]:
        """The numbers of the paragraphs before and after this one at which one would stop."""
        text = self.session.reading.article.text.exclude(kind__in=PASSED).order_by()
        return text.aggregate(
            back=Max("position", filter=Q(position__lt=self.number)),
            on=Min("position", filter=Q(position__gt=self.number)),
        )


def gathering_in(
    reading: Reading, *, user: User, membership: Membership, pages: Pages
) -> Gathering | None:
    """The session that goes on in a reading."""
    for session in _open_in(reading, user):
        session.reading = reading
        return Gathering(session, user=user, membership=membership, pages=pages)
    return None


@compiled
def _open_in(reading: Reading, user: User) -> StudySessionQuerySet:
    return StudySession.objects.open().seen_by(user).filter(reading=reading)


@compiled
def _attending(session: StudySession, user: User) -> AttendanceQuerySet:
    return Attendance.objects.present().seen_by(user).filter(session=session)
