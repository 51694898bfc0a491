"""Forms in which members ask their leaders for help, and in which leaders keep order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import Report

LONGEST = 1000


def _few_words(label: Any, *, required: Any = None, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required is not None,
        help_text=help_text,
        error_messages={"required": required or ""},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def _reason() -> forms.CharField:
    return _few_words(
        _("Why is it hidden?"),
        required=_("Give a reason: whoever may not read the comment any more reads this."),
        help_text=_("Everyone in the discussion can read this."),
    )


class ReportForm(forms.Form):
    """What is wrong with a comment, or with what a person does."""

    words = _few_words(
        _("What is wrong?"),
        required=_("Say in a few words what is wrong."),
        help_text=_("Only the leaders of the group read this."),
    )


class HidingForm(forms.Form):
    """Why a comment is hidden."""

    reason = _reason()


class RestorationForm(forms.Form):
    """Why a comment is shown again."""

    reason = _few_words(
        _("Why is it shown again?"), help_text=_("The leaders of the group can read this.")
    )


class SettlementForm(forms.Form):
    """What came of a report; what is hidden needs a reason."""

    outcome = forms.ChoiceField(choices=Report.Outcome, widget=forms.HiddenInput)
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("outcome") != Report.Outcome.HIDDEN:
            self.fields["reason"].required = False
