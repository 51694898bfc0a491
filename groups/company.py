"""Who accompanies whom, as one of the two sees it, and where a member reads on after a split."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Block, User
from groups.models import Group, Membership, Place
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
    hidden = Block.objects.by(membership.user).values("blocked")
    seen = Membership.objects.present().filter(group=membership.group_id).exclude(user__in=hidden)
    related = seen.filter(accompanied=membership) | seen.filter(companion=membership)
    people = list(related.select_related("user").order_by("user__display_name", "pk").distinct())
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
    mine = Group.objects.of(membership.user).filter(split_from=membership.group_id)
    parts = list(mine.order_by("name", "pk"))
    return Panel("groups/_parts_panel.html", {"parts": parts}) if parts else None


def _places_of(members: Sequence[Membership]) -> dict[int, list[Place]]:
    """The unfinished places, by the members' keys, of those who show where they stand."""
    open_to_all = [m for m in members if m.user.place_sharing == User.PlaceSharing.MINE]
    places: dict[int, list[Place]] = defaultdict(list)
    if open_to_all:
        found = Place.objects.filter(membership__in=open_to_all).exclude(paragraph=None)
        for place in found.select_related("paragraph", "reading__article").order_by("reading"):
            places[place.membership_id].append(place)
    return places
