"""Starting a finished reading again, with the next group."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import kept
from accounts.access import form_page
from accounts.models import User
from accounts.requests import SignedInRequest, posted
from discussions import actions
from discussions.forms.legacies import AgainForm
from discussions.permissions import may_start_again
from groups.actions import found
from groups.actions.steps import today_of
from groups.models import Group, Membership, Reading
from groups.pacing import stretches_of
from groups.views.loading import membership_in


@form_page
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose who reads the text next: a group that one leads, or a new one."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), pk=pk)
    if not may_start_again(reading):
        raise PermissionDenied(_("A reading is started again when it is finished."))
    mine = membership_in(reading.group_id, request.user)
    led = Membership.objects.of(request.user).leading().order_by("group__name", "group")
    initial = {"hands_down": True, "first_day": today_of(reading)}
    form = AgainForm(
        posted(request),
        reading=reading,
        led=led,
        leads=mine.is_leader,
        initial=initial | kept.take(request),
    )
    if form.is_valid():
        by = form.membership or _founded(form.cleaned_data["name"], reading, request.user)
        made = actions.begin_again(
            reading,
            by=by,
            first_day=form.cleaned_data.get("first_day"),
            leader=mine if form.cleaned_data.get("hands_down") else None,
        )
        return redirect("groups:group" if form.membership else "groups:invitations", made.group_id)
    context = {"reading": reading, "form": form, "stretches": stretches_of(reading)}
    return render(request, "discussions/again.html", context, status=422 if form.errors else 200)


def _founded(name: str, reading: Reading, founder: User) -> Membership:
    """The founder's membership in a new group like the one that has read the text."""
    group = Group(
        name=name,
        language=reading.group.language,
        visibility=Group.Visibility.PRIVATE,
        joining=Group.Joining.INVITATION,
    )
    return found(group, founder=founder)
