"""Starting a reading again: the next group reads the same text in the same steps."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from groups.actions.readings import start_reading
from groups.actions.steps import cut, today_of
from groups.models import Membership, Reading


@transaction.atomic
def start_again(reading: Reading, *, by: Membership, first_day: date | None = None) -> Reading:
    """Begin the reading of a text anew in the leader's group, with its steps and its pacing.

    Steps that open by the calendar are as far apart as they were, from `first_day` on; without it,
    from today on. What was said stays where it is.
    """
    made = start_reading(reading.article, by=by)
    made.language = reading.language
    made.speaks_first = reading.speaks_first
    made.again_from = reading
    made.save(update_fields=["language", "speaks_first", "again_from"])
    steps = list(reading.steps.select_related("first"))
    if steps:
        later = (first_day or today_of(made)) - began_on(reading)
        days = {step.first_id: step.opens_on + later for step in steps if step.opens_on}
        firsts = [step.first for step in steps]
        cut(made, by=by, pacing=Reading.Pacing(reading.pacing), firsts=firsts, days=days)
    made.refresh_from_db()
    return made


def began_on(reading: Reading) -> date:
    """The first day of a reading: that of its first step, or the day it was started on."""
    first = reading.steps.first()
    if first and first.opens_on:
        return first.opens_on
    return timezone.localdate(reading.started_at)
