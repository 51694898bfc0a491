"""Forms through which texts come in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import languages
from articles.blocks import Cut, InvalidArticle, NothingToRead
from articles.cutting import cut
from articles.formats import read
from articles.forms.mending import Mending
from articles.mending import Decision, Fate, chapters_of, mend
from articles.models import Draft

MAX_FILE_BYTES: int = settings.MAX_FILE_BYTES
_MEGABYTES = MAX_FILE_BYTES // 2**20
_SUFFIXES = ".txt,.md,.markdown,.html,.htm,.xhtml,.epub,.docx,.odt,.pdf"


class ArticleForm(forms.Form):
    """A text, pasted or as a file, to be cut in paragraphs."""

    text = forms.CharField(
        label=_("Paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        help_text=format_lazy(
            _(
                "Plain text, Markdown, a web page, an EPUB book, Word (.docx), OpenDocument (.odt) "
                "or PDF, up to {limit} MB."
            ),
            limit=_MEGABYTES,
        ),
        widget=forms.FileInput(attrs={"accept": _SUFFIXES}),
    )

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(
                format_lazy(
                    _(
                        "This file is larger than {limit} MB. "
                        "Split it, or paste the part you want to read."
                    ),
                    limit=_MEGABYTES,
                )
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Cut the text; `self.cut` holds the outcome."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        file: UploadedFile[Any] | None = cleaned["file"]
        if not file and not cleaned["text"].strip():
            raise forms.ValidationError(_("Paste a text, or choose a file."))
        try:
            self.cut: Cut = (
                read(file.read(), name=file.name or "") if file else cut(cleaned["text"])
            )
        except InvalidArticle as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned


class DraftForm(forms.ModelForm[Draft]):
    """A draft's title page, and a decision on each of the blocks of one of its pages."""

    drop_from = forms.IntegerField(label=_("from"), required=False, min_value=1)
    drop_to = forms.IntegerField(label=_("to"), required=False, min_value=1)

    class Meta:
        model = Draft
        fields = ("title", "author", "language", "source", "licence", "visibility", "is_book")
        labels = {"is_book": _("Make it a collection of its chapters")}
        help_texts = {
            "source": _("Where it comes from: a book, a web address."),
            "licence": _("Who allows what to be done with it, e.g. CC BY 4.0."),
            "visibility": _("You can always read it, as can the groups that read it."),
            "is_book": _("Each heading of the first level begins a text of its own."),
        }

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, page: range, **kwargs: Any
    ) -> None:
        """`mending` holds what is chosen for the blocks on this page, `blocks` the outcome."""
        super().__init__(data, **kwargs)
        self.fields["language"].widget = forms.Select(choices=languages.CHOICES)
        for name in ("title", "author", "source", "licence"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.blocks = self.instance.blocks
        for name in ("drop_from", "drop_to"):
            self.fields[name].widget.attrs["max"] = len(self.blocks)
        if self.instance.translation_of_id or len(chapters_of(self.blocks)) < 2:
            del self.fields["is_book"]
        self.mending = Mending(self.blocks, page, data or self.initial)

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields of the title page."""
        return [self[name] for name in self.Meta.fields if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Mend the draft's blocks as decided."""
        cleaned = super().clean() or {}
        decisions = self.mending.decisions | dict.fromkeys(
            self._dropped(cleaned), Decision(Fate.DROP)
        )
        if self.errors:
            return cleaned
        if not self.mending.is_valid:
            raise forms.ValidationError(_("Something below needs another look."))
        try:
            self.blocks = list(mend(self.blocks, decisions)) if decisions else self.blocks
        except NothingToRead as error:
            message = _("Nothing would be left of the text. Keep a paragraph.")
            raise forms.ValidationError(message) from error
        except InvalidArticle as error:
            raise forms.ValidationError(str(error)) from error
        if len(chapters_of(self.blocks)) < 2:
            cleaned.pop("is_book", None)
            self.instance.is_book = False
        return cleaned

    def _dropped(self, cleaned: dict[str, Any]) -> range:
        """The indexes of the blocks that are left out together."""
        first, last = cleaned.get("drop_from"), cleaned.get("drop_to")
        if first is None and last is None:
            return range(0)
        if first is None or last is None or not first <= last <= len(self.blocks):
            if not {"drop_from", "drop_to"} & self.errors.keys():
                self.add_error(
                    "drop_to",
                    format_lazy(
                        _("Give two numbers of paragraphs, 1 to {last}, the smaller one first."),
                        last=len(self.blocks),
                    ),
                )
            return range(0)
        return range(first - 1, last)
