"""Asking to be let into a group, and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import JoinRequest


class RequestForm(forms.ModelForm[JoinRequest]):
    """A person's word to the leaders of a group that they ask to join."""

    class Meta:
        model = JoinRequest
        fields = ("note",)
        labels = {"note": _("A word to the leaders")}
        help_texts = {
            "note": _("Who you are, and what draws you to this group. They read it with your name.")
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}


class AnswerForm(forms.ModelForm[JoinRequest]):
    """A leader's answer: the decision, and a word if they like."""

    ACCEPT, DECLINE = "accept", "decline"

    decision = forms.ChoiceField(choices=[(ACCEPT, _("Let in")), (DECLINE, _("Decline"))])

    class Meta:
        model = JoinRequest
        fields = ("answer",)
        labels = {"answer": _("A word in answer")}
        widgets = {"answer": forms.Textarea(attrs={"rows": 2, "dir": "auto"})}
