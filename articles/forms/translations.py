"""Forms that link texts with their translations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Paragraph


class TranslationForm(forms.Form):
    """Which of one's own texts is a translation of this one."""

    translation = forms.ModelChoiceField(
        label=_("One of my texts is its translation"), queryset=Article.objects.none()
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["translation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices
        field.empty_label = None


@dataclass(frozen=True)
class Pair:
    """A paragraph of a translation, the original's that it says, and the fields that say so."""

    paragraph: Paragraph
    original: Paragraph | None
    number: forms.BoundField
    along: forms.BoundField


class PairingForm(forms.Form):
    """For each paragraph of a page of the translation, the number of the original's that it says.

    `pairing` holds what has changed. A number with `along` moves all below it, as far as the next
    number that has changed, by as many.
    """

    def __init__(
        self,
        *args: Any,
        originals: Sequence[Paragraph],
        translated: Sequence[Paragraph],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.originals = {paragraph.position: paragraph for paragraph in originals}
        self.numbers = {paragraph.pk: paragraph.position for paragraph in originals}
        self.translated = translated
        self.pairing: dict[Paragraph, Paragraph | None] = {}
        for paragraph in translated:
            self.fields[f"number-{paragraph.pk}"] = forms.IntegerField(
                label=_("¶ of the original"),
                required=False,
                min_value=1,
                max_value=len(originals),
                initial=self._number(paragraph),
            )
            self.fields[f"along-{paragraph.pk}"] = forms.BooleanField(
                label=_("move all below along"), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._pair(cleaned)
        return cleaned

    @property
    def pairs(self) -> list[Pair]:
        """The paragraphs of the page, each with its fields and with what it is paired with now."""
        originals = {paragraph.pk: paragraph for paragraph in self.originals.values()}
        return [
            Pair(
                paragraph,
                originals.get(paragraph.original_id or 0),
                self[f"number-{paragraph.pk}"],
                self[f"along-{paragraph.pk}"],
            )
            for paragraph in self.translated
        ]

    def _pair(self, cleaned: dict[str, Any]) -> None:
        shift = 0
        for paragraph in self.translated:
            was, said = self._number(paragraph), cleaned[f"number-{paragraph.pk}"]
            if f"number-{paragraph.pk}" not in self.data:
                continue
            if said != was:
                along = cleaned[f"along-{paragraph.pk}"] and None not in {said, was}
                shift = said - was if along else 0
            elif shift and was is not None:
                said = min(max(was + shift, 1), len(self.originals))
            if said != was:
                self.pairing[paragraph] = self.originals.get(said)

    def _number(self, paragraph: Paragraph) -> int | None:
        return self.numbers.get(paragraph.original_id) if paragraph.original_id else None
