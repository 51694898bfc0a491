"""Words of the paragraph, quoted in what members say of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.quoting import AROUND, LONGEST, Quote

# Gives the quote of these words as the paragraph has them; None where it does not.
type Take = Callable[[Quote], Quote | None]


def _neighbours() -> forms.CharField:
    return forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class QuotingForm(forms.Form):
    """Words that are quoted, and what stands right before and behind them where that is known."""

    quote = forms.CharField(  # type: ignore[call-arg]  # the stubs lack template_name
        label=_("As they stand in the paragraph"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        template_name="discussions/_composer_quotation.html",
    )
    quote_prefix = _neighbours()
    quote_suffix = _neighbours()

    def __init__(self, *args: Any, take: Take, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.take = take

    def clean(self) -> dict[str, Any]:
        """Leave a `quotation` of words that the paragraph has, or None."""
        cleaned = super().clean() or {}
        cleaned["quotation"] = None
        if exact := cleaned.get("quote"):
            prefix, suffix = cleaned["quote_prefix"][-AROUND:], cleaned["quote_suffix"][:AROUND]
            cleaned["quotation"] = self.take(Quote(exact, prefix, suffix))
            if cleaned["quotation"] is None:
                self.add_error("quote", self._not_there())
        return cleaned

    @staticmethod
    def _not_there() -> forms.ValidationError:
        return forms.ValidationError(
            _("The paragraph does not have these words. Copy them from it, or leave this empty.")
        )
