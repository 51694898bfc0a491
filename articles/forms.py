"""Forms through which texts come in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles import languages
from articles.blocks import InvalidArticle
from articles.cutting import Cut, cut
from articles.encoding import decode
from articles.mending import Decision, mend
from articles.models import KINDS, Draft

MAX_FILE_BYTES = 4 * 1024 * 1024


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
        help_text=_("Plain text or Markdown, up to 4 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.markdown,text/plain,text/markdown"}),
    )

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 4 MB. Split it, or paste the part you want to read.")
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
            self.cut: Cut = cut(decode(file.read()) if file else cleaned["text"])
        except InvalidArticle as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned


class DraftForm(forms.ModelForm[Draft]):
    """A draft's title page, and a decision on each of its blocks."""

    class Meta:
        model = Draft
        fields = ("title", "author", "language", "source", "is_public")
        labels = {"is_public": _("Everyone on this site may find and read it")}
        help_texts = {
            "source": _("Where it comes from: a book, a web address."),
            "is_public": _("Otherwise only you, and the groups that read it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].widget = forms.Select(choices=languages.CHOICES)
        self.blocks = self.instance.blocks
        for index, block in enumerate(self.blocks):
            name = f"block-{index}"
            self.fields[name] = forms.ChoiceField(
                choices=_choices(block.kind),
                initial=Decision.KEEP,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """Mend the draft's blocks as decided."""
        cleaned = super().clean() or {}
        decisions = [
            Decision(cleaned.get(f"block-{index}") or Decision.KEEP)
            for index in range(len(self.blocks))
        ]
        mended = mend(self.blocks, decisions)
        if not mended:
            raise forms.ValidationError(_("Nothing would be left of the text. Keep a paragraph."))
        self.instance.blocks = mended
        return cleaned


def _choices(kind: str) -> list[tuple[str, Any]]:
    other = Decision.TEXT if kind == "heading" else Decision.HEADING
    return [
        (Decision.KEEP, next(label for value, label in KINDS.items() if value == kind)),
        (other, _("Text") if other is Decision.TEXT else _("Heading")),
        (Decision.JOIN, _("Join with next")),
        (Decision.DROP, _("Leave out")),
    ]
