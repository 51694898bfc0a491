"""The home page, and the pages that say what went wrong."""

import sys
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from accounts.models import Block, User, compiled
from discussions.models import Comment, Thread, unheard_by
from groups.models import Group, JoinRequest, Membership
from groups.progress import my_courses
from studygroup.outages import is_outage

GROUPS_TO_JOIN = 6

# The fields in which people write at length.
WORDS = ("text", "note", "addresses", "message", "reason", "description")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a stranger; where my groups stand, for a member."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "welcome.html")
    waiting = Counter(dict(_voices_where_they_stand(user)))
    if blocked := set(Block.objects.by(user).values_list("blocked", flat=True)):
        waiting -= Thread.objects.at_places_of(user).voices_of(blocked, by="reading")
    new = dict(_new_voices(user))
    context = {
        "memberships": _memberships(user),
        "courses": [
            (course, waiting.get(course.reading.pk, 0), new.get(course.reading.pk, 0))
            for course in my_courses(user)
        ],
        "asked": _waiting_requests(user),
        "to_join": Group.objects.to_join(user)[:GROUPS_TO_JOIN],
    }
    return render(request, "home.html", context)


@compiled
def _voices_where_they_stand(user: User) -> QuerySet[Thread, tuple[int, int]]:
    threads = Thread.objects.at_places_of(user).order_by()
    return threads.values_list("reading").annotate(Sum("voices"))


@compiled
def _new_voices(user: User) -> QuerySet[Comment, tuple[int, int]]:
    return unheard_by(user).order_by().values_list("reading").annotate(Count("pk"))


@compiled
def _memberships(user: User) -> QuerySet[Membership]:
    return Membership.objects.of(user).order_by("group__name")


@compiled
def _waiting_requests(user: User) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.waiting().filter(user=user).select_related("group")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser shows of this site while it has no connection; it fetches it beforehand."""
    return render(request, "offline.html")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows the offline page; from here its reach is the whole site."""
    return render(request, "service-worker.js", content_type="text/javascript")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for a form that is larger than the site takes."""
    if isinstance(exception, RequestDataTooBig):
        return _problem(
            request,
            413,
            _("That is too much at once"),
            _(
                "Go back and send less at once. A file may have up to %(limit)s MB; "
                "a long text goes in as a file."
            )
            % {"limit": settings.MAX_FILE_BYTES // 2**20},
        )
    return _problem(
        request,
        400,
        _("That could not be understood"),
        _("Go back, reload the page and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) or _("You may see this page, but not do that here.")
    return _problem(request, 403, _("Not for you to do"), reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(
        request,
        404,
        _("There is nothing here"),
        _("The address may be mistyped, or the page may not be there for you."),
    )


def too_often(request: HttpRequest) -> HttpResponse:
    """What was tried too often; what was typed is shown."""
    return _problem(
        request,
        429,
        _("A little slower"),
        _("That was tried too often in a short time. Wait a few minutes, then try again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 while the database is locked, full or gone, and what was typed is shown."""
    if is_outage(sys.exc_info()[1]):
        context = {"typed": _typed(request)}
        return _alone(request, 503, _("The site cannot do that just now"), context)
    return _alone(request, 500, _("Something broke on our side"), {})


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that went stale, mostly by signing in or out elsewhere; what was typed is shown."""
    return _problem(
        request,
        403,
        _("This page was open too long"),
        _("Go back, reload the page and send it again."),
    )


def _problem(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"title": title, "advice": advice, "typed": _typed(request)}
    if request.headers.get("HX-Request"):
        return _notice(status, title, advice)
    return render(request, "problem.html", context, status=status)


def _alone(
    request: HttpRequest, status: int, title: str, context: Mapping[str, object]
) -> HttpResponse:
    """Stands alone: whatever broke, as the database, may also break the usual page."""
    if request.headers.get("HX-Request"):
        advice = _("What you typed is still here: try again in a minute.")
        return _notice(status, title, advice)
    page = render_to_string(f"{status}.html", {"title": title, **context})
    return HttpResponse(page, status=status)


def _notice(status: int, title: str, advice: str) -> HttpResponse:
    """A notice on the page; whatever the request was to fill stays as it is."""
    words = render_to_string("_toast.html", {"title": title, "advice": advice})
    headers = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"}
    return HttpResponse(words, status=status, headers=headers)


def _typed(request: HttpRequest) -> str:
    """The words that could not be posted, to be copied from the page that says so."""
    try:
        return "\n\n".join(filter(None, (request.POST.get(name) for name in WORDS)))
    except (SuspiciousOperation, MultiPartParserError):
        return ""
