"""A person's own pages."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from accounts.access import signed_in
from accounts.context import LOOK_COOKIE
from accounts.forms import LookForm, ProfileForm
from accounts.models import User
from accounts.requests import SignedInRequest, next_page, posted

A_YEAR = 365 * 24 * 60 * 60


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Change my name, language and time zone."""
    # A copy, so that the page's head does not greet by a name that was refused.
    me = User.objects.get(pk=request.user.pk)
    form = ProfileForm(posted(request), instance=me)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        if not me.language:
            # The choice of a stranger's days gives way to what the browser asks.
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    return render(
        request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Choose how the pages look: for me, or for this browser until I sign in."""
    form = LookForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation(form.errors)
    is_fragment = request.headers.get("HX-Request")
    response = HttpResponse(status=204) if is_fragment else redirect(next_page(request, "/"))
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(look=str(form.look))
    else:
        response.set_cookie(LOOK_COOKIE, str(form.look), max_age=A_YEAR, samesite="Lax")
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: for this browser, and for me if I am signed in."""
    response = set_language(request)
    code = request.POST.get("language")
    if request.user.is_authenticated and code in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return response
