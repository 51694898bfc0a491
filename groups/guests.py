"""Who of those in a pasted list can be invited to a group now, and why the others cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from groups.addresses import Entry, Fault, read
from groups.models import Group, Invitation, Membership

DAY = timedelta(days=1)
# Who was written to in these days is written to again only if the leader asks for it.
RECENTLY = timedelta(days=7)
LETTERS_A_DAY = 100


class Hindrance(Enum):
    """Why an address is not written to, though it is one."""

    MEMBER = auto()
    WRITTEN_TODAY = auto()
    WRITTEN_RECENTLY = auto()
    LIMIT = auto()


@dataclass(frozen=True)
class Guest:
    """One entry of the list, with what stands in the way of inviting it, if anything does."""

    entry: Entry
    hindrance: Fault | Hindrance | None

    @property
    def is_welcome(self) -> bool:
        return self.hindrance is None


def guests_in(pasted: str, *, by: Membership, again: bool = False) -> list[Guest]:
    """The entries of a pasted list; with `again`, those written to lately are welcome too."""
    entries = read(pasted)
    hindrances = hindrances_of([entry.address for entry in entries], by=by, again=again)
    return [
        Guest(entry, hindrance=entry.fault or hindrances.get(entry.address)) for entry in entries
    ]


def hindrances_of(
    addresses: Iterable[str], *, by: Membership, again: bool
) -> dict[str, Hindrance | None]:
    """What stands in the way of each of these addresses, in their order."""
    asked = dict.fromkeys(address for address in addresses if address)
    now = timezone.now()
    known = dict.fromkeys(_addresses_in(by.group, asked), Hindrance.MEMBER)
    hindrances = known | {
        address: Hindrance.WRITTEN_TODAY if written > now - DAY else Hindrance.WRITTEN_RECENTLY
        for address, written in _written_to(by.group, asked, since=now - RECENTLY).items()
        if address not in known and (written > now - DAY or not again)
    }
    room = LETTERS_A_DAY - letters_of_today(by)
    found: dict[str, Hindrance | None] = {}
    for address in asked:
        found[address] = hindrances.get(address)
        if found[address] is None:
            room -= 1
            found[address] = None if room >= 0 else Hindrance.LIMIT
    return found


def letters_of_today(by: Membership) -> int:
    """How many addresses this person has written to in the last day, in all groups."""
    day_ago = timezone.now() - DAY
    waiting = Q(sent_at=None, revoked_at=None, expires_at__gt=timezone.now())
    mine = Invitation.objects.letters().filter(invited_by__user=by.user)
    return mine.filter(Q(created_at__gt=day_ago) | Q(sent_at__gt=day_ago) | waiting).count()


def _addresses_in(group: Group, addresses: Iterable[str]) -> list[str]:
    """Those of the addresses that belong to members."""
    members = Membership.objects.present().filter(group=group)
    confirmed = EmailAddress.objects.filter(verified=True, user__memberships__in=members)
    own = members.annotate(address=Lower("user__email"))
    both = (own, confirmed.annotate(address=Lower("email")))
    return [
        address
        for people in both
        for address in people.filter(address__in=addresses).values_list("address", flat=True)
    ]


def _written_to(group: Group, addresses: Iterable[str], *, since: datetime) -> dict[str, datetime]:
    """When each of the addresses was last written to, whatever became of the invitation."""
    letters = Invitation.objects.letters().filter(group=group, email__in=addresses)
    lately = letters.filter(Q(created_at__gt=since) | Q(sent_at__gt=since))
    found: dict[str, datetime] = {}
    for letter in lately:
        written = letter.sent_at or letter.created_at
        found[letter.email] = max(written, found.get(letter.email, written))
    return found
