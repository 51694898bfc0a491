"""Invitations: links that let people into a group."""

import hashlib
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models.groups import Group, Membership

LIFETIME = timedelta(days=14)


def _in_two_weeks() -> datetime:
    return timezone.now() + LIFETIME


def hash_of(token: str) -> str:
    """What is stored of a token: who reads the database cannot join with it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def valid(self) -> "InvitationQuerySet":
        """Invitations that still let people in: neither expired nor revoked, and the person who
        invites still leads the group."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=timezone.now(),
            invited_by__role=Membership.Role.LEADER,
            invited_by__user__is_active=True,
        ).exclude(invited_by__state=Membership.State.LEFT)

    def for_token(self, token: str) -> "InvitationQuerySet":
        return self.valid().filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """A link that lets people join a group until it expires or is revoked."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    note = models.CharField(
        _("for whom"),
        max_length=80,
        blank=True,
        help_text=_("A word for yourself, to tell links apart."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_in_two_weeks)
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="groups_invitation_has_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.group} · {self.created_at:%Y-%m-%d}"
