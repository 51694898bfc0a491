"""Forms in which members speak, and mark how far they have read."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Paragraph
from discussions.models import Comment

LONGEST = 10_000


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class CommentForm(forms.Form):
    """A comment's words; `key` names this one filled-in form, so that it is posted once."""

    text = _words()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EditForm(forms.Form):
    """A comment's new words, and the version that they were written over."""

    text = _words()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def over(self, comment: Comment) -> "EditForm":
        """The same words, to be put over what the comment says now."""
        words = {"text": self.cleaned_data["text"], "version": comment.version}
        return EditForm(words, auto_id=self.auto_id)


class MarkForm(forms.Form):
    """One of three acts, named by the field that is filled with its paragraph."""

    ACTS = ("read_to", "mark", "unmark")

    read_to = forms.ModelChoiceField(Paragraph.objects.none(), required=False)
    mark = forms.ModelChoiceField(Paragraph.objects.none(), required=False)
    unmark = forms.ModelChoiceField(Paragraph.objects.none(), required=False)
    # The paragraph whose discussion is open beside the text, if any.
    open = forms.ModelChoiceField(Paragraph.objects.none(), required=False)

    def __init__(self, *args: Any, paragraphs: QuerySet[Paragraph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = paragraphs

    def clean(self) -> dict[str, Any]:
        """Leave `act` and `paragraph` for the one act that is asked for."""
        cleaned = super().clean() or {}
        asked = [(act, cleaned[act]) for act in self.ACTS if cleaned.get(act)]
        if len(asked) != 1:
            raise forms.ValidationError(_("Choose one paragraph to mark."))
        cleaned["act"], cleaned["paragraph"] = asked[0]
        return cleaned
