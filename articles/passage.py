"""A page of a text as readers meet it, with the notes that it mentions and the text's contents."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import strip_tags

from articles.blocks import Kind
from articles.markdown.prose import labels_in
from articles.models import Article, Paragraph
from articles.pages import Page, Pages

# Of more headings only the upper levels are listed.
LONGEST_CONTENTS = 120
# Longer ones are no keys of a database.
LONGEST_KEY = 18

_MENTION = re.compile(r'id="(mention-[\w-]+)"')
_TO_MENTION = re.compile(r'href="#(mention-[\w-]+)"')
_RAISED = re.compile(r"<sup>.*?</sup>")


@dataclass(frozen=True)
class Entry:
    """A heading in the contents: its words, how deep it stands, from 1, and where it leads."""

    words: str
    depth: int
    address: str


class Passage:
    """One page of a text; every part is fetched once, when asked for.

    What mentions a note that stands on another page finds it among the `notes`; the link from a
    note back to a mention on another page leads there.
    """

    def __init__(self, article: Article, pages: Pages, page: Page) -> None:
        self.article = article
        self.pages = pages
        self.page = page

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs on the page."""
        return self._linked([p for p in self._fetched if self.page.holds(p.position)])

    @cached_property
    def notes(self) -> list[Paragraph]:
        """The footnotes that the page mentions and that stand on another one."""
        if self.page.is_only:
            return []
        wanted = {label for p in self.paragraphs for label in labels_in(p.source)}
        wanted -= {p.label for p in self.paragraphs}
        if not wanted:
            return []
        # A further paragraph of a note has no label, and follows it.
        footnotes = self.article.text.filter(kind=Kind.FOOTNOTE)
        found: list[Paragraph] = []
        for note in footnotes.filter(Q(label__in=wanted) | Q(label="")):
            if note.label or (found and note.position == found[-1].position + 1):
                found.append(note)
        return self._linked(found)

    @cached_property
    def contents(self) -> list[Entry]:
        """The headings of the whole text, as deep as there is room for."""
        headings = [p for p in self._fetched if p.is_heading]
        levels = sorted({p.level for p in headings})
        depths = {level: depth for depth, level in enumerate(levels, start=1)}
        deepest = _deepest(Counter(depths[p.level] for p in headings))
        return [
            Entry(_words(p.html), depths[p.level], address_in(self.pages, p))
            for p in headings
            if depths[p.level] <= deepest
        ]

    @cached_property
    def _fetched(self) -> list[Paragraph]:
        """The page and all headings, in one query."""
        here = Q(position__range=(self.page.first, self.page.last))
        return list(self.article.text.filter(here | Q(kind=Kind.HEADING)))

    def _linked(self, paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
        linked = list(paragraphs)
        for note in linked:
            back = _TO_MENTION.search(note.html) if note.kind == Kind.FOOTNOTE else None
            if back and not self.page.is_only and back[1] not in self._mentions:
                away = reverse("articles:mention", args=[self.article.pk, note.pk])
                note.html = note.html.replace(back[0], f'href="{away}#{back[1]}"')
        return linked

    @cached_property
    def _mentions(self) -> set[str]:
        """The anchors of the mentions on the page."""
        on_page = (p.html for p in self._fetched if self.page.holds(p.position))
        return {anchor for html in on_page for anchor in _MENTION.findall(html)}


def asked_page(query: QueryDict, article: Article, pages: Pages) -> Page | None:
    """The page that an address asks for, by its number or by a paragraph's key in `at`."""
    if page := pages.numbered(query.get("page")):
        return page
    key = query.get("at", "")
    if not key.isdecimal() or len(key) > LONGEST_KEY:
        return None
    found = article.paragraphs.filter(pk=key).first()
    return pages.at(found.position) if found else None


def address_in(pages: Pages, paragraph: Paragraph) -> str:
    """Where a paragraph stands, behind the address of its text."""
    return f"{pages.at(paragraph.position).query}#paragraph-{paragraph.pk}"


def mention_of(note: Paragraph) -> tuple[Paragraph, str] | None:
    """The paragraph that mentions this note first, and the anchor there."""
    anchor = _TO_MENTION.search(note.html)
    if anchor is None:
        return None
    found = note.article.text.filter(html__contains=f'id="{anchor[1]}"').first()
    return (found, anchor[1]) if found else None


def _words(html: str) -> str:
    """A heading's words without marks of notes."""
    return unescape(strip_tags(_RAISED.sub("", html)))


def _deepest(headings: Counter[int]) -> int:
    """The depth to which this many headings of each depth may be listed."""
    deepest, listed = 1, headings[1]
    while headings[deepest + 1] and listed + headings[deepest + 1] <= LONGEST_CONTENTS:
        deepest += 1
        listed += headings[deepest]
    return deepest
