"""How a draft's blocks will look, each beside its decision."""

from dataclasses import dataclass
from itertools import islice

from accounts.languages import direction
from articles.blocks import Kind
from articles.forms.drafts import DraftForm
from articles.forms.mending import Controls
from articles.markdown import plain_block
from articles.markdown.prose import render_block, surroundings
from articles.mending import chapters_of, page_of, pages_of
from articles.models import Draft


@dataclass(frozen=True)
class Preview:
    """One block of a draft: how it will look, and what is decided on it."""

    controls: Controls
    html: str

    @property
    def kind(self) -> Kind:
        return self.controls.block.kind

    @property
    def rank(self) -> int:
        """The level of its HTML heading: the page and the text stand above it."""
        return min(max(self.controls.block.level, 1) + 1, 6)

    @property
    def language(self) -> str:
        return self.controls.block.language

    @property
    def direction(self) -> str:
        return direction(self.language) if self.language else ""


@dataclass(frozen=True)
class Chapter:
    """A heading of the first level, and the number of the page it is on."""

    title: str
    index: int
    page: int


class DraftPage:
    """One page of a draft that is looked over."""

    def __init__(self, draft: Draft, number: str | None) -> None:
        self.draft = draft
        self.blocks = draft.blocks
        self.pages = pages_of(self.blocks)
        wanted = int(number[:9]) if number and number.isdecimal() else 1
        self.number = min(max(wanted, 1), len(self.pages))

    @property
    def range(self) -> range:
        return self.pages[self.number - 1]

    @property
    def count(self) -> int:
        return len(self.pages)

    @property
    def previous(self) -> int | None:
        """The index of the first block of the page before."""
        return self.pages[self.number - 2].start if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The index of the first block of the page after."""
        return self.range.stop if self.number < self.count else None

    @property
    def first(self) -> int:
        return self.range.start + 1

    @property
    def last(self) -> int:
        return self.range.stop

    @property
    def total(self) -> int:
        return len(self.blocks)

    @property
    def chapters(self) -> list[Chapter]:
        """Where chapters begin, in a text of several pages."""
        if self.count == 1:
            return []
        return [
            Chapter(plain_block(self.blocks[index]), index, page_of(self.pages, index))
            for index in chapters_of(self.blocks)
        ]

    def previews(self, form: DraftForm) -> list[Preview]:
        around = islice(
            surroundings(
                self.blocks, name=f"draft-{self.draft.pk}", pictures=self.draft.pictures_url
            ),
            self.range.start,
            self.range.stop,
        )
        return [
            Preview(controls, render_block(controls.block, each))
            for controls, each in zip(form.mending.controls, around, strict=True)
        ]
