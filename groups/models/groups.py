"""A group and the people in it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class GroupQuerySet(models.QuerySet["Group"]):
    def of(self, user: User) -> "GroupQuerySet":
        """The groups that this person is in."""
        return self.filter(
            Exists(Membership.objects.present().filter(group=OuterRef("pk"), user=user))
        )

    def visible_to(self, user: User) -> "GroupQuerySet":
        """The groups that exist for this person: their own, and those listed for everyone."""
        return self.filter(
            Q(visibility=Group.Visibility.LISTED) | Q(pk__in=self.model.objects.of(user))
        )

    def to_join(self, user: User) -> "GroupQuerySet":
        """The groups that this person can join at once and has not joined."""
        listed = self.filter(visibility=Group.Visibility.LISTED, joining=Group.Joining.OPEN)
        return listed.exclude(pk__in=self.model.objects.of(user))

    def with_size(self) -> "GroupQuerySet":
        """Annotate `size`, the number of people in the group."""
        return self.annotate(size=Count("memberships", filter=~Q(memberships__state="left")))


class Group(models.Model):
    """People who study together."""

    class Visibility(models.TextChoices):
        LISTED = "listed", _("Listed: everyone here can find it")
        PRIVATE = "private", _("Private: only its members know of it")

    class Joining(models.TextChoices):
        OPEN = "open", _("Open: whoever likes may join")
        INVITATION = "invitation", _("By invitation only")

    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    visibility = models.CharField(
        _("who can find it"), max_length=10, choices=Visibility, default=Visibility.LISTED
    )
    joining = models.CharField(
        _("who may join"), max_length=10, choices=Joining, default=Joining.OPEN
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(visibility="private", joining="open"),
                name="groups_private_by_invitation",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.joining == Group.Joining.OPEN

    @property
    def is_private(self) -> bool:
        return self.visibility == Group.Visibility.PRIVATE


class MembershipQuerySet(models.QuerySet["Membership"]):
    def present(self) -> "MembershipQuerySet":
        """Those who have not left: active or paused."""
        return self.exclude(state=Membership.State.LEFT)

    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def leading(self) -> "MembershipQuerySet":
        return self.present().filter(role=Membership.Role.LEADER)

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

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("joined_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("group", "user"), name="groups_one_membership"),
            models.CheckConstraint(
                condition=~Q(role="leader", state="left"), name="groups_leader_is_present"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"

    @property
    def is_leader(self) -> bool:
        return self.role == Membership.Role.LEADER

    @property
    def is_active(self) -> bool:
        return self.state == Membership.State.ACTIVE

    @property
    def has_left(self) -> bool:
        return self.state == Membership.State.LEFT
