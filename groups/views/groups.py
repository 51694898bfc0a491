"""The groups of the site, and a group's own page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in
from accounts.requests import SignedInRequest, posted
from groups import actions, permissions
from groups.forms import GroupForm
from groups.models import Group, Membership
from groups.progress import courses_of
from groups.views.loading import led_by

GROUPS_A_PAGE = 30


@signed_in
@require_safe
def directory(request: SignedInRequest) -> HttpResponse:
    """The groups that this person can find."""
    groups = Group.objects.visible_to(request.user).with_size().order_by("name", "pk")
    page = Paginator(groups, GROUPS_A_PAGE).get_page(request.GET.get("page"))
    mine = set(Membership.objects.of(request.user).values_list("group", flat=True))
    return render(request, "groups/directory.html", {"page": page, "mine": mine})


@signed_in
@require_safe
def group(request: SignedInRequest, pk: int) -> HttpResponse:
    """A group: its inside for members, its face for others who can find it."""
    found = get_object_or_404(Group.objects.visible_to(request.user).with_size(), pk=pk)
    membership = Membership.objects.of(request.user).filter(group=found).first()
    if membership is None:
        context = {"group": found, "may_join": permissions.may_join(found)}
        return render(request, "groups/group_face.html", context)
    context = {
        "group": found,
        "membership": membership,
        "may_lead": permissions.may_lead(membership),
        "members": Membership.objects.present().filter(group=found).select_related("user"),
        "courses": courses_of(found.readings.all(), request.user),
    }
    return render(request, "groups/group.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: SignedInRequest) -> HttpResponse:
    """Found a group."""
    form = GroupForm(posted(request))
    if form.is_valid():
        founded = actions.found(form.instance, founder=request.user).group
        return redirect("groups:reading_new", pk=founded.pk)
    return render(
        request, "groups/group_new.html", {"form": form}, status=422 if form.errors else 200
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a group's name, description and who gets in."""
    led = led_by(pk, request.user).group
    form = GroupForm(posted(request), instance=led)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(led)
    context = {"form": form, "group": Group.objects.get(pk=pk)}
    return render(request, "groups/group_edit.html", context, status=422 if form.errors else 200)
