"""What is asked of a person who wants their account erased."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.duties import Duty


class ErasureForm(forms.Form):
    """What becomes of a person's words, and who takes over what they leave behind."""

    words = forms.ChoiceField(
        label=gettext_lazy("What I have said in discussions"),
        choices=[
            ("go", gettext_lazy("Take my words away; what others answered stays")),
            ("stay", gettext_lazy("Leave my words there, without my name")),
        ],
        initial="go",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, duties: Sequence[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = [duty.key for duty in duties if duty.heirs]
        for duty in duties:
            if duty.heirs:
                self.fields[duty.key] = self._heir_field(duty)

    @property
    def keeps_words(self) -> bool:
        """Whether the person's words stay, in this form, which is valid."""
        return bool(self.cleaned_data["words"] == "stay")

    @property
    def heirs(self) -> dict[str, str]:
        """Who takes over, by the keys of the duties, in this form, which is valid."""
        return {key: self.cleaned_data[key] for key in self._keys}

    def refuse(self, duty: Duty) -> None:
        """Say that nobody takes this over, as the person who was chosen cannot any more."""
        name = duty.key if duty.key in self.fields else None
        self.add_error(name, _unled(duty))

    @staticmethod
    def _heir_field(duty: Duty) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=_("Who leads “%(group)s” after me") % {"group": duty.title},
            choices=[("", _("Choose somebody")), *duty.heirs],
            error_messages={"required": _unled(duty), "invalid_choice": _unled(duty)},
        )


def _unled(duty: Duty) -> str:
    return _("You are the only leader of “%(group)s”. Choose who leads it after you.") % {
        "group": duty.title
    }
