"""Who has exchanged with whom in a reading, and the invitation to meet somebody new."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from discussions import actions
from discussions.introductions import introduction_in
from discussions.models import Thread
from discussions.ties import circle_of
from groups.models import Membership, Reading


@signed_in
@require_safe
def ties(request: SignedInRequest, pk: int) -> HttpResponse:
    """The circle of a reading's group, as far as this member may know of its ties."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    mine = Membership.objects.of(request.user).select_related("user")
    membership = get_object_or_404(mine, group=reading.group_id)
    circle, is_mirrored = circle_of(reading, request.user), get_language_bidi()
    context = {
        "reading": reading,
        "circle": circle,
        "places": circle.places(is_mirrored=is_mirrored),
        "chords": circle.chords(is_mirrored=is_mirrored),
        "plot": circle.plot(is_mirrored=is_mirrored) if circle.has_grown else None,
        "panel": {"introduction": introduction_in(membership, reading=reading)},
    }
    return render(request, "discussions/ties.html", context)


@signed_in
@require_POST
def not_now(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put off the invitation to answer a question."""
    others = Thread.objects.visible_to(request.user).open_questions()
    thread = get_object_or_404(others.exclude(opened_by=request.user), pk=pk)
    actions.put_off(thread, user=request.user)
    if request.htmx:
        return render(request, "discussions/_introduction.html#put_off")
    messages.success(request, _("Another day, then."))
    return redirect("discussions:ties", pk=thread.reading_id)
