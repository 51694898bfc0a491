"""A text and its translation side by side."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.models import Article, Paragraph
from articles.pages import Page


@dataclass(frozen=True)
class Row:
    """A paragraph, with what says the same in the translation; either may be missing."""

    original: Paragraph | None
    translated: Sequence[Paragraph]


def rows(original: Article, translation: Article, page: Page) -> list[Row]:
    """One page of both texts, in the original's order.

    What has no original stands where it stands in the translation: behind what is before it there.
    """
    here = list(original.text.filter(position__range=(page.first, page.last)))
    keys = {paragraph.pk for paragraph in here}
    followers: dict[int | None, list[Paragraph]] = defaultdict(list)
    before: int | None = None
    for paragraph in translation.text:
        before = paragraph.original_id or before
        followers[before].append(paragraph)
    return [
        *(_alone(followers[None]) if page.number == 1 else ()),
        *_paired(here, {key: found for key, found in followers.items() if key in keys}),
    ]


def _paired(here: Sequence[Paragraph], followers: dict[int, list[Paragraph]]) -> Iterator[Row]:
    for paragraph in here:
        found = followers.get(paragraph.pk, [])
        yield Row(paragraph, [p for p in found if p.original_id == paragraph.pk])
        yield from _alone([p for p in found if p.original_id is None])


def _alone(paragraphs: Sequence[Paragraph]) -> Iterator[Row]:
    return (Row(None, [paragraph]) for paragraph in paragraphs)
