"""What people tell of themselves."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import languages
from accounts.models import User
from accounts.pictures import MAX_BYTES, NoPicture, squared

# How many languages that I read are asked for.
MOST_LANGUAGES = 5
_READS = [f"reads_{number}" for number in range(1, MOST_LANGUAGES + 1)]


class ProfileForm(forms.ModelForm[User]):
    """A person's own name, picture, languages and time zone."""

    # A fault in another field brings the page back, and browsers forget files then.
    again = _("Choose your picture again: the page was sent back with it.")

    picture = forms.FileField(
        label=_("A new picture"),
        required=False,
        help_text=format_lazy(
            _("JPEG, PNG, GIF or WebP, up to {limit} MB. A square is cut from its middle."),
            limit=MAX_BYTES // 2**20,
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
    )
    no_picture = forms.BooleanField(label=_("Show my initials instead"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the pages"),
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
    )

    class Meta:
        model = User
        fields = ("display_name", "language", "time_zone")
        labels = {"display_name": _("Your name")}
        help_texts = {"display_name": _("As the others in your group know you.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].widget = forms.Select(choices=[(name, name) for name in zones])
        read = dict(zip(_READS, self.instance.languages, strict=False))
        for number, name in enumerate(_READS, 1):
            self.fields[name] = forms.ChoiceField(
                label=format_lazy(_("Language {number}"), number=number),
                choices=[("", "—"), *languages.CHOICES],
                required=False,
            )
            self.initial.setdefault(name, read.get(name, ""))

    @property
    def reads(self) -> list[forms.BoundField]:
        """The fields for the languages that the person reads."""
        return [self[name] for name in _READS]

    def clean_picture(self) -> tuple[str, bytes] | None:
        """The name and content of the portrait that was made of the file."""
        file: UploadedFile[Any] | None = self.cleaned_data["picture"]
        try:
            return squared(file) if file else None
        except NoPicture as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        read = (cleaned.get(name, "") for name in _READS)
        self.instance.languages = list(dict.fromkeys(code for code in read if code))
        if self.errors and cleaned.get("picture"):
            self.add_error("picture", self.again)
        return cleaned

    def save(self, commit: bool = True) -> User:
        """Save what this form asks for, and nothing else of the person."""
        self.instance.save(update_fields=[*self.Meta.fields, "languages"])
        return self.instance


class MailForm(forms.ModelForm[User]):
    """When a person gets mail about their groups."""

    class Meta:
        model = User
        fields = ("mail",)
        widgets = {"mail": forms.RadioSelect}


class PrivacyForm(forms.ModelForm[User]):
    """What others see of a person's place, and whether they see when the person is there."""

    class Meta:
        model = User
        fields = ("place_sharing", "shows_presence")
        widgets = {"place_sharing": forms.RadioSelect}
        help_texts = {
            "shows_presence": _(
                "Others who are there see your face above the text, and that somebody is writing."
            )
        }
