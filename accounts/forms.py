"""Forms in which people say who they are."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.look import Align, Look, Measure, Size, Theme
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


class LookForm(forms.Form):
    """How the pages shall look."""

    theme = forms.ChoiceField(
        label=_("Paper"),
        choices=[
            (Theme.SYSTEM, pgettext_lazy("theme", "As my device")),
            (Theme.LIGHT, pgettext_lazy("theme", "Light")),
            (Theme.SEPIA, pgettext_lazy("theme", "Sepia")),
            (Theme.DARK, pgettext_lazy("theme", "Dark")),
        ],
        widget=forms.RadioSelect,
    )
    size = forms.ChoiceField(
        label=_("Size of the text"),
        choices=[
            (Size.SMALL, pgettext_lazy("text size", "Small")),
            (Size.MEDIUM, pgettext_lazy("text size", "Medium")),
            (Size.LARGE, pgettext_lazy("text size", "Large")),
            (Size.LARGEST, pgettext_lazy("text size", "Largest")),
        ],
        widget=forms.RadioSelect,
    )
    measure = forms.ChoiceField(
        label=_("Length of the lines"),
        choices=[
            (Measure.NARROW, pgettext_lazy("lines", "Short")),
            (Measure.NORMAL, pgettext_lazy("lines", "Normal")),
            (Measure.WIDE, pgettext_lazy("lines", "Long")),
        ],
        widget=forms.RadioSelect,
    )
    align = forms.ChoiceField(
        label=_("Ends of the lines"),
        choices=[
            (Align.START, pgettext_lazy("lines", "Ragged")),
            (Align.JUSTIFY, pgettext_lazy("lines", "Even")),
        ],
        widget=forms.RadioSelect,
    )

    @property
    def look(self) -> Look:
        """The look that was chosen in this form, which is valid."""
        return Look.parse(" ".join(self.cleaned_data[name] for name in self.fields))


class ProfileForm(forms.ModelForm[User]):
    """A person's own name, language and time zone."""

    language = forms.ChoiceField(
        label=_("Language of the pages"),
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
    )

    class Meta:
        model = User
        fields = ("display_name", "language", "time_zone")
        labels = {"display_name": _("Your name")}
        help_texts = {"display_name": _("As the others in your group know you.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].widget = forms.Select(choices=[(name, name) for name in zones])
