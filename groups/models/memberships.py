"""The people in a group."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, blocked_by, condition

# Who has been in a group for less is greeted on its page.
GREETED = timedelta(days=3)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def present(self) -> "MembershipQuerySet":
        """Those who have not left: active or paused."""
        return self.exclude(state=Membership.State.LEFT)

    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def leading(self) -> "MembershipQuerySet":
        return self.present().filter(role=Membership.Role.LEADER)

    def staying(self) -> "MembershipQuerySet":
        """Those to count on: their account is neither switched off nor about to be erased."""
        return self.present().filter(user__is_active=True, user__erasure_at=None)

    def seen_by(self, user: User) -> "MembershipQuerySet":
        """Those whom this person wants to see, with their users."""
        return self.exclude(blocked_by(user, "user")).select_related("user")

    def of(self, user: User) -> "MembershipQuerySet":
        """This person's memberships, with their groups."""
        return self.present().filter(user=user).select_related("group")


class Membership(models.Model):
    """A user in a group. Who leaves keeps the row, and with it their marks for a return."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Leader")
        MEMBER = "member", _("Member")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        LEFT = "left", _("Left")

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # The day on which a pause ends by itself; None for one without an end.
    paused_until = models.DateField(null=True, blank=True)
    # When they were last seen reading, to the hour; and when a pause was offered to them since.
    seen_at = models.DateTimeField(default=timezone.now, editable=False)
    pause_offered_at = models.DateTimeField(null=True, editable=False)
    # Whether they have volunteered to accompany newcomers, and who accompanies them.
    is_companion = models.BooleanField(default=False)
    companion = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="accompanied"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("joined_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("group", "user"), name="groups_one_membership"),
            models.CheckConstraint(
                condition=~Q(role="leader", state="left"), name="groups_leader_is_present"
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(state="paused"), name="groups_pause_has_an_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"

    @property
    def is_new(self) -> bool:
        """Whether they came in a short while ago, and not to lead."""
        return not self.is_leader and timezone.now() - self.joined_at < GREETED

    @property
    def is_leader(self) -> bool:
        return self.role == Membership.Role.LEADER

    @property
    def is_active(self) -> bool:
        return self.state == Membership.State.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.state == Membership.State.PAUSED

    @property
    def has_left(self) -> bool:
        return self.state == Membership.State.LEFT


def is_in(user: User, group: str) -> Q:
    """The condition that this person is in the group that the column of this name holds."""
    return condition(IN_GROUP, user, group=group)


def leads(user: User, group: str) -> Q:
    """The condition that this person leads the group that the column of this name holds."""
    return condition(LEADS, user, group=group)


IN_GROUP = """
EXISTS (
  SELECT 1 FROM groups_membership AS belonging
  WHERE belonging.group_id = {group} AND belonging.user_id = {user} AND belonging.state <> 'left'
)
"""
LEADS = """
EXISTS (
  SELECT 1 FROM groups_membership AS led
  WHERE led.group_id = {group} AND led.user_id = {user} AND led.role = 'leader'
)
"""


def met_in_groups(user: User) -> Q:
    """The condition on another user that they are in a group with this person."""
    groups = Membership.objects.of(user).values("group")
    return Q(pk__in=Membership.objects.present().filter(group__in=groups).values("user"))
