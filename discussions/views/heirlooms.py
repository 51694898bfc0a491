"""The notes of those from before, beside the text."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.limits import limited
from accounts.requests import SignedInRequest
from discussions import actions
from discussions.legacies.layer import A_FEW, Layer, Note
from discussions.models import Heirloom
from discussions.permissions import may_be_helped
from discussions.room import Room
from discussions.views.loading import paragraph_in, room_page
from groups.views.loading import led_by, membership_in

# Nobody asks for more of them.
MOST = 300


@signed_in
@require_safe
def inherited(request: SignedInRequest, pk: int, paragraph_pk: int) -> HttpResponse:
    """What was handed down on a paragraph, as many notes as the address says."""
    room = Room(pk, request.user)
    paragraph = paragraph_in(room, paragraph_pk)
    layer = Layer(room, paragraph, shown=_number(request.GET.get("shown", "")))
    if request.htmx:
        return render(request, "discussions/_inherited.html", {"layer": layer})
    return room_page(request, room, paragraph, layer=layer)


@signed_in
@require_POST
@limited("reaction")
def heirloom_help(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a note from before helped, or take that back."""
    visible = Heirloom.objects.visible_to(request.user)
    heirloom = get_object_or_404(
        visible.helpful_first().with_words().select_related("reading"), pk=pk
    )
    if not may_be_helped(request.user, heirloom):
        raise PermissionDenied(_("These are your own words."))
    has_helped = request.POST.get("act") != "take_back"
    if has_helped:
        actions.be_helped(heirloom, user=request.user)
    else:
        actions.be_helped_no_more(heirloom, user=request.user)
    if request.htmx:
        mine = membership_in(heirloom.reading.group_id, request.user)
        one = Note(heirloom, has_helped, may_hide=mine.is_leader)
        context = {"one": one, "user": request.user}
        return render(request, "discussions/_heirloom.html", context)
    args = [heirloom.reading_id, heirloom.paragraph_id]
    return redirect(f"{reverse('discussions:inherited', args=args)}#heirloom-{pk}")


@signed_in
@require_POST
def heirloom_hiding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a note from before no more in this reading: for the leaders of its group."""
    visible = Heirloom.objects.visible_to(request.user).select_related("reading", "paragraph")
    heirloom = get_object_or_404(visible, pk=pk)
    leader = led_by(heirloom.reading.group_id, request.user)
    actions.hide_heirloom(heirloom, by=leader)
    if request.htmx:
        layer = Layer(Room(heirloom.reading_id, request.user), heirloom.paragraph)
        return render(request, "discussions/_inherited.html", {"layer": layer})
    args = [heirloom.reading_id, heirloom.paragraph_id]
    return redirect(f"{reverse('discussions:inherited', args=args)}#inherited")


def _number(asked: str) -> int:
    is_number = asked.isdecimal() and asked.isascii() and len(asked) < 4
    return min(max(int(asked), A_FEW), MOST) if is_number else A_FEW
