"""Forms in which members mark how far they have read, and choose a language."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Paragraph
from articles.pages import Page, Pages


class MarkForm(forms.Form):
    """One of three acts, named by the field that is filled with its paragraph."""

    ACTS = ("read_to", "mark", "unmark")

    read_to = forms.ModelChoiceField(Paragraph.objects.none(), required=False)
    mark = forms.ModelChoiceField(Paragraph.objects.none(), required=False)
    unmark = forms.ModelChoiceField(Paragraph.objects.none(), required=False)
    # The paragraph whose discussion is open beside the text, if any.
    open = forms.ModelChoiceField(Paragraph.objects.none(), required=False)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was removed is not to be marked any more; its discussion may be open.
        paragraphs = article.paragraphs.all()
        text = paragraphs.current()
        for name, field in self.fields.items():
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = paragraphs if name == "open" else text

    def pages_of(self, pages: Pages) -> list[Page]:
        """The pages of a long text that the reader has before them, by their fields `page`."""
        if pages.total == 1:
            return [pages.last]
        assert isinstance(self.data, QueryDict)
        asked = dict.fromkeys(map(pages.numbered, self.data.getlist("page")))
        return [page for page in asked if page]

    def clean(self) -> dict[str, Any]:
        """Leave `act` and `paragraph` for the one act that is asked for."""
        cleaned = super().clean() or {}
        asked = [(act, cleaned[act]) for act in self.ACTS if cleaned.get(act)]
        if len(asked) != 1:
            raise forms.ValidationError(_("Choose one paragraph to mark."))
        cleaned["act"], cleaned["paragraph"] = asked[0]
        return cleaned


class LanguageForm(forms.Form):
    """The language in which a member reads a text."""

    language = forms.ChoiceField()

    def __init__(self, *args: Any, versions: Iterable[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(version.language, version.language_name) for version in versions]
