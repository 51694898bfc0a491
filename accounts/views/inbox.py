"""What is new for a person: all of it in one place, and the way from each to where it is."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import signed_in
from accounts.actions.notices import read
from accounts.inbox import bundled, notices_of, told
from accounts.models import User
from accounts.requests import SignedInRequest

BUNDLES_A_PAGE = 30


@signed_in
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """What is new for me, the newest first; only what is unread, if the address says so."""
    only_unread = request.GET.get("show") == "unread"
    notices = notices_of(request.user)
    shown = notices.unread() if only_unread else notices
    page = Paginator(shown.bundles(), BUNDLES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "bundles": bundled(request.user, shown, page),
        "only_unread": only_unread,
        "query": "?show=unread" if only_unread else "?",
    }
    return render(request, "accounts/inbox.html", context)


@signed_in
@require_safe
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where that is of which I was told; following the way there is having read it."""
    found = get_object_or_404(notices_of(request.user), pk=pk)
    for one in told(request.user, [found]):
        read(_unread(request.user, pk=pk))
        return redirect(one.entry.url)
    # It has gone between the two looks.
    raise Http404


@signed_in
@require_POST
def inbox_read(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read."""
    read(_unread(request.user))
    messages.success(request, _("Everything is marked as read."))
    return redirect("accounts:inbox")


def _unread(user: User, **which: int) -> list[int]:
    """The keys of what this person may see now and has not looked at."""
    return list(notices_of(user).unread().filter(**which).values_list("pk", flat=True))
