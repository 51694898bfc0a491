"""The form with which a question is answered, or opened again."""

from django import forms


class AnswerForm(forms.Form):
    """Whether a comment is to be marked as the answer, or no more."""

    MARK, TAKE_BACK = "mark", "take_back"

    act = forms.ChoiceField(choices=[(MARK, MARK), (TAKE_BACK, TAKE_BACK)])
