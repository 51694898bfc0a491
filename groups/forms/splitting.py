"""Splitting a group: who goes where, and who leads there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.actions.splitting import Part
from groups.models import Group, Membership, Reading
from groups.proposal import Proposal, Seat


@dataclass(frozen=True)
class Row:
    """The questions about one member."""

    member: Membership
    to: BoundField
    leads: BoundField


class _ReadingChoiceField(forms.ModelMultipleChoiceField[Reading]):
    def label_from_instance(self, obj: Reading) -> str:
        return obj.article.title


class SplitForm(forms.Form):
    """A proposal that can be changed by hand: a name a group, and for each member a group.

    A member without one stays only where they are.
    """

    last = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    into = forms.IntegerField(widget=forms.HiddenInput)
    readings = _ReadingChoiceField(
        label=gettext_lazy("What the new groups go on reading"),
        queryset=Reading.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, proposal: Proposal, last: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        readings = Reading.objects.filter(group=proposal.group).select_related("article")
        self._ask_what(readings)
        self.initial = {"last": last, "into": proposal.into, **self.initial}
        for number in proposal.numbers:
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name of group %(number)s") % {"number": number},
                max_length=80,
                initial=_name(proposal.group, number),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )
        for seat in proposal.seats:
            self._ask_about(seat)

    def _ask_what(self, readings: QuerySet[Reading]) -> None:
        field = self.fields["readings"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = readings
        field.initial = [reading.pk for reading in readings]

    def _ask_about(self, seat: Seat) -> None:
        key, name = seat.member.pk, seat.member.user.display_name
        choices = [(str(n), str(n)) for n in self.proposal.numbers]
        self.fields[f"to_{key}"] = forms.ChoiceField(
            label=_("Group of %(name)s") % {"name": name},
            choices=[*choices, ("", "–")],
            required=False,
            initial=str(seat.number),
        )
        self.fields[f"leads_{key}"] = forms.BooleanField(
            label=_("%(name)s leads it") % {"name": name}, required=False, initial=seat.leads
        )

    @property
    def names(self) -> list[BoundField]:
        return [self[f"name_{number}"] for number in self.proposal.numbers]

    @property
    def rows(self) -> Iterator[Row]:
        for seat in self.proposal.seats:
            key = seat.member.pk
            yield Row(seat.member, self[f"to_{key}"], self[f"leads_{key}"])

    @property
    def parts(self) -> list[Part]:
        """The new groups as they were chosen."""
        return [self._part(number) for number in self.proposal.numbers]

    def _part(self, number: int) -> Part:
        cleaned = self.cleaned_data
        members = [
            seat.member
            for seat in self.proposal.seats
            if cleaned.get(f"to_{seat.member.pk}") == str(number)
        ]
        leaders = {member.pk for member in members if cleaned.get(f"leads_{member.pk}")}
        return Part(cleaned.get(f"name_{number}", ""), members, leaders)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.proposal.is_possible:
            raise ValidationError(_("A group of four or more can be split."))
        for number, part in zip(self.proposal.numbers, self.parts, strict=True):
            for fault in _faults(part, self.proposal.group):
                self.add_error(f"name_{number}", fault)
        return cleaned


def _faults(part: Part, group: Group) -> Iterator[str]:
    if len(part.members) < 2:
        yield _("Choose at least two people for this group.")
    elif not part.leaders:
        yield _("Choose who leads this group.")
    if group.size_limit and len(part.members) > group.size_limit:
        yield _("No more than %(limit)s people have room in this group.") % {
            "limit": group.size_limit
        }


def _name(group: Group, number: int) -> str:
    end = f" · {number}"
    return f"{group.name[: 80 - len(end)]}{end}"
