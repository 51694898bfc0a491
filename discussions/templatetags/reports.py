"""How many reports wait for a leader: the tabs of a group's pages tell."""

from django import template

from accounts.models import User
from discussions.models import Report
from groups.models import Group

register = template.Library()


@register.simple_tag
def reports_waiting(group: Group, leader: User) -> int:
    """The number of reports in this group that its leader has yet to look at."""
    return Report.objects.waiting().for_leader(leader, group.pk).count()
