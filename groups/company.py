"""Who accompanies whom, as one of the two sees it, and where a member reads on after a split."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User, compiled
from groups.models import Group, Membership, Place
from groups.models.groups import GroupQuerySet
from groups.models.memberships import MembershipQuerySet
from groups.panels import Panel


@dataclass(frozen=True)
class Accompanied:
    """A member who is accompanied, and their places in what they read just now.

    There are none of somebody who lets others see only how far everyone has come.
    """

    member: Membership
    places: Sequence[Place]


@dataclass(frozen=True)
class Company:
    """A member's companion, and those whom the member accompanies, by name."""

    companion: Membership | None
    accompanied: Sequence[Accompanied]


def company_of(membership: Membership) -> Company:
    """The company of this member, in two queries; without those whom they do not want to see."""
    people = _related(membership.user, membership.group_id, membership)
    accompanied = [person for person in people if person.companion_id == membership.pk]
    places = _places_of(accompanied)
    return Company(
        next((person for person in people if person.pk == membership.companion_id), None),
        [Accompanied(person, places[person.pk]) for person in accompanied],
    )


def company_panel(membership: Membership) -> Panel | None:
    """A member's company on the group's page."""
    company = company_of(membership)
    if company.companion is None and not company.accompanied:
        return None
    return Panel("groups/_company_panel.html", {"company": company})


def parts_panel(membership: Membership) -> Panel | None:
    """The groups that were split off this one and that the member is in."""
    parts = _parts(membership.user, membership.group_id)
    return Panel("groups/_parts_panel.html", {"parts": parts}) if parts else None


@compiled
def _related(user: User, group: int, membership: Membership) -> MembershipQuerySet:
    """The member's companion and those whom the member accompanies."""
    seen = Membership.objects.present().filter(group=group).seen_by(user)
    related = seen.filter(accompanied=membership) | seen.filter(companion=membership)
    return related.order_by("user__display_name", "pk").distinct()


@compiled
def _parts(user: User, group: int) -> GroupQuerySet:
    return Group.objects.of(user).filter(split_from=group).order_by("name", "pk")


def _places_of(members: Sequence[Membership]) -> dict[int, list[Place]]:
    """The unfinished places, by the members' keys, of those who show where they stand."""
    open_to_all = [m for m in members if m.user.place_sharing == User.PlaceSharing.MINE]
    places: dict[int, list[Place]] = defaultdict(list)
    if open_to_all:
        found = Place.objects.filter(membership__in=open_to_all).exclude(paragraph=None)
        for place in found.select_related("paragraph", "reading__article").order_by("reading"):
            places[place.membership_id].append(place)
    return places
