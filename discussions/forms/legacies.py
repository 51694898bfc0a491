"""Forms by which authors and leaders hand down, and leaders receive."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from discussions.annotations import InvalidFile
from discussions.bequests import Bequest, read
from discussions.forms.transcripts import MOST_BYTES
from discussions.legacies.back import Kept
from discussions.models import Consent, Publication
from groups.models import Group, Membership, Reading

_CHOOSE = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}
# What stands for a group that is to be founded.
NEW = "new"


class ConsentForm(forms.Form):
    """What somebody lets be handed down of their own comments: each by itself, or `all` alike."""

    all = forms.ChoiceField(choices=Consent.Choice, required=False, error_messages=_CHOOSE)

    def __init__(self, *args: Any, mine: Sequence[Kept], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine
        for kept in mine:
            self.fields[_field(kept)] = forms.ChoiceField(
                choices=Consent.Choice,
                required=False,
                initial=kept.choice,
                widget=forms.RadioSelect,
                error_messages=_CHOOSE,
            )

    @property
    def lines(self) -> list[tuple[Kept, forms.BoundField]]:
        """Each comment with its field."""
        return [(kept, self[_field(kept)]) for kept in self.mine]

    @property
    def choices(self) -> dict[int, str]:
        """What is chosen, by the keys of the comments; nothing of those that were left out."""
        data = self.cleaned_data
        chosen = {k.comment.pk: data["all"] or data[_field(k)] for k in self.mine}
        return {key: choice for key, choice in chosen.items() if choice}


def _field(kept: Kept) -> str:
    return f"choice-{kept.comment.pk}"


class PublicationForm(forms.Form):
    """How a legacy reaches later groups."""

    reach = forms.ChoiceField(
        label=_("To whom?"),
        choices=Publication.Reach,
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    to_group = forms.ModelChoiceField(
        label=_("Which group?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("Choose a group"),
        error_messages=_CHOOSE,
    )
    names_group = forms.BooleanField(
        label=_("Tell later groups what our group is called"), required=False
    )
    carries_on = forms.BooleanField(
        label=_("Carry on what we received ourselves and what helped somebody here"),
        required=False,
        help_text=_("As long as those who wrote it agree."),
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], has_more: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_more:
            del self.fields["carries_on"]
        field = self.fields["to_group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = groups

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reach") != Publication.Reach.GROUP:
            cleaned["to_group"] = None
        elif "to_group" in cleaned and cleaned["to_group"] is None:
            self.add_error("to_group", _("Choose a group."))
        return cleaned


class CodeForm(forms.Form):
    """The code of a legacy."""

    code = forms.CharField(
        label=_("A code that another group gave you"),
        max_length=60,
        error_messages={"required": _("Type the code.")},
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )


class BequestForm(forms.Form):
    """A file with a legacy."""

    file = forms.FileField(
        label=_("A file with a legacy"),
        help_text=format_lazy(
            _("As another group took it along from its site (.jsonld), up to {limit} MB."),
            limit=MOST_BYTES // 2**20,
        ),
        widget=forms.FileInput(attrs={"accept": ".jsonld,.json,application/ld+json"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Bequest:
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


class AgainForm(forms.Form):
    """Who reads a finished text next, and from when on."""

    group = forms.ChoiceField(
        label=_("Which group will read it?"), widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    name = forms.CharField(
        label=_("What the new group is called"),
        max_length=Group._meta.get_field("name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    first_day = forms.DateField(
        label=_("The first day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Steps that open by the calendar are as far apart as they were."),
    )
    hands_down = forms.BooleanField(
        label=_("Hand down to them what we prepared, as far as its authors agree"), required=False
    )

    def __init__(
        self, *args: Any, reading: Reading, led: Iterable[Membership], leads: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.led = {str(membership.group_id): membership for membership in led}
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        names = [(key, membership.group.name) for key, membership in self.led.items()]
        field.choices = [*names, (NEW, _("A new group"))]
        if not reading.is_by_calendar:
            del self.fields["first_day"]
        if not leads:
            del self.fields["hands_down"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("group") == NEW and not cleaned.get("name"):
            self.add_error("name", _("Give the new group a name."))
        return cleaned

    @property
    def membership(self) -> Membership | None:
        """As whom the leader starts it; None for a group that is to be founded."""
        return self.led.get(self.cleaned_data["group"])
