"""Inviting people by link."""

import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from groups.actions.groups import join
from groups.models import Invitation, Membership
from groups.models.invitations import hash_of


def invite(membership: Membership, *, note: str = "") -> tuple[Invitation, str]:
    """Make an invitation and its token, which is told this once and never stored."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        group=membership.group, invited_by=membership, token_hash=hash_of(token), note=note
    )
    return invitation, token


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """Let this person into the group by the invitation."""
    was_there = Membership.objects.of(user).filter(group=invitation.group_id).exists()
    membership = join(invitation.group, user=user)
    if not was_there:
        Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + 1)
    return membership


def revoke(invitation: Invitation) -> None:
    """End an invitation: its link lets nobody in any more."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())
