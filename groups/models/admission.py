"""Who asks to be let in, and who is not let in again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models.groups import Group


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> "JoinRequestQuerySet":
        """Those that no leader has answered yet, and nobody has taken back."""
        return self.filter(state=JoinRequest.State.WAITING, user__is_active=True)


class JoinRequest(models.Model):
    """A person's wish to join a group, with a note, and a leader's answer."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    note = models.TextField(_("a word to the leaders"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(_("a word in answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "user"),
                condition=Q(state="waiting"),
                name="groups_one_waiting_request",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"

    @property
    def is_waiting(self) -> bool:
        return self.state == JoinRequest.State.WAITING

    @property
    def is_declined(self) -> bool:
        return self.state == JoinRequest.State.DECLINED


class Ban(models.Model):
    """Keeps a person who was removed from joining a group again."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="bans")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bans"
    )
    banned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("group", "user"), name="groups_one_ban"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"
