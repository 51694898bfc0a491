"""What signing in and up do in our way."""

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathImage

from accounts.letters import post_account
from accounts.models import User

# Counted together against limits: those whose address is not known.
NOWHERE = "0.0.0.0"  # noqa: S104  # nothing listens there


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is switched off."),
        "cannot_remove_primary_email": gettext_lazy(
            "Letters go to this address: choose another one for them first."
        ),
        "duplicate_email": gettext_lazy("You have this address already."),
        "email_password_mismatch": gettext_lazy("The address or the password is not right."),
        "email_taken": gettext_lazy("This address belongs to another account."),
        "enter_current_password": gettext_lazy("This is not your password of today."),
        "incorrect_code": gettext_lazy("This code is not right."),
        "incorrect_password": gettext_lazy("This password is not right."),
        "max_email_addresses": gettext_lazy("You can have up to %d addresses."),
        "rate_limited": gettext_lazy("That was too often: wait a little."),
        "too_many_login_attempts": gettext_lazy(
            "That was tried too often. Wait a few minutes, then try again."
        ),
        "unverified_primary_email": gettext_lazy("Confirm this address first."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Give the new user the name and time zone from the sign-up form."""
        user.display_name = form.cleaned_data["display_name"]
        user.time_zone = form.cleaned_data["time_zone"]
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the queue: whether and what is sent takes no time here."""
        post_account(template_prefix, email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, NOWHERE if that cannot be known."""
        try:
            return str(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured):
            # Not over a network, or past the proxies.
            return NOWHERE

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:security")

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """The ways of showing that it is still oneself, in our words."""
        words = {
            "reauthenticate": _("With my password"),
            "mfa_reauthenticate": _("With a code from my app"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy(
            "Addresses can be added while the sign-in needs no second step."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes are for who has a passkey or an app with codes."
        ),
        "incorrect_code": gettext_lazy("This code is not right."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The picture to be scanned, as SVG that stands in the page itself."""
        square = qrcode.make(url, image_factory=SvgPathImage, border=2)
        svg: str = square.to_string(encoding="unicode")
        return svg

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # allauth's
        """What a new passkey is called until its owner names it."""
        here = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": here + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as people's devices name it."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.SITE_NAME}


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # no types
    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """What the other site tells of a person, for them to mend."""
        told: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        name = (sociallogin.account.extra_data or {}).get("name") or ""
        return told | {"display_name": name[:60]}
