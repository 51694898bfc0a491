"""Forms in which members speak."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

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
