"""A group's reading of an article: the marks its members make and the places where they stand."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, blocked_by
from articles.models import Article, Paragraph
from groups.models.groups import Group
from groups.models.memberships import Membership, is_in


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> "ReadingQuerySet":
        """The readings of the groups that this person is in."""
        return self.filter(is_in(user, "group")).select_related("group", "article", "closed_from")

    def unfinished(self) -> "ReadingQuerySet":
        """Those that are not closed yet."""
        return self.filter(finished_at=None)

    def paced(self) -> "ReadingQuerySet":
        """Those that have steps which are not open yet."""
        return self.exclude(closed_from=None)


class Reading(models.Model):
    """One group's reading of one article."""

    class Pacing(models.TextChoices):
        """When the next step opens."""

        FREE = "free", _("Everyone in their own time: all of it is open")
        TOGETHER = (
            "together",
            _("Together: a step opens when everyone has finished the one before"),
        )
        CALENDAR = "calendar", _("By the calendar: each step opens on its day")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="readings")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="readings")
    # The language in which it is read by who has a translation neither chosen nor in their own.
    language = models.CharField(max_length=10, blank=True)
    started_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="started_readings"
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    pacing = models.CharField(max_length=10, choices=Pacing, default=Pacing.FREE)
    # Where the first step that is not open yet begins; None: everything is open.
    closed_from = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="+"
    )

    # When everyone had read all of it, or a leader closed it; it is kept once it is set.
    finished_at = models.DateTimeField(null=True, editable=False)
    # The leader who closed it before everyone had read all of it.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The finished reading that this one was started again from.
    again_from = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="started_again"
    )
    # Whether members have their own say on a paragraph, or mark it, before they hear those who
    # read the text before them.
    speaks_first = models.BooleanField(default=True)
    # The number of the last event.
    told = models.PositiveBigIntegerField(default=0, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"{self.article} · {self.group}"

    def get_absolute_url(self) -> str:
        return reverse("discussions:room", args=[self.pk])

    @property
    def is_free(self) -> bool:
        return self.pacing == Reading.Pacing.FREE

    @property
    def is_together(self) -> bool:
        return self.pacing == Reading.Pacing.TOGETHER

    @property
    def is_by_calendar(self) -> bool:
        return self.pacing == Reading.Pacing.CALENDAR

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    def has_opened(self, paragraph: Paragraph) -> bool:
        """Whether the step that this paragraph is in is open."""
        return self.closed_from is None or paragraph.position < self.closed_from.position


def articles_read_with(user: User) -> Q:
    """The condition on an article that a group of this person reads it.

    With it come the translations that members of the group have brought.
    """
    readings = Reading.objects.visible_to(user)
    members = Membership.objects.present().filter(user=OuterRef(OuterRef("added_by")))
    translated = readings.filter(
        article=OuterRef("translation_of"), group__in=members.values("group")
    )
    return Q(pk__in=readings.values("article")) | Q(Exists(translated))


class Mark(models.Model):
    """A member's "I have read this paragraph"."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="marks")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="marks")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="marks")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Made by a revision of the text that put this paragraph before the member's place.
    is_carried = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("reading", "membership", "paragraph"), name="groups_one_mark"
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership} · {self.paragraph}"


class PlaceQuerySet(models.QuerySet["Place"]):
    def standing(self) -> "PlaceQuerySet":
        """The places of active members, by name and never by how far they are."""
        return (
            self.filter(membership__state=Membership.State.ACTIVE)
            .select_related("membership__user", "paragraph")
            .order_by("membership__user__display_name", "pk")
        )

    def seen_by(self, user: User) -> "PlaceQuerySet":
        """Annotate what this person does not see of each place.

        `is_nameless`: whose it is, for they have blocked its member. `is_placeless`: where it is,
        for its member shows only how far everyone has come.
        """
        hidden = Q(membership__user__place_sharing=User.PlaceSharing.WHOLE)
        return self.annotate(  # type: ignore[no-redef]  # the attribute is its default
            is_nameless=ExpressionWrapper(
                blocked_by(user, "membership__user"), output_field=models.BooleanField()
            ),
            is_placeless=ExpressionWrapper(
                hidden & ~Q(membership__user=user), output_field=models.BooleanField()
            ),
        )


class Place(models.Model):
    """Where a member stands in a reading: the first paragraph that they have not marked.

    Every member of the group has one in each of its readings. It follows from the marks, and is
    kept so that horizon and progress cost the same however many marks there are.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="places")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="places")
    # None: the member has marked every paragraph.
    paragraph = models.ForeignKey(
        Paragraph, null=True, on_delete=models.PROTECT, related_name="places"
    )
    # Names it in the secret address of the member's calendar of steps, once they want one.
    calendar_key = models.CharField(max_length=43, null=True, unique=True)  # noqa: DJ001  # many have none
    # The language in which the member reads the text; empty: their own, if there is a translation.
    language = models.CharField(max_length=10, blank=True)

    # As `PlaceQuerySet.seen_by` tells; where nobody is named who sees it, it is seen by nobody.
    is_nameless: bool = False
    is_placeless: bool = True

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "membership"), name="groups_one_place"),
        )

    def __str__(self) -> str:
        return f"{self.membership} · {self.paragraph or 'finished'}"

    @property
    def number(self) -> int | None:
        """The position of the place's paragraph; None when everything is read."""
        return None if self.paragraph is None else self.paragraph.position

    @property
    def is_finished(self) -> bool:
        return self.paragraph is None

    def has_reached(self, paragraph: Paragraph) -> bool:
        """Whether the member stands at this paragraph or behind it, and its step is open."""
        stands = self.paragraph is None or paragraph.position <= self.paragraph.position
        return stands and self.reading.has_opened(paragraph)
