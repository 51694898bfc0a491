"""A group as its leaders describe it."""

import zoneinfo
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.languages import CHOICES
from accounts.models import User
from accounts.pictures import NoPicture, squared
from groups.actions import NO_PICTURE, Picture
from groups.models import Group

# One question to the founder; two columns in the database.
ACCESS = {
    "open": (Group.Visibility.LISTED, Group.Joining.OPEN),
    "request": (Group.Visibility.LISTED, Group.Joining.REQUEST),
    "invitation": (Group.Visibility.LISTED, Group.Joining.INVITATION),
    "private": (Group.Visibility.PRIVATE, Group.Joining.INVITATION),
}
MOST_MEMBERS = 1000


def languages_for(user: User) -> list[tuple[str, str]]:
    """All languages by their own names, first those that this person reads."""
    names = dict(CHOICES)
    mine = [code for code in (*user.languages, get_language() or "en") if code in names]
    return [(code, names[code]) for code in dict.fromkeys((*mine, *names))]


class _Described(forms.ModelForm[Group]):
    """What founding a group and changing it have in common."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("The one that you speak with each other. People find the group by it."),
    )
    emblem = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
        help_text=_("JPEG, PNG, GIF or WebP. A square is cut from its middle."),
    )
    size_limit = forms.IntegerField(
        label=_("Most members"),
        required=False,
        min_value=2,
        max_value=MOST_MEMBERS,
        help_text=_("Leave it empty for any number."),
    )

    class Meta:
        model = Group
        fields: tuple[str, ...] = ("name", "description")
        labels = {
            "name": _("Name of the group"),
            "description": _("What brings you together"),
            "welcome": _("Welcome"),
        }
        help_texts = {"welcome": _("Who has just come in reads this on the group’s page.")}
        widgets: dict[str, Any] = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "description": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "welcome": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = languages_for(user)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages
        if not self.instance.pk:
            self.initial.setdefault("language", languages[0][0])

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or str(
            self.get_initial_for_field(self.fields["language"], "language")
        )

    def clean_emblem(self) -> Picture | None:
        file = self.cleaned_data["emblem"]
        if not file:
            return None
        try:
            return Picture(*squared(file))
        except NoPicture as trouble:
            raise forms.ValidationError(str(trouble)) from trouble

    @property
    def picture(self) -> Picture | None:
        """The picture that the group shall have; None for no change."""
        picture: Picture | None = self.cleaned_data.get("emblem")
        return picture


class FoundingForm(_Described):
    """A new group: its name, what it is about and who gets in; the rest can wait."""

    access = forms.ChoiceField(
        label=_("Who can join"),
        choices=[
            ("open", _("Anyone here – the group is listed and open")),
            ("request", _("Whoever asks and is let in – the group is listed, a leader answers")),
            ("invitation", _("Whoever is invited – the group is listed, a link lets people in")),
            ("private", _("Whoever is invited – only its members know that the group exists")),
        ],
        widget=forms.RadioSelect,
        initial="open",
    )
    field_order = ("name", "description", "access", "language", "emblem", "welcome", "size_limit")

    class Meta(_Described.Meta):
        fields = ("name", "description", "language", "welcome", "size_limit")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "access" in cleaned:
            self.instance.visibility, self.instance.joining = ACCESS[cleaned["access"]]
        return cleaned

    @property
    def asked(self) -> Iterable[forms.BoundField]:
        """What has to be answered."""
        return [self[name] for name in ("name", "description", "access")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What can wait for the settings."""
        return [self[name] for name in ("language", "emblem", "welcome", "size_limit")]

    @property
    def is_more_needed(self) -> bool:
        """Whether something is wrong in what can wait."""
        return any(field.errors for field in self.more)


class SettingsForm(_Described):
    """All that a group's leaders decide of it."""

    no_emblem = forms.BooleanField(label=_("Take the picture away"), required=False)
    field_order = (
        "name",
        "description",
        "language",
        "emblem",
        "no_emblem",
        "visibility",
        "joining",
        "size_limit",
        "welcome",
        "time_zone",
        "away_days",
    )

    class Meta(_Described.Meta):
        fields = (
            "name",
            "description",
            "language",
            "visibility",
            "joining",
            "size_limit",
            "welcome",
            "time_zone",
            "away_days",
        )
        widgets = _Described.Meta.widgets | {
            "visibility": forms.RadioSelect,
            "joining": forms.RadioSelect,
        }
        help_texts = _Described.Meta.help_texts | {
            "time_zone": _("Steps that open by the calendar open when a day begins there."),
            "away_days": _(
                "Who is waited for and has not been seen for so many days is offered a pause, and "
                "paused three days later. Leave it empty for never."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].widget = forms.Select(choices=[(name, name) for name in zones])
        self.fields["time_zone"].required = False
        if not self.instance.picture:
            del self.fields["no_emblem"]

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or self.instance.time_zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_private = cleaned.get("visibility") == Group.Visibility.PRIVATE
        if is_private and cleaned.get("joining") != Group.Joining.INVITATION:
            self.add_error(
                "joining",
                _(
                    "Nobody outside knows of a private group, so people come in by invitation. "
                    "Choose that here, or let the group be found."
                ),
            )
        return cleaned

    @property
    def picture(self) -> Picture | None:
        if self.cleaned_data.get("no_emblem") and not self.cleaned_data.get("emblem"):
            return NO_PICTURE
        return super().picture


class ClosingForm(forms.Form):
    """The group's name, typed by whoever closes it."""

    name = forms.CharField(
        label=_("Type the name of the group"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if " ".join(name.split()) != " ".join(self.group.name.split()):
            raise forms.ValidationError(
                _("This is not its name. Type it as it stands above, capitals and all.")
            )
        return name
