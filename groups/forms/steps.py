"""Cutting a reading into steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Paragraph
from groups import cuts
from groups.actions.steps import open_to
from groups.models import Reading

_date = forms.DateField(error_messages={"invalid": gettext_lazy("Choose a day.")})


@dataclass(frozen=True)
class Line:
    """One paragraph of the text: whether a step begins there, and on which day that opens."""

    paragraph: Paragraph
    is_ticked: bool
    is_fixed: bool
    day: str


class CutForm(forms.Form):
    """Where the steps begin and when they open, with what a proposal for it is made of.

    The day of a step is in the field `day-` with the key of its first paragraph.
    """

    WAYS = (
        ("own", gettext_lazy("As it is ticked below")),
        ("headings", gettext_lazy("At the headings")),
        ("every", gettext_lazy("After a number of paragraphs")),
    )

    pacing = forms.ChoiceField(
        label=gettext_lazy("When does the next step open?"),
        choices=Reading.Pacing.choices,
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Where do the steps begin?"),
        choices=WAYS,
        required=False,
        widget=forms.RadioSelect,
    )
    every = forms.IntegerField(
        label=gettext_lazy("Paragraphs in a step"), required=False, min_value=1, max_value=1000
    )
    start = forms.DateField(
        label=gettext_lazy("The next step opens on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Steps open on these days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, reading: Reading, text: Sequence[Paragraph], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.text = text

    @property
    def ticked(self) -> list[int]:
        """The keys of the paragraphs that are ticked; what must begin a step is among them."""
        if self.is_bound:
            assert isinstance(self.data, QueryDict)
            ticked = set(self.data.getlist("first"))
        else:
            ticked = {str(key) for key in self.initial.get("first", ())}
        return [p.pk for p in self.text if str(p.pk) in ticked or self.is_fixed(p)]

    def is_fixed(self, paragraph: Paragraph) -> bool:
        """Whether a step begins here in any case: at the beginning, and where it is closed now."""
        return paragraph == self.text[0] or paragraph.pk == self.reading.closed_from_id

    @property
    def days(self) -> dict[int, str]:
        """What stands in the fields of the days, by the keys of the paragraphs."""
        if not self.is_bound:
            return dict(self.initial.get("days", {}))
        return {p.pk: self.data.get(f"day-{p.pk}", "") for p in self.text}

    @property
    def lines(self) -> list[Line]:
        """The paragraphs of the text, each with its tick and its day."""
        ticked, days = set(self.ticked), self.days
        return [Line(p, p.pk in ticked, self.is_fixed(p), days.get(p.pk, "")) for p in self.text]

    @property
    def firsts(self) -> list[int]:
        """The keys of the paragraphs at which steps begin in the way that is chosen."""
        way = self.data.get("way")
        if way == "headings":
            keys = cuts.by_headings(self.text)
        elif way == "every":
            keys = cuts.every(self.text, self.cleaned_data.get("every") or 10)
        else:
            return self.ticked
        wanted = set(keys)
        return [p.pk for p in self.text if p.pk in wanted or self.is_fixed(p)]

    def propose(self) -> None:
        """Tick what was asked for, and fill in the days; the rest can be changed by hand."""
        assert isinstance(self.data, QueryDict)
        keys, days = self._proposal()
        self.data = self.data.copy()
        self.data["way"] = "own"
        self.data.setlist("first", [str(key) for key in keys])
        for key, day in days.items():
            self.data[f"day-{key}"] = day

    def _proposal(self) -> tuple[list[int], dict[int, str]]:
        keys = self.firsts
        first: date | None = self.cleaned_data["start"]
        if first is None:
            return keys, {}
        closed = [key for key in keys if self._is_closed(key)]
        found = cuts.days_of(first, self.cleaned_data["weekdays"], len(closed))
        return keys, {key: day.isoformat() for key, day in zip(closed, found, strict=True)}

    def _is_closed(self, key: int) -> bool:
        """Whether a step that begins here has still to open."""
        return next(p.position for p in self.text if p.pk == key) > self._open_to

    @cached_property
    def _open_to(self) -> int:
        return open_to(self.reading)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("pacing") == Reading.Pacing.CALENDAR and "propose" not in self.data:
            cleaned["days"] = self._clean_days()
        return cleaned

    def _clean_days(self) -> Mapping[int, date]:
        days: dict[int, date] = {}
        for key in filter(self._is_closed, self.firsts):
            number = next(p.position for p in self.text if p.pk == key)
            try:
                day = _date.clean(self.days.get(key))
            except ValidationError:
                words = _("Choose the day on which the step opens that begins at ¶ %(number)s.")
                self.add_error(None, words % {"number": number})
                continue
            if days and day < max(days.values()):
                words = _("The step at ¶ %(number)s would open before the one before it.")
                self.add_error(None, words % {"number": number})
            days[key] = day
        return days
