"""Words that are not said yet."""

from django import forms

from discussions.forms.comments import LONGEST


class DraftForm(forms.Form):
    """What stands in a form of a discussion at this moment, which may be nothing."""

    text = forms.CharField(max_length=LONGEST, required=False, strip=False)
    # Names the form, and so what was said in it.
    key = forms.UUIDField(required=False)
