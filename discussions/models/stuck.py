"""Being stuck at a paragraph, and where help is wanted."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, blocked_by, compiled
from articles.models import Paragraph
from discussions.models.threads import Thread, meant_for, past_by
from groups.horizon import within_horizon
from groups.models import Membership, Reading, leads


class StuckQuerySet(models.QuerySet["Stuck"]):
    def visible_to(self, user: User) -> "StuckQuerySet":
        """Where this person is stuck, and where others are in what they themselves are past.

        `withheld` tells why the words, and the name if there is one, are not for them: hidden by a
        leader, or of somebody they have blocked. Who is not named is met alike by all.
        """
        blocked = blocked_by(user, "asker") & Q(is_anonymous=False)
        hidden = Q(hidden_at__isnull=False) & ~Q(asker=user) & ~leads(user, "reading__group")
        return self.filter(meant_for(user, "thread__"), within_horizon(user)).annotate(  # type: ignore[no-redef]  # the attribute is its default
            withheld=models.Case(
                models.When(blocked, then=models.Value(Stuck.BLOCKED)),
                models.When(hidden, then=models.Value(Stuck.HIDDEN)),
                default=models.Value(""),
            )
        )

    def as_all_see(self) -> "StuckQuerySet":
        """As who is no leader and has blocked nobody meets them; who may is not asked."""
        return self.annotate(  # type: ignore[no-redef]  # as above
            withheld=models.Case(
                models.When(hidden_at__isnull=False, then=models.Value(Stuck.HIDDEN)),
                default=models.Value(""),
            )
        )

    def open(self) -> "StuckQuerySet":
        """Those that are not cleared, of people who are still in the group."""
        present = Membership.objects.present().filter(
            group=OuterRef("reading__group"), user=OuterRef("asker")
        )
        return self.filter(Exists(present), cleared_at=None)

    def waiting(self) -> "StuckQuerySet":
        """Those that nobody has answered yet, on what is still in the text."""
        return self.open().filter(thread__voices=0, paragraph__removed_in=None)

    def to_help_with(self, user: User) -> "StuckQuerySet":
        """Those that wait, and that this person can help with: they are past it and no asker.

        Whom they have blocked they do not help; but if those are not named, nothing shows it.
        """
        waiting = self.waiting().exclude(asker=user).filter(past_by(user))
        return waiting.visible_to(user).exclude(Q(withheld=Stuck.BLOCKED))

    def led_by(self, user: User) -> "StuckQuerySet":
        """Those in groups that this person leads, without their own."""
        return self.filter(leads(user, "reading__group")).exclude(asker=user)


class Stuck(models.Model):
    """That somebody is stuck at a paragraph, and what they say of it, if anything.

    Reading and paragraph are repeated from its thread for flat queries.
    """

    # How long it waits for an answer before more people are called.
    FIRST, ALL, LEADERS = 1, 2, 3
    # Why a reader may not have its words, as `StuckQuerySet.visible_to` tells.
    BLOCKED, HIDDEN = "blocked", "hidden"
    withheld: str = ""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="stuck")
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="stuck")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="stuck")
    # None: their account is erased.
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="stuck"
    )
    is_anonymous = models.BooleanField(default=False)
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    cleared_at = models.DateTimeField(null=True)
    # Who has been called: a few, then all who can help, then the leaders; and when that was.
    round = models.PositiveSmallIntegerField(default=FIRST)
    called_at = models.DateTimeField(default=timezone.now, editable=False)
    # A leader has hidden its words, and why.
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.TextField(blank=True)

    objects = StuckQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("reading", "paragraph"), name="discussions_stuck_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=("asker", "reading", "paragraph"),
                condition=Q(cleared_at=None),
                name="discussions_one_open_stuck",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reading} · {self.paragraph}"

    def get_absolute_url(self) -> str:
        return reverse("discussions:stuck", args=[self.pk])

    @property
    def place_url(self) -> str:
        """Where it stands: the room with the paragraph's discussion open, at its thread."""
        discussion = reverse("discussions:discussion", args=[self.reading_id, self.paragraph_id])
        return f"{discussion}#thread-{self.thread_id}"

    @property
    def is_cleared(self) -> bool:
        return self.cleared_at is not None

    @property
    def is_called(self) -> bool:
        """Whether anybody was called to help."""
        return self.calls.exists()

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_blocked(self) -> bool:
        """Whether the reader whom it was fetched for has blocked who is stuck, by name."""
        return self.withheld == self.BLOCKED

    @property
    def named(self) -> User | None:
        """Who is stuck, if that is told to the reader whom it was fetched for."""
        return None if self.is_anonymous or self.is_blocked else self.asker

    @property
    def words(self) -> str:
        """Its HTML for that reader; empty if it is withheld from them."""
        return "" if self.withheld else self.html

    @property
    def name(self) -> str:
        """What who is stuck is called; never whose account it is where they are not named.

        Who is not named stays "somebody" when their account is gone: that it is would tell.
        """
        if self.is_anonymous:
            return _("Somebody")
        if self.is_blocked:
            return _("Somebody you have blocked")
        return self.asker.display_name if self.asker else _("Somebody who has left")


class Wanted(NamedTuple):
    """A paragraph where help is wanted: how many are stuck there now, and how often any was."""

    paragraph: int
    position: int
    now: int
    times: int


def help_wanted(reading: Reading, user: User) -> list[Wanted]:
    """Where others are stuck in what this person is past, where it is most needed first.

    One query; the key and the position of each paragraph with its numbers.
    """
    return [Wanted(*row) for row in _wanted(reading, user)]


@compiled
def _wanted(reading: Reading, user: User) -> QuerySet[Stuck, tuple[int, int, int, int]]:
    others = Stuck.objects.filter(reading=reading, paragraph__removed_in=None).exclude(asker=user)
    open_now = Stuck.objects.open().filter(pk=OuterRef("pk"))
    counted = (
        others.visible_to(user)
        .order_by()
        .values("paragraph", "paragraph__position")
        .annotate(now=Count("pk", filter=Exists(open_now)), times=Count("pk"))
        .filter(now__gt=0)
        .order_by("-times", "-now", "paragraph__position")
    )
    return counted.values_list("paragraph", "paragraph__position", "now", "times")
