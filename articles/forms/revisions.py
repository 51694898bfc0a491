"""Forms in which saved articles are edited."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import languages
from articles.blocks import Block, InvalidArticle
from articles.cutting.recutting import recut
from articles.markdown import document
from articles.models import Article, Revision
from articles.proposal import Asked

NEW = "new"


class RevisionForm(forms.ModelForm[Article]):
    """An article's facts and its source, and the revision that they were written over."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "In Markdown, with an empty line between paragraphs. What hangs on a paragraph stays "
            "with it, wherever you move it and however you change it."
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
    note = forms.CharField(label=_("What has changed"), max_length=200, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ("title", "author", "language", "source", "licence", "visibility")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        article: Article,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        # A copy: the page around the form speaks of the article as it is.
        super().__init__(data, instance=copy(article), initial={**(initial or {})})
        self.article = article
        choices = dict(languages.CHOICES)
        choices.setdefault(article.language, article.language_name)
        self.fields["language"].widget = forms.Select(choices=list(choices.items()))
        for name in ("title", "author", "source", "licence", "note"):
            self.fields[name].widget.attrs["dir"] = "auto"
        self.fields["text"].widget.attrs |= {"lang": article.language, "dir": article.direction}
        self.blocks: Sequence[Block] = ()

    @classmethod
    def restoring(cls, revision: Revision, *, base: str, note: str) -> "RevisionForm":
        """The form as if somebody had put the source of an earlier revision into it."""
        facts = {name: getattr(revision.article, name) for name in cls.Meta.fields}
        data = {**facts, "text": revision.source, "note": note, "base": base}
        return cls(data, article=revision.article)

    def over(self, latest: Revision) -> "RevisionForm":
        """The same, to be put over this revision."""
        data = {name: self[name].value() for name in self.fields}
        return RevisionForm(data | {"base": latest.number}, article=self.article)

    def as_it_will_be(self) -> "RevisionForm":
        """The same with its source as it will be kept."""
        data = {name: self[name].value() for name in self.fields}
        return RevisionForm(data | {"text": document(self.blocks)}, article=self.article)

    def clean_text(self) -> str:
        """Cut the text; `blocks` holds the outcome."""
        text: str = self.cleaned_data["text"]
        try:
            language = self.cleaned_data.get("language", self.article.language)
            self.blocks = recut(text, language=language)
        except InvalidArticle as error:
            raise forms.ValidationError(str(error)) from error
        self._require_pictures()
        return text

    def _require_pictures(self) -> None:
        figures = filter(None, (block.figure for block in self.blocks))
        names = {figure.picture.name for figure in figures if figure.picture}
        if names and names - set(self.article.pictures.values_list("name", flat=True)):
            raise forms.ValidationError(
                _(
                    "This text shows a picture that did not come with it. "
                    "Put back the address of the picture as it was, or leave the picture out."
                )
            )

    @property
    def facts(self) -> dict[str, str]:
        """The article's own fields as they were filled in."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def has_wrong_facts(self) -> bool:
        return any(name in self.errors for name in self.Meta.fields)

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]


class AnswersForm(forms.Form):
    """For each paragraph in question, which of the old ones it is, or that it is new."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, questions: Sequence[Asked]
    ) -> None:
        super().__init__(data)
        self.questions = questions
        for asked in questions:
            choices = [(str(candidate.index), "") for candidate in asked.candidates]
            self.fields[f"answer-{asked.index}"] = forms.ChoiceField(
                choices=[*choices, (NEW, "")],
                # One button answers all that is left.
                required=not (data and "rest" in data),
                error_messages={"required": _("Choose one of these.")},
            )

    @property
    def asked(self) -> list[tuple[Asked, forms.BoundField]]:
        return [(asked, self[f"answer-{asked.index}"]) for asked in self.questions]

    @property
    def answers(self) -> dict[int, int | None]:
        """The index of the old paragraph, or None for a new one, by the index of the new one."""
        given = {
            asked.index: self.cleaned_data[f"answer-{asked.index}"] for asked in self.questions
        }
        return {new: int(old) if old not in {NEW, ""} else None for new, old in given.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name, value in list(cleaned.items()):
            if value in {NEW, ""}:
                continue
            if value in taken:
                self.add_error(
                    name, _("Another paragraph of the text is this one already. Choose once.")
                )
            taken[value] = name
        return cleaned
