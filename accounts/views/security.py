"""How I sign in, and where I am signed in."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.actions.sessions import end_other_sessions, end_sessions, sessions_of
from accounts.devices import device
from accounts.models import User
from accounts.requests import SignedInRequest


@signed_in
@require_safe
def security(request: SignedInRequest) -> HttpResponse:
    """All ways in, with how they stand."""
    me = request.user
    context = {
        "addresses": EmailAddress.objects.filter(user=me).order_by("-primary", "email"),
        "places": sessions_of(me).count(),
        "has_social": bool(settings.SOCIAL.apps),
        "connected": SocialAccount.objects.filter(user=me).count() if settings.SOCIAL.apps else 0,
        **_second_steps(me),
    }
    return render(request, "accounts/security.html", context)


def _second_steps(user: User) -> dict[str, Any]:
    keys = list(Authenticator.objects.filter(user=user))
    of_type = {key.type: key for key in keys}
    codes = of_type.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "passkeys": sum(key.type == Authenticator.Type.WEBAUTHN for key in keys),
        "has_app": Authenticator.Type.TOTP in of_type,
        "has_codes": codes is not None,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: SignedInRequest) -> HttpResponse:
    """Where I am signed in; a post signs me out everywhere else."""
    here = request.session.session_key
    if request.method == "POST":
        ended = end_other_sessions(request.user, here=here)
        said = ngettext("Signed out in one place.", "Signed out in %(n)s places.", ended)
        messages.success(request, said % {"n": ended} if ended else _("There was no other place."))
        return redirect("accounts:sessions")
    places = [
        {
            "pk": session.pk,
            "is_here": session.session_key == here,
            "device": device(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
        }
        for session in sessions_of(request.user)
    ]
    places.sort(key=lambda place: not place["is_here"])
    return render(request, "accounts/sessions.html", {"places": places})


@signed_in
@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign me out in one other place."""
    others = sessions_of(request.user).exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, pk=pk)
    end_sessions(others.filter(pk=session.pk))
    messages.success(request, _("Signed out there."))
    return redirect("accounts:sessions")
