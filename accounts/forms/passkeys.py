"""How a passkey is added."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

NAME_HELP = _("So that you know it again, for example by the device it is on.")


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A key with its name; the browser makes it."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False, help_text=NAME_HELP)
    passwordless = forms.BooleanField(
        label=_("It signs me in alone, without my password"),
        initial=True,
        required=False,
        help_text=_("Choose this unless yours is an old key that asks for neither PIN nor finger."),
    )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The name of a key."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=NAME_HELP)
