"""Groups in the back room: how many and how large; not what is said or read in them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.operations import Register, site
from groups.models import Group, Membership, Reading


@admin.register(Group, site=site)
class Groups(Register[Group]):
    """Names are shown of those groups only that everyone here can find."""

    title = gettext_lazy("Groups")

    list_display = (
        "number",
        "known_as",
        "visibility",
        "joining",
        "members",
        "leaders",
        "readings_count",
        "created_at",
    )
    list_filter = ("visibility", "joining")
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        present = Membership.objects.present()
        return (
            super()
            .get_queryset(request)
            .defer("description", "welcome", "search_text")
            .annotate(
                members_number=_number(present),
                leaders_number=_number(present.filter(role=Membership.Role.LEADER)),
                readings_number=_number(Reading.objects.all()),
            )
        )

    @admin.display(description=gettext_lazy("Number"), ordering="pk")
    def number(self, group: Group) -> int:
        return group.pk

    @admin.display(description=gettext_lazy("Name"))
    def known_as(self, group: Group) -> str:
        if group.visibility == Group.Visibility.LISTED:
            return group.name
        if group.is_private:
            return _("Private group")
        return _("Unlisted group")

    @admin.display(description=gettext_lazy("Members"), ordering="members_number")
    def members(self, group: Any) -> int:
        return int(group.members_number)

    @admin.display(description=gettext_lazy("Leaders"), ordering="leaders_number")
    def leaders(self, group: Any) -> int:
        return int(group.leaders_number)

    @admin.display(description=gettext_lazy("Readings"), ordering="readings_number")
    def readings_count(self, group: Any) -> int:
        return int(group.readings_number)


def _number(rows: QuerySet[Any]) -> Coalesce:
    """The number of these rows in each group."""
    of_group = rows.filter(group=OuterRef("pk")).order_by().values("group")
    return Coalesce(Subquery(of_group.annotate(number=Count("pk")).values("number")), 0)
