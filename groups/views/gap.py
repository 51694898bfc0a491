"""How the distance between the first and the last reader went, without names."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest
from groups.history import history_of
from groups.models import Reading
from groups.progress import progress_in


@signed_in
@require_safe
def gap(request: SignedInRequest, pk: int) -> HttpResponse:
    """The gap of a reading over time, as a plot and as a table; the same for all its members."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    history = history_of(reading)
    context = {
        "reading": reading,
        "history": history,
        "plot": history.plot(is_mirrored=get_language_bidi()) if history.has_begun else None,
        "progress": progress_in(reading, request.user, total=history.total),
    }
    return render(request, "groups/gap.html", context)
