"""The steps of a reading: cutting the text, and opening one step after another.

A step that is open never closes again. Whoever changes a reading's steps, or looks whether the
next one may open, holds the reading's row.
"""

import secrets
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, Paragraph
from articles.reordering import Reordering
from groups import notifications
from groups.actions.locks import locked_group, require_lead
from groups.actions.log import record
from groups.actions.sessions import end_with
from groups.live import tell
from groups.models import Event, LogEntry, Mark, Membership, Place, Reading, Step
from groups.permissions import may_pace

type Days = Mapping[int, date]


@transaction.atomic
def cut(
    reading: Reading,
    *,
    by: Membership,
    pacing: Reading.Pacing,
    firsts: Sequence[Paragraph],
    days: Days | None = None,
) -> None:
    """Cut a reading into steps that begin at these paragraphs of the text, and set its pacing.

    The first paragraph always begins a step. What is open stays open: so does everything that a
    member has reached, and the next step still begins where it did. `days` are those on which
    steps open by the calendar, by the keys of their first paragraphs. Raises PermissionDenied for
    who does not lead the group, and for a finished reading.
    """
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    article = Article.objects.select_for_update().get(pk=reading.article_id)
    reading = held(reading.pk)
    if not may_pace(reading):
        raise PermissionDenied(_("This reading is finished: all of it is open."))
    text = {paragraph.pk: paragraph for paragraph in article.text}
    begins = {min(text.values(), key=_position).pk, *(p.pk for p in firsts if p.pk in text)}
    if reading.closed_from_id:
        begins.add(reading.closed_from_id)
    ordered = sorted((text[key] for key in begins), key=_position)
    stays_open = len(text) if pacing == Reading.Pacing.FREE else open_to(reading)
    _replace(reading, ordered, stays_open=stays_open, days=days or {})
    reading.pacing = pacing
    _settle(reading)
    record(group, LogEntry.Act.PACED, by=by.user, reading=reading)
    advance(reading.pk)


@transaction.atomic
def open_early(step: Step, *, by: Membership) -> None:
    """Open the next step before its time, on record.

    Nothing happens if it is open already or not the next one. Raises PermissionDenied for who does
    not lead the group.
    """
    group = locked_group(step.reading.group_id)
    require_lead(by, of=group)
    reading = held(step.reading_id)
    following = reading.steps.closed().first()
    if following is None or following.pk != step.pk:
        return
    _open(following, by=by.user)
    _settle(reading)
    place = f"¶ {following.first.position}"
    record(group, LogEntry.Act.STEP_OPENED, by=by.user, reading=reading, reason=place)
    advance(reading.pk)


@transaction.atomic
def close_reading(reading: Reading, *, by: Membership) -> None:
    """Finish a reading though not everyone has read all of it, on record.

    Nothing becomes unreadable: all of it is open from now on, and whoever has not finished reads
    on and speaks as before. A study session ends with it. Nothing happens if it is finished
    already. Raises PermissionDenied for who does not lead the group.
    """
    group = locked_group(reading.group_id)
    require_lead(by, of=group)
    reading = held(reading.pk)
    if reading.is_finished:
        return
    _finish(reading, by=by.user)
    end_with(reading)
    record(group, LogEntry.Act.READING_CLOSED, by=by.user, reading=reading)


def give_calendar(place: Place) -> str:
    """Give a member a secret key for their calendar; an earlier one leads nowhere any more."""
    place.calendar_key = secrets.token_urlsafe(32)
    place.save(update_fields=["calendar_key"])
    return place.calendar_key


def advance(reading_pk: int) -> None:
    """Open the next steps of a reading whose time has come, and finish it when all have."""
    reading = held(reading_pk)
    while (following := reading.steps.closed().select_related("first").first()) and _is_due(
        reading, following
    ):
        _open(following)
        _settle(reading)
    if not reading.is_finished and _have_all_finished(reading):
        _finish(reading)


def advance_group(group_pk: int) -> None:
    """Look at all readings of a group in which somebody is waited for, or was until now."""
    waiting = Reading.objects.unfinished().filter(group=group_pk)
    for key in waiting.order_by("pk").values_list("pk", flat=True):
        advance(key)
        tell(key, Event.What.MOVED)


def open_due() -> int:
    """Open the steps whose day has come, and tell how many readings were looked at."""
    paced = Reading.objects.paced().filter(pacing=Reading.Pacing.CALENDAR)
    keys = list(paced.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            advance(key)
    return len(keys)


def move_steps(reading: Reading, reordering: Reordering) -> None:
    """Let the steps of a reading begin where a revision of its text has put their first words.

    A step whose paragraphs are all gone goes with them.
    """
    steps = {step.first_id: step for step in reading.steps.all()}
    if not steps:
        return
    begins: dict[int, Step] = {}
    for key, step in steps.items():
        position = 1 if step.number == 1 else reordering.place_of(reordering.was[key])
        if position <= len(reordering.after):
            begins[position] = step
    reading.steps.all().delete()
    for number, (position, step) in enumerate(sorted(begins.items()), start=1):
        step.number, step.first_id = number, reordering.after[position - 1]
        step.opened_at = step.opened_at or (timezone.now() if number == 1 else None)
    Step.objects.bulk_create(step for _place, step in sorted(begins.items()))
    _settle(reading)


def held(reading_pk: int) -> Reading:
    """A reading, locked until the transaction ends."""
    locked = Reading.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("group").get(pk=reading_pk)


def _position(paragraph: Paragraph) -> int:
    return paragraph.position


def open_to(reading: Reading) -> int:
    """The last position of a reading that stays open: what is, or what somebody has reached."""
    if reading.closed_from:
        return reading.closed_from.position - 1
    if reading.steps.exists() and not reading.is_free:
        return reading.article.text.count()
    places = Place.objects.filter(reading=reading)
    if places.filter(paragraph=None).exists():
        return reading.article.text.count()
    stood = places.aggregate(furthest=Max("paragraph__position"))["furthest"] or 1
    marks = Mark.objects.filter(reading=reading, paragraph__removed_in=None)
    marked = marks.aggregate(furthest=Max("paragraph__position"))["furthest"] or 1
    return max(stood, marked)


def _replace(reading: Reading, firsts: Sequence[Paragraph], *, stays_open: int, days: Days) -> None:
    """Put steps that begin at these paragraphs in place of those there were."""
    was = {step.first_id: step for step in reading.steps.all()}
    reading.steps.all().delete()
    now = timezone.now()
    steps = []
    for number, first in enumerate(firsts, start=1):
        before = was.get(first.pk)
        is_open = number == 1 or first.position <= stays_open
        steps.append(
            Step(
                # What was told of the step stays true.
                pk=before.pk if before else None,
                reading=reading,
                number=number,
                first=first,
                opens_on=days.get(first.pk),
                opened_at=((before and before.opened_at) or now) if is_open else None,
                opened_by_id=before.opened_by_id if before and is_open else None,
            )
        )
    Step.objects.bulk_create(steps)


def _is_due(reading: Reading, following: Step) -> bool:
    if reading.is_together:
        return _have_all_come_to(following)
    if reading.is_by_calendar:
        return following.opens_on is not None and following.opens_on <= today_of(reading)
    return True


def _have_all_come_to(step: Step) -> bool:
    """Whether all active members have finished what stands before this step."""
    standing = Place.objects.filter(
        reading=step.reading_id, membership__state=Membership.State.ACTIVE
    )
    if not standing.exists():
        return False
    group_place = standing.aggregate(least=Min("paragraph__position"))["least"]
    return group_place is None or group_place >= step.first.position


def _have_all_finished(reading: Reading) -> bool:
    """Whether all active members, if there are any, have read all of the text."""
    standing = Place.objects.filter(reading=reading, membership__state=Membership.State.ACTIVE)
    counted = standing.aggregate(all=Count("pk"), finished=Count("pk", filter=Q(paragraph=None)))
    return bool(counted["all"]) and counted["all"] == counted["finished"]


def _finish(reading: Reading, *, by: User | None = None) -> None:
    """Let a reading be finished from now on, whatever comes; its pacing has no effect any more."""
    now = timezone.now()
    reading.steps.closed().update(opened_at=now)
    reading.finished_at, reading.closed_by, reading.closed_from = now, by, None
    reading.save(update_fields=["finished_at", "closed_by", "closed_from"])
    notifications.tell_of_finish.enqueue(reading.pk)
    tell(reading.pk, Event.What.MOVED)


def today_of(reading: Reading) -> date:
    """The day that it is where the group lives."""
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(reading.group.time_zone))


def _open(step: Step, *, by: User | None = None) -> None:
    step.opened_at = timezone.now()
    step.opened_by = by
    step.save(update_fields=["opened_at", "opened_by"])
    notifications.tell_of_step.enqueue(step.pk)


def _settle(reading: Reading) -> None:
    """Let the reading know where it is closed now."""
    following = reading.steps.closed().first()
    reading.closed_from = following.first if following else None
    reading.save(update_fields=["pacing", "closed_from"])
    tell(reading.pk, Event.What.MOVED)
