"""The home page, and the pages that say what went wrong."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from accounts.models import Block
from discussions.models import Thread
from groups.models import Group, JoinRequest, Membership, Reading
from groups.progress import courses_of

GROUPS_TO_JOIN = 6

# The fields in which people write at length.
WORDS = ("text", "note", "addresses", "message", "reason", "description")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a stranger; where my groups stand, for a member."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "welcome.html")
    courses = courses_of(Reading.objects.visible_to(user), user)
    blocked = set(Block.objects.by(user).values_list("blocked", flat=True))
    waiting = Thread.objects.at_places_of(user).voices_by("reading", unheard=blocked)
    memberships = Membership.objects.of(user).order_by("group__name")
    context = {
        "memberships": memberships,
        "courses": [(course, waiting.get(course.reading.pk, 0)) for course in courses],
        "asked": JoinRequest.objects.waiting().filter(user=user).select_related("group"),
        "to_join": Group.objects.to_join(user)[:GROUPS_TO_JOIN],
    }
    return render(request, "home.html", context)


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


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Stands alone: whatever broke may also break the usual page."""
    return render(request, "500.html", status=500)


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
    if not request.headers.get("HX-Request"):
        return render(request, "problem.html", context, status=status)
    response = render(request, "_toast.html", context, status=status)
    # Whatever the request was to fill stays as it is.
    response.headers["HX-Retarget"] = "#toasts"
    response.headers["HX-Reswap"] = "beforeend"
    return response


def _typed(request: HttpRequest) -> str:
    """The words that could not be posted, to be copied from the page that says so."""
    try:
        return "\n\n".join(filter(None, (request.POST.get(name) for name in WORDS)))
    except (SuspiciousOperation, MultiPartParserError):
        return ""
