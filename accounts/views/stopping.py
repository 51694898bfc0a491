"""Stopping letters by the address that is in each of them, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions.notices import stop_letters
from accounts.letters import reader_by


# A program that reads mail posts without cookies: who has the token may do this, and only this.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters about groups; a page that is only asked for has a button to do so."""
    reader = reader_by(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        stop_letters(reader)
    context = {"is_stopped": request.method == "POST"}
    return render(request, "accounts/mail_stop.html", context)
