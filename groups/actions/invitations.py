"""Inviting people by link and by letter."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from groups import notifications
from groups.actions.admission import Refused, join
from groups.actions.locks import locked_group
from groups.actions.log import record
from groups.guests import Hindrance, hindrances_of
from groups.models import Group, Invitation, LogEntry, Membership
from groups.models.invitations import LIFETIME, hash_of, token_of

# Links at work in one group at a time.
MOST_LINKS = 50
# How long the address of a letter that has ended stays with the leaders.
ADDRESSES_ARE_KEPT = timedelta(days=30)


class Ended(Refused):
    """The invitation lets nobody in any more."""

    def __init__(self) -> None:
        super().__init__(_("This link lets nobody in any more. Ask for a new one."))


class TooManyLinks(Exception):
    """Refused: as many links are at work as a group may have. Its text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            _("%(most)s links are at work already. End one that is not needed any more.")
            % {"most": MOST_LINKS}
        )


@transaction.atomic
def invite(
    membership: Membership,
    *,
    note: str = "",
    lifetime: timedelta = LIFETIME,
    max_uses: int | None = None,
) -> Invitation:
    """Make a link that lets `max_uses` people in, or any number; it ends with `token`.

    Raises TooManyLinks.
    """
    group = locked_group(membership.group_id)
    if Invitation.objects.valid().links().filter(group=group).count() >= MOST_LINKS:
        raise TooManyLinks
    invitation = Invitation(group=group, invited_by=membership, note=note, max_uses=max_uses)
    _save(invitation, lifetime)
    record(group, LogEntry.Act.INVITED, by=membership.user, reason=note)
    return invitation


@transaction.atomic
def invite_by_mail(
    membership: Membership, *, addresses: Iterable[str], message: str = "", again: bool = False
) -> dict[str, Hindrance | None]:
    """Write to these addresses, each with an invitation of its own; an earlier one is sent again.

    Gives for each address what stands in the way; to those with None a letter goes out.
    """
    group = locked_group(membership.group_id)
    found = hindrances_of(addresses, by=membership, again=again)
    welcome = [address for address, hindrance in found.items() if hindrance is None]
    for address in welcome:
        invitation = _letter_to(address, group) or Invitation(group=group, email=address)
        invitation.invited_by = membership
        invitation.message = message
        invitation.max_uses = 1
        invitation.sent_at = None
        _save(invitation, LIFETIME)
        notifications.send_invitation.enqueue(invitation.pk)
    if welcome:
        record(group, LogEntry.Act.INVITED, by=membership.user, reason=f"× {len(welcome)}")
    return found


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """Let this person into the group by the invitation, or leave things be for a member.

    Raises Ended, Full and Barred.
    """
    # Under the group's lock the last seat is taken once, and leaders do not leave meanwhile.
    group = Group.objects.select_for_update().filter(pk=invitation.group_id).first()
    if group is None:
        raise Ended
    belongs = Membership.objects.of(user).filter(group=group).first()
    if belongs:
        return belongs
    mine = Invitation.objects.filter(pk=invitation.pk)
    if not mine.valid().exists():
        raise Ended
    membership = join(group, user=user)
    mine.update(uses=F("uses") + 1)
    return membership


@transaction.atomic
def revoke(invitation: Invitation, *, by: Membership | None = None) -> None:
    """End an invitation: its link lets nobody in any more."""
    group = locked_group(invitation.group_id)
    mine = Invitation.objects.filter(pk=invitation.pk, revoked_at=None)
    if mine.update(revoked_at=timezone.now()):
        record(group, LogEntry.Act.REVOKED, by=by.user if by else None, reason=invitation.note)


def forget_addresses() -> None:
    """Delete letters that nobody has followed for long, with the addresses they went to."""
    ended = Invitation.objects.exclude(email="").filter(uses=0)
    ended.filter(expires_at__lt=timezone.now() - ADDRESSES_ARE_KEPT).delete()


def _letter_to(address: str, group: Group) -> Invitation | None:
    """The invitation that has gone out to this address and still lets somebody in."""
    letters = Invitation.objects.valid().letters()
    return letters.filter(group=group, email=address).first()


def _save(invitation: Invitation, lifetime: timedelta) -> None:
    invitation.token_hash = hash_of(token_of(invitation.nonce))
    invitation.expires_at = timezone.now() + lifetime
    invitation.save()
