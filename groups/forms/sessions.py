"""Forms in which a session is begun, led, and taken part in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Paragraph
from groups.models import Attendance, StudySession

# The most minutes that a session stays at one paragraph.
LONGEST = 180


class ParagraphForm(forms.Form):
    """Where the session is to be: the number of a paragraph, which `paragraph` gives."""

    number = forms.IntegerField(label=_("Paragraph"), min_value=1)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        found = self.article.text.filter(position=number).first()
        if found is None:
            words = _("The text has no ¶ %(number)s. Choose one that it has.")
            raise forms.ValidationError(words, params={"number": number})
        self.paragraph: Paragraph = found
        return number


class TimeForm(forms.Form):
    """How long the session stays at a paragraph; empty: as long as it likes."""

    minutes = forms.IntegerField(
        label=_("Minutes for each paragraph"), required=False, min_value=1, max_value=LONGEST
    )


class BeginForm(TimeForm, ParagraphForm):
    """Where a session begins, and how long it stays at a paragraph."""

    field_order = ("number", "minutes")


class AttendanceForm(forms.Form):
    """What a member does in a session: the name of an action."""

    ACTS = ("take_part", "step_out", "follow", "let_go", "raise_hand", "lower_hand")

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])


class HandForm(forms.Form):
    """Whose hand is to be lowered."""

    attendance = forms.ModelChoiceField(Attendance.objects.none())

    def __init__(self, *args: Any, session: StudySession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["attendance"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = session.attendances.select_related("membership", "session__reading")
