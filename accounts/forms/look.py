"""How the pages shall look."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.look import Align, Look, Measure, Size, Theme


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
