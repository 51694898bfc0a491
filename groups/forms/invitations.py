"""Inviting people."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.addresses import Fault, read
from groups.guests import Hindrance
from groups.models import Invitation

LIFETIMES = {1: _("1 day"), 7: _("1 week"), 14: _("2 weeks"), 90: _("3 months")}
NUMBERS = (1, 5, 10, 30)

# What is said beside an entry of the list to which no letter goes.
ADVICE = {
    Fault.NO_ADDRESS: _("There is no e-mail address here: one has an @ in it."),
    Fault.TWO_SIGNS: _("There are two @ here. Put each address on a line of its own."),
    Fault.NO_DOMAIN: _("The end is missing, such as .org or .com."),
    Fault.ODD: _("Something in this address cannot be right. Look at its letters again."),
    Fault.TOO_LONG: _("This is too long for an address."),
    Hindrance.MEMBER: _("Is in the group already."),
    Hindrance.WRITTEN_TODAY: _("Was written to within the last day. Try again tomorrow."),
    Hindrance.WRITTEN_RECENTLY: _("Was written to this week."),
    Hindrance.LIMIT: _("You have written to as many as one can in a day. Try again tomorrow."),
}


class InvitationForm(forms.ModelForm[Invitation]):
    """A new invitation link."""

    days = forms.TypedChoiceField(
        label=_("How long"),
        choices=list(LIFETIMES.items()),
        coerce=int,
        initial=14,
        widget=forms.RadioSelect,
    )
    people = forms.TypedChoiceField(
        label=_("For how many"),
        choices=[
            ("", pgettext_lazy("people", "Any number")),
            *((number, str(number)) for number in NUMBERS),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = ("note", "days", "people")

    class Meta:
        model = Invitation
        fields = ("note",)
        widgets = {"note": forms.TextInput(attrs={"dir": "auto"})}

    @property
    def lifetime(self) -> timedelta:
        """How long the link that was asked for in this form, which is valid, lets people in."""
        return timedelta(days=self.cleaned_data["days"])


class LettersForm(forms.Form):
    """A list of addresses to write to, and what the leader says to them."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=20_000,
        help_text=_(
            "One or many, as you have them: copied from a letter, a table or a chat. "
            "Names beside them are no trouble."
        ),
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "dir": "auto",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    message = forms.CharField(
        label=_("A word from you, if you like"),
        max_length=1000,
        required=False,
        help_text=_("It stands in the letter under your name."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    again = forms.BooleanField(
        label=_("Write again to those who were written to this week"),
        required=False,
        widget=forms.HiddenInput,
    )

    def clean_addresses(self) -> str:
        """The list, which has at least one entry."""
        pasted: str = self.cleaned_data["addresses"]
        if not read(pasted):
            raise forms.ValidationError(self.fields["addresses"].error_messages["required"])
        return pasted

    def offer_again(self) -> None:
        """Ask whether those who were written to lately shall get another letter."""
        self.fields["again"].widget = forms.CheckboxInput()
