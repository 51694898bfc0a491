"""The letters of signing up and signing in, in our words, by the names that allauth gives them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from accounts.letters.addresses import address_of
from accounts.letters.letter import Letter, absolute, named, spoken_in, spoken_to
from accounts.letters.post import post
from accounts.models import User


def post_account(prefix: str, to: str, context: Mapping[str, Any]) -> None:
    """Have the letter sent that allauth knows by this prefix, e.g. `account/email/login_code`.

    Raises KeyError for a letter that has no words here.
    """
    user = owner_of(to)
    speaking = spoken_to(user) if user else spoken_in(get_language() or "")
    with speaking:
        letter = _letter(prefix, {**context, "email": to})
        post(to, letter.subject_line, letter.text, letter.html, user_pk=user.pk if user else None)


def owner_of(email: str) -> User | None:
    """The person whose address this is, the main one or another that they have confirmed."""
    confirmed = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(Q(email__iexact=email) | confirmed).distinct().first()


def _letter(prefix: str, context: Mapping[str, Any]) -> Letter:
    if prefix in NOTICES:
        return _notice(*NOTICES[prefix], context)
    return LETTERS[prefix](context)


def _confirm(context: Mapping[str, Any]) -> Letter:
    if "code" not in context:
        return Letter(
            _("Confirm your e-mail address"),
            [
                _("Somebody – you, we hope – has given this address at %(site)s.")
                % {"site": settings.SITE_NAME}
            ],
            url=_ours(context["activate_url"]),
            label=_("Confirm the address"),
            after=[_not_you()],
            why=_why(),
        )
    return Letter(
        _("Your code to confirm this address"),
        [_("Type this code on the page that asked for it, and the address is confirmed:")],
        code=context["code"],
        after=[_not_you()],
        why=_why(),
    )


def _login_code(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Your code to sign in"),
        [_("Type this code on the page that asked for it, and you are signed in:")],
        code=context["code"],
        after=[
            _(
                "If you did not ask for a code, do nothing: nobody gets in without it. "
                "Tell it to nobody."
            )
        ],
        why=_why(),
    )


def _reset_code(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Your code to choose a new password"),
        [_("Type this code on the page that asked for it, then choose a new password:")],
        code=context["code"],
        after=[_("If you did not ask for it, do nothing: your password stays as it is.")],
        why=_why(),
    )


def _reset_link(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Choose a new password"),
        [_("Somebody – you, we hope – has asked for a new password for your account.")],
        url=_ours(context["password_reset_url"]),
        label=_("Choose a new password"),
        after=[_("If you did not ask for it, do nothing: your password stays as it is.")],
        why=_why(),
    )


def _already_exists(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("You have an account already"),
        [
            _("Somebody – you, we hope – has tried to make an account with your address %(email)s.")
            % {"email": named(context["email"])},
            _("There is one already: sign in as before. If you have forgotten the password:"),
        ],
        url=_ours(context["password_reset_url"]),
        label=_("Choose a new password"),
        after=[_not_you()],
        why=_why(),
    )


def _unknown(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("There is no account with this address"),
        [
            _("Somebody – you, we hope – has tried to sign in with your address %(email)s.")
            % {"email": named(context["email"])},
            _("No account has it. Perhaps you have given us another one; or make an account now:"),
        ],
        url=_ours(context["signup_url"]),
        label=_("Make an account"),
        after=[_not_you()],
        why=_why(),
    )


LETTERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "account/email/email_confirmation": _confirm,
    "account/email/email_confirmation_signup": _confirm,
    "account/email/login_code": _login_code,
    "account/email/password_reset_code": _reset_code,
    "account/email/password_reset_key": _reset_link,
    "account/email/account_already_exists": _already_exists,
    "account/email/unknown_account": _unknown,
}

# What has been changed in an account: what the subject says, and the letter.
NOTICES: dict[str, tuple[Promise, Promise]] = {
    "account/email/email_changed": (
        later("Your e-mail address has been changed"),
        later("Letters go to %(to_email)s from now on, and no more to %(from_email)s."),
    ),
    "account/email/email_confirm": (
        later("Your e-mail address is confirmed"),
        later("The address %(email)s belongs to your account now."),
    ),
    "account/email/email_deleted": (
        later("An e-mail address has been removed"),
        later("The address %(deleted_email)s does not belong to your account any more."),
    ),
    "account/email/password_changed": (
        later("Your password has been changed"),
        later("Your account has a new password."),
    ),
    "account/email/password_reset": (
        later("Your password has been changed"),
        later("A new password was chosen for your account, by a letter to this address."),
    ),
    "account/email/password_set": (
        later("Your account has a password now"),
        later("A password was chosen for your account, which had none."),
    ),
    "mfa/email/recovery_codes_generated": (
        later("New recovery codes"),
        later("New recovery codes were made for your account. The earlier ones have ended."),
    ),
    "mfa/email/totp_activated": (
        later("Signing in takes a second step now"),
        later("From now on a code from your app is asked for when you sign in."),
    ),
    "mfa/email/totp_deactivated": (
        later("Codes from your app are switched off"),
        later("No code from your app is asked for any more when you sign in."),
    ),
    "mfa/email/webauthn_added": (
        later("A passkey has been added"),
        later("Your account has a new passkey to sign in with."),
    ),
    "mfa/email/webauthn_removed": (
        later("A passkey has been removed"),
        later("One of the passkeys of your account does not open it any more."),
    ),
    "socialaccount/email/account_connected": (
        later("Another account is connected"),
        later("You can sign in with your account at %(provider)s from now on."),
    ),
    "socialaccount/email/account_disconnected": (
        later("Another account is not connected any more"),
        later("Your account at %(provider)s does not let you in here any more."),
    ),
}


def _notice(subject: Promise, words: Promise, context: Mapping[str, Any]) -> Letter:
    told = {name: named(str(value)) for name, value in context.items() if name in _TOLD}
    now = localtime(context["timestamp"])
    origin = {
        "when": date_format(now, "DATETIME_FORMAT"),
        "address": named(str(context["ip"])),
        "browser": named(str(context["user_agent"])[:200]),
    }
    return Letter(
        str(subject),
        [
            str(words) % told,
            _("It was done on %(when)s, from the address %(address)s, with %(browser)s.") % origin,
        ],
        url=address_of("accounts:security"),
        label=_("See to my account"),
        after=[
            _(
                "If it was not you, choose a new password at once, and sign out everywhere: "
                "both can be done there."
            )
        ],
        why=_("This letter came because it concerns the safety of your account."),
    )


_TOLD = ("email", "to_email", "from_email", "deleted_email", "provider")


def _not_you() -> str:
    return _("If it was not you, do nothing: then nothing happens.")


def _why() -> str:
    site = {"site": settings.SITE_NAME}
    return _("This letter came because somebody typed this address at %(site)s.") % site


def _ours(url: str) -> str:
    """A page of the site, at the site's own address, however the request had called it."""
    parts = urlsplit(url)
    path: str = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return absolute(path)
