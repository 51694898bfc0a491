"""The form in which members say that something helped them."""

from django import forms


class HelpForm(forms.Form):
    """Whether it is said, or taken back."""

    SAY, TAKE_BACK = "say", "take_back"

    act = forms.ChoiceField(choices=[(SAY, SAY), (TAKE_BACK, TAKE_BACK)])
    # The paragraph whose discussion is open beside the text, if any.
    open = forms.IntegerField(required=False)
