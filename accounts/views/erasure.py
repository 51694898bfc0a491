"""Having my account erased, and keeping it after all."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import reauthenticated, signed_in
from accounts.actions.erasure import ask_for_erasure, withdraw_erasure
from accounts.duties import NoHeir, duties_of
from accounts.forms.erasure import ErasureForm
from accounts.models import User
from accounts.requests import SignedInRequest, next_page, posted


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: SignedInRequest) -> HttpResponse:
    """Say what happens; a post has the account erased, after the days of grace."""
    if request.user.erasure_at:
        return render(request, "accounts/erasure_asked.html")
    return _asked(request) if request.method == "POST" else _page(request, _form(request))


@reauthenticated
def _asked(request: SignedInRequest) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        return _page(request, form)
    try:
        ask_for_erasure(request.user, keeps_words=form.keeps_words, heirs=form.heirs)
    except NoHeir as refused:
        form.refuse(refused.duty)
        return _page(request, form)
    day = localtime(User.objects.get(pk=request.user.pk).erasure_at)
    logout(request)
    told = _("You are signed out everywhere. On %(day)s your account is erased.")
    messages.success(request, told % {"day": date_format(day, "DATE_FORMAT")})
    return redirect("home")


@signed_in
@require_POST
def keeping(request: SignedInRequest) -> HttpResponse:
    """Keep my account after all."""
    withdraw_erasure(request.user)
    messages.success(request, _("Your account stays. Good that you are here."))
    return redirect(next_page(request, "/"))


def _form(request: SignedInRequest) -> ErasureForm:
    return ErasureForm(posted(request), duties=duties_of(request.user))


def _page(request: SignedInRequest, form: ErasureForm) -> HttpResponse:
    ending = [duty.title for duty in duties_of(request.user) if not duty.heirs]
    context = {"form": form, "ending": ending, "days": settings.ERASURE_GRACE_DAYS}
    return render(request, "accounts/erasure.html", context, status=422 if form.errors else 200)
