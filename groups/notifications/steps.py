"""Notices of steps that open, and of readings that are finished."""

from django.tasks import task

from accounts.actions.notices import tell
from groups.inbox import step_bundle_of
from groups.models import Membership, Reading, Step


@task()
def tell_of_step(step_pk: int) -> None:
    """Tell the members of a group that a step is open, but not who opened it."""
    step = Step.objects.exclude(opened_at=None).select_related("reading").filter(pk=step_pk).first()
    if step is None:
        return
    present = Membership.objects.present().filter(group=step.reading.group_id)
    people = set(present.exclude(user=step.opened_by_id or 0).values_list("user", flat=True))
    tell("step", about=step.pk, bundle=step_bundle_of(step.reading_id), to=people)


@task()
def tell_of_finish(reading_pk: int) -> None:
    """Tell the members of a group that a reading is finished, but not who closed it."""
    reading = Reading.objects.exclude(finished_at=None).filter(pk=reading_pk).first()
    if reading is None:
        return
    present = Membership.objects.present().filter(group=reading.group_id)
    people = set(present.exclude(user=reading.closed_by_id or 0).values_list("user", flat=True))
    tell("finished", about=reading.pk, bundle=step_bundle_of(reading.pk), to=people)
