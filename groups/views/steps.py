"""The steps of a reading: which there are, opening the next one, cutting the text anew."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import kept
from accounts.access import form_page, signed_in
from accounts.letters import absolute, spoken_in
from accounts.models import User
from accounts.requests import SignedInRequest, posted
from articles.models import Paragraph
from groups import actions
from groups.calendar import calendar_of
from groups.cuts import by_headings
from groups.forms.steps import CutForm
from groups.models import Membership, Place, Reading
from groups.pacing import stretches_of
from groups.permissions import may_pace
from groups.progress import progress_in
from groups.views.loading import led_by, reading_of


@signed_in
@require_safe
def steps(request: SignedInRequest, pk: int) -> HttpResponse:
    """The steps of a reading, and which of them are open."""
    reading, membership = reading_of(pk, request.user)
    place = reading.places.get(membership=membership)
    key = place.calendar_key
    stretches = stretches_of(reading)
    following = next((one for one in stretches if one.is_next), None)
    progress = progress_in(reading, request.user, total=reading.article.text.count())
    context = {
        "reading": reading,
        "calendar": absolute(reverse("groups:calendar", args=[key])) if key else "",
        "stretches": stretches,
        "on_the_way": progress.before(following.first) if following else 0,
        "may_lead": membership.is_leader,
    }
    return render(request, "groups/steps.html", context)


@signed_in
@require_POST
def calendar_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a member a new secret address for the calendar of the steps."""
    reading, membership = reading_of(pk, request.user)
    actions.give_calendar(reading.places.get(membership=membership))
    return redirect(f"{reverse('groups:steps', args=[pk])}#calendar")


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The days of the steps, for whoever has a member's secret address while they are present."""
    places = Place.objects.filter(membership__in=Membership.objects.present())
    reading = get_object_or_404(
        Reading.objects.select_related("group", "article"),
        places__in=places.filter(calendar_key=key, membership__user__is_active=True),
    )
    with spoken_in(reading.group.language):
        content = calendar_of(reading, address=absolute(reading.get_absolute_url()))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@signed_in
@require_POST
def step_opening(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Open the next step before its time."""
    reading, leader = _led(pk, request.user)
    step = get_object_or_404(reading.steps.select_related("reading"), number=number)
    actions.open_early(step, by=leader)
    messages.success(request, _("Step %(number)s is open.") % {"number": number})
    return redirect("groups:steps", pk=pk)


@form_page
def steps_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cut the text into steps and say when they open; a proposal helps."""
    reading, leader = _led(pk, request.user)
    if not may_pace(reading):
        raise PermissionDenied(_("This reading is finished: all of it is open."))
    text = list(reading.article.text)
    initial = _as_it_is(reading, text) | kept.take(request)
    form = CutForm(posted(request), initial=initial, reading=reading, text=text)
    if form.is_valid() and "propose" in request.POST:
        form.propose()
    elif form.is_valid():
        begins = set(form.firsts)
        actions.cut(
            reading,
            by=leader,
            pacing=Reading.Pacing(form.cleaned_data["pacing"]),
            firsts=[paragraph for paragraph in text if paragraph.pk in begins],
            days=form.cleaned_data.get("days"),
        )
        messages.success(request, _("Saved."))
        return redirect("groups:steps", pk=pk)
    context = {"reading": reading, "form": form, "lines": form.lines}
    return render(request, "groups/steps_edit.html", context, status=422 if form.errors else 200)


def _as_it_is(reading: Reading, text: Sequence[Paragraph]) -> dict[str, object]:
    """The steps there are; where there are none, a proposal."""
    steps = list(reading.steps.all())
    return {
        "pacing": reading.pacing if steps else Reading.Pacing.TOGETHER,
        "way": "own",
        "every": 10,
        "first": [step.first_id for step in steps] or by_headings(text),
        "days": {s.first_id: s.opens_on.isoformat() for s in steps if s.opens_on},
    }


def _led(pk: int, user: User) -> tuple[Reading, Membership]:
    reading = get_object_or_404(Reading.objects.visible_to(user), pk=pk)
    return reading, led_by(reading.group_id, user)
