"""Invitations: links that let people into a group."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from groups.models.groups import Group
from groups.models.memberships import Membership

LIFETIME = timedelta(days=14)


def _in_two_weeks() -> datetime:
    return timezone.now() + LIFETIME


def _new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(nonce: str) -> str:
    """The token that the site makes from an invitation's nonce with its secret key."""
    return salted_hmac("groups.invitation", nonce, algorithm="sha256").hexdigest()[:40]


def hash_of(token: str) -> str:
    """What is stored of a token: who reads the database cannot join with it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def valid(self) -> "InvitationQuerySet":
        """Invitations that still let people in: not expired, revoked or used up, and the person
        who invites still leads the group."""
        return self.filter(
            Q(max_uses=None) | Q(uses__lt=F("max_uses")),
            revoked_at=None,
            expires_at__gt=timezone.now(),
            invited_by__role=Membership.Role.LEADER,
            invited_by__user__is_active=True,
            invited_by__user__erasure_at=None,
        ).exclude(invited_by__state=Membership.State.LEFT)

    def for_token(self, token: str) -> "InvitationQuerySet":
        return self.valid().filter(token_hash=hash_of(token))

    def links(self) -> "InvitationQuerySet":
        """Those that a leader hands out."""
        return self.filter(email="")

    def letters(self) -> "InvitationQuerySet":
        """Those that go out by mail, each to one person."""
        return self.exclude(email="")


class Invitation(models.Model):
    """A link that lets people join a group until it expires, is used up or revoked.

    Its token is made from `nonce` with the site's secret key, so that its leaders can see the
    link again and the database alone cannot tell it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    nonce = models.CharField(max_length=32, default=_new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(
        _("for whom"),
        max_length=80,
        blank=True,
        help_text=_("A word for yourself, to tell links apart."),
    )
    # Where it was sent, if it went out by mail, and what the leader says there.
    email = models.EmailField(_("e-mail"), blank=True)
    message = models.TextField(_("a word from you"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_in_two_weeks)
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    # How many people it lets in; None for any number.
    max_uses = models.PositiveSmallIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="groups_invitation_has_time"
            ),
            models.CheckConstraint(
                condition=Q(max_uses=None) | Q(uses__lte=F("max_uses")),
                name="groups_invitation_within_uses",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group} · {self.created_at:%Y-%m-%d}"

    @property
    def is_used_up(self) -> bool:
        """Whether as many have come as it lets in."""
        return self.max_uses is not None and self.uses >= self.max_uses

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def token(self) -> str:
        """What its link ends with; empty if the site's secret key has changed since."""
        token = token_of(self.nonce)
        return token if hash_of(token) == self.token_hash else ""
