"""The form in which members choose what to hear of."""

from django import forms

from discussions.actions import Choice


class FollowingForm(forms.Form):
    """One choice for a thread or a paragraph."""

    choice = forms.ChoiceField(choices=[(choice.value, choice.value) for choice in Choice])
