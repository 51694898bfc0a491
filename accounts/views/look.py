"""How the pages look, and in which language they speak."""

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts import kept
from accounts.access import form_page
from accounts.context import LOOK_COOKIE
from accounts.forms.look import LookForm
from accounts.look import Look
from accounts.models import User
from accounts.requests import SignedInRequest, next_page, posted

A_YEAR = 365 * 24 * 60 * 60


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


@form_page
def reading(request: SignedInRequest) -> HttpResponse:
    """The same for me, on a page of its own with a text to look at."""
    form = LookForm(
        posted(request), initial=asdict(Look.parse(request.user.look)) | kept.take(request)
    )
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "accounts/reading.html", {"form": form}, status=status)
    User.objects.filter(pk=request.user.pk).update(look=str(form.look))
    if request.htmx:
        return HttpResponse(status=204)
    messages.success(request, _("Saved."))
    return redirect("accounts:reading")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: for this browser, and for me if I am signed in."""
    response = set_language(request)
    code = request.POST.get("language")
    if request.user.is_authenticated and code in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return response
