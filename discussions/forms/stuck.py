"""Forms in which somebody says where they are stuck, and that it is clear."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 2000


class StuckForm(forms.Form):
    """What the difficulty is, if they want to say, and whether they are named."""

    text = forms.CharField(
        label=_("What is difficult, if you want to say"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    is_anonymous = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_("Nobody else is told who it is, unless you reply there or give a sign."),
    )


class ClearingForm(forms.Form):
    """Whether it is clear, or not after all."""

    CLEAR, OPEN = "clear", "open"

    act = forms.ChoiceField(choices=[(CLEAR, CLEAR), (OPEN, OPEN)])
