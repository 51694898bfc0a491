"""Starting readings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Reading


class ReadingForm(forms.ModelForm[Reading]):
    """The article that a group will read."""

    class Meta:
        model = Reading
        fields = ("article",)
        widgets = {"article": forms.RadioSelect}

    def __init__(self, *args: Any, articles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["article"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = articles
        field.empty_label = None
        field.error_messages["required"] = _("Choose an article.")
