"""Forms by which a member takes a discussion along, and brings one in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from discussions.annotations import Annotation, InvalidFile, read

MOST_BYTES = 5 * 2**20


class TranscriptForm(forms.Form):
    """As what the discussion is taken along, and whether with what is for few."""

    format = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            ("html", _("A page to read and to print (HTML)")),
            ("md", _("A text to work on (Markdown)")),
            ("jsonld", _("Annotations for other programs, and to bring them into another reading")),
        ],
        initial="html",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of these."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    private = forms.BooleanField(
        label=_("With my private notes, and what was said between me and one other person"),
        required=False,
        help_text=_("Leave this out if you want to give the file to others."),
    )


class BringingForm(forms.Form):
    """A file of annotations."""

    file = forms.FileField(
        label=_("A file of annotations"),
        help_text=format_lazy(
            _("As it was taken along from a discussion (.jsonld), up to {limit} MB."),
            limit=MOST_BYTES // 2**20,
        ),
        widget=forms.FileInput(attrs={"accept": ".jsonld,.json,application/ld+json"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> list[Annotation]:
        """What is in the file."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                format_lazy(_("This file is larger than {limit} MB."), limit=MOST_BYTES // 2**20)
            )
        try:
            return read(file.read())
        except InvalidFile as error:
            raise forms.ValidationError(str(error)) from error
