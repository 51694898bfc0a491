"""Forms in which members speak."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from discussions.forms.quotations import QuotingForm
from discussions.models import SPOKEN, Comment, Kind, Preparation

LONGEST = 10_000

# A list that htmx asks for, with what is chosen in it, when the words are to be for one person.
LOADED_LATER = {
    "hx-trigger": "change from:previous [value=pair]",
    "hx-target": "this",
    "hx-swap": "outerHTML",
}


def _words() -> forms.CharField:
    return forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class CommentForm(forms.Form):
    """A comment's words; `key` names this one filled-in form, so that it is posted once."""

    text = _words()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class OpeningForm(QuotingForm, CommentForm):
    """The first words of a thread: what it is, for whom if that is one person, what it quotes.

    A preparation is offered only to who `may_prepare`; of which sort it is, is chosen beside that.
    The `partners`, names by keys, are asked for where they are needed; until the words are for one
    person, `partners_url` gives the list of them.
    """

    kind = forms.ChoiceField(  # type: ignore[call-arg]  # the stubs lack template_name
        label=_("What it is"),
        choices=[(kind.value, kind.label) for kind in SPOKEN],
        initial=Kind.TALK,
        required=False,
        widget=forms.RadioSelect,
        template_name="discussions/_composer_kind.html",
    )
    partner = forms.TypedChoiceField(  # type: ignore[call-arg]  # the stubs lack template_name
        label=_("To whom"),
        required=False,
        coerce=lambda key: User.objects.get(pk=key),
        empty_value=None,
        template_name="discussions/_composer_partner.html",
    )
    sort = forms.ChoiceField(  # type: ignore[call-arg]  # the stubs lack template_name
        label=_("What you leave"),
        choices=Preparation.Sort,
        initial=Preparation.Sort.QUESTION,
        required=False,
        widget=forms.RadioSelect,
        template_name="discussions/_composer_sort.html",
    )

    field_order = ("kind", "partner", "quote", "text")

    def __init__(
        self,
        *args: Any,
        partners: Callable[[], Mapping[int, str]],
        partners_url: str,
        may_prepare: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.may_prepare = may_prepare
        nobody = ("", _("Choose a person"))
        field = self.fields["partner"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = lambda: [nobody, *partners().items()]
        if not self.is_for_one:
            field.widget.choices = [nobody]
            field.widget.attrs |= LOADED_LATER | {"hx-get": partners_url}

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"] or Kind.TALK)

    @property
    def is_for_one(self) -> bool:
        """Whether what is filled in is to be heard by one person alone."""
        return str(self["kind"].value()) == Kind.PAIR.value

    @property
    def prepares(self) -> bool:
        """Whether what is filled in is to be left as a preparation."""
        return str(self["kind"].value()) == Kind.PREPARATION.value

    def clean(self) -> dict[str, Any]:
        """Leave a `partner` only where the words are for one person, a `sort` of a preparation."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") != Kind.PREPARATION:
            cleaned["sort"] = None
        elif not cleaned.get("sort") and "sort" not in self.errors:
            self.add_error("sort", _("Choose what you leave: a question, a gloss or a source."))
        if cleaned.get("kind") != Kind.PAIR:
            cleaned["partner"] = None
        elif not cleaned.get("partner") and "partner" not in self.errors:
            self.add_error("partner", _("Choose whom your words are for."))
        return cleaned


class EditForm(forms.Form):
    """A comment's new words, and the version that they were written over."""

    text = _words()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def over(self, comment: Comment) -> "EditForm":
        """The same words, to be put over what the comment says now."""
        words = {"text": self.cleaned_data["text"], "version": comment.version}
        return EditForm(words, auto_id=self.auto_id)
