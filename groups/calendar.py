"""The days on which the steps of a reading open, for calendar programs (RFC 5545)."""

import zoneinfo
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from groups.models import Reading
from groups.pacing import Stretch, stretches_of


def calendar_of(reading: Reading, *, address: str) -> bytes:
    """An iCalendar object with a day for each step that has one; `address` leads to the reading."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.SITE_URL}//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{reading.group.name} · {reading.article.title}")
    for stretch in stretches_of(reading):
        if stretch.step.opens_on:
            calendar.add_component(_event(reading, stretch, address))
    content: bytes = calendar.to_ical()
    return content


def _event(reading: Reading, stretch: Stretch, address: str) -> Event:
    day = stretch.step.opens_on
    assert day
    event = Event()
    # The same step keeps its name when its day is changed.
    event.add("uid", f"step-{reading.pk}-{stretch.step.first_id}@{settings.SITE_URL}")
    event.add("dtstamp", timezone.now().astimezone(zoneinfo.ZoneInfo("UTC")))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    words = {"number": stretch.step.number, "title": reading.article.title}
    event.add("summary", _("Step %(number)s of %(title)s opens") % words)
    event.add("description", f"¶ {stretch.first}–{stretch.last}")
    event.add("url", address)
    return event
