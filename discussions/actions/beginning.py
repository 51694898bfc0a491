"""Starting a finished reading again, with what it hands down."""

from datetime import date

from django.db import transaction

from discussions.actions.handing import publish
from discussions.actions.receiving import receive
from discussions.models import Legacy, Publication
from groups.actions import start_again
from groups.models import Group, Membership, Reading


@transaction.atomic
def begin_again(
    reading: Reading, *, by: Membership, first_day: date | None = None, leader: Membership | None
) -> Reading:
    """Start the next group's reading from a finished one: same text, steps, pacing and legacy.

    `by` leads the group that shall read. A `leader` of the finished reading hands it down to that
    group by this; without one, it is received if it reaches the group already. What the finished
    reading had received itself is received where it reaches the group.
    """
    both = Group.objects.filter(pk__in=(reading.group_id, by.group_id))
    list(both.order_by("pk").select_for_update().values_list("pk"))
    made = start_again(reading, by=by, first_day=first_day)
    if leader:
        was = Legacy.objects.filter(reading=reading).first()
        publish(
            reading,
            by=leader,
            reach=Publication.Reach.GROUP,
            to_group=by.group,
            names_group=was.names_group if was else False,
        )
    for legacy in Legacy.objects.reaching(made):
        is_of_reading = legacy.reading_id == reading.pk
        if is_of_reading or legacy.inheritances.filter(reading=reading).exists():
            receive(legacy, reading=made, by=by)
    return made
