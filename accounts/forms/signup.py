"""What is asked at sign-up."""

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignupForm(forms.Form):
    """What we ask at sign-up besides e-mail and password."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        help_text=_("As the others in your group know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-zone": ""}))

    field_order = ("display_name", "email", "password1")

    def clean_time_zone(self) -> str:
        """The zone that the browser names, UTC where it names none that we know."""
        name: str = self.cleaned_data["time_zone"]
        return name if name in zoneinfo.available_timezones() else "UTC"

    def signup(self, request: Any, user: User) -> None:
        """Nothing more to do: the adapter has taken the fields over before the user was saved."""
