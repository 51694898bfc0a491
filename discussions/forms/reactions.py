"""The form in which members answer a comment with a small sign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import Sign


class ReactionForm(forms.Form):
    """One of two acts, named by the field that is filled with its sign."""

    ACTS = ("react", "unreact")

    react = forms.ChoiceField(choices=Sign.choices, required=False)
    unreact = forms.ChoiceField(choices=Sign.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Leave `act` and `sign` for the one act that is asked for."""
        cleaned = super().clean() or {}
        asked = [(act, cleaned[act]) for act in self.ACTS if cleaned.get(act)]
        if len(asked) != 1:
            raise forms.ValidationError(_("Choose one sign."))
        cleaned["act"], cleaned["sign"] = asked[0][0], Sign(asked[0][1])
        return cleaned
