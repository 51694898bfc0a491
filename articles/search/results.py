"""Searching, and what is found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log2
from typing import overload

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from accounts.models import User
from articles.blocks import Kind
from articles.models import Article, Collection, Paragraph
from articles.search.candidates import Candidate, candidates
from articles.search.indexing import language_form
from articles.search.plain import plain
from articles.search.query import Query, read
from articles.search.ranking import score
from articles.search.snippets import marked, snippet

# So many paragraphs of an article are shown.
SHOWN = 3
# A title that matches outweighs any paragraph.
_TITLE = 100.0


@dataclass(frozen=True)
class Passage:
    """A paragraph that was found, with its words around what was looked for."""

    paragraph: Paragraph
    snippet: SafeString
    language: str
    direction: str


@dataclass(frozen=True)
class Found:
    """An article that was found, with its best paragraphs; `number` is how many match."""

    article: Article
    title: SafeString
    author: SafeString
    passages: list[Passage]
    number: int

    @property
    def more(self) -> int:
        """How many paragraphs match besides those that are shown."""
        return self.number - len(self.passages)


@dataclass
class _Ranked:
    article: int
    rank: float = 0
    paragraphs: list[tuple[float, int]] = field(default_factory=list)


class Results(Sequence[Found]):
    """The articles that were found, best first. They are loaded when a page of them is cut out.

    `paragraphs` is the number that match; `is_cut` if there may be more, which are not ranked.
    """

    def __init__(self, query: Query, articles: QuerySet[Article]) -> None:
        self.query = query
        self._articles = articles
        titles, found = list[Candidate](), list[Candidate]()
        self.is_cut = False
        if query:
            titles, _are_cut = candidates(query, articles, titles=True)
            found, self.is_cut = candidates(query, articles)
        self.paragraphs = len(found)
        self._ranked = _ranked(query, titles, found)

    def __len__(self) -> int:
        return len(self._ranked)

    @overload
    def __getitem__(self, index: int) -> Found: ...

    @overload
    def __getitem__(self, index: slice) -> list[Found]: ...

    def __getitem__(self, index: int | slice) -> Found | list[Found]:
        if isinstance(index, int):
            return self._load([self._ranked[index]])[0]
        return self._load(self._ranked[index])

    def _load(self, ranked: Sequence[_Ranked]) -> list[Found]:
        articles = self._articles.in_bulk([each.article for each in ranked])
        keys = [key for each in ranked for _score, key in each.paragraphs[:SHOWN]]
        paragraphs = Paragraph.objects.current().in_bulk(keys)
        return [
            self._found(
                articles[each.article],
                [paragraphs[key] for _score, key in each.paragraphs[:SHOWN] if key in paragraphs],
                len(each.paragraphs),
            )
            for each in ranked
            if each.article in articles
        ]

    def _found(self, article: Article, paragraphs: list[Paragraph], number: int) -> Found:
        return Found(
            article,
            marked(article.title, self.query, article.language),
            marked(article.author, self.query, article.language),
            [self._passage(article, paragraph) for paragraph in paragraphs],
            number,
        )

    def _passage(self, article: Article, paragraph: Paragraph) -> Passage:
        language = paragraph.language or article.language
        return Passage(
            paragraph,
            snippet(plain(paragraph), self.query, language),
            language,
            paragraph.direction or article.direction,
        )


def search(
    words: str,
    *,
    user: User,
    language: str = "",
    author: str = "",
    collection: Collection | None = None,
) -> Results:
    """The articles that this person finds by these words, in title, author or a paragraph.

    All words must occur in one paragraph, or in title and author. "Words in quotes" stand in a
    row. A word is found by its beginning while it is the last one that is typed. Any string is
    good; one without words finds nothing.
    """
    articles = Article.objects.listed_for(user)
    if language:
        articles = articles.filter(language=language)
    if author:
        articles = articles.filter(author=author)
    if collection:
        articles = articles.filter(collection=collection)
    languages = [language] if language else languages_of(articles)
    forms = (language_form(language),) if language else ()
    return Results(replace(read(words, languages), forms=forms), articles)


def languages_of(articles: QuerySet[Article]) -> list[str]:
    """The languages that these articles are written in."""
    return list(articles.order_by("language").values_list("language", flat=True).distinct())


def _ranked(query: Query, titles: Sequence[Candidate], found: Sequence[Candidate]) -> list[_Ranked]:
    paragraphs: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for each in found:
        if each.paragraph is not None:
            rank = score(each.words, query, is_heading=each.kind == Kind.HEADING)
            paragraphs[each.article].append((rank, each.paragraph))
    ranks = {each.article: _TITLE + score(each.words, query) for each in titles}
    ranked = []
    for key in ranks.keys() | paragraphs.keys():
        best = sorted(paragraphs.get(key, ()), key=lambda each: (-each[0], each[1]))
        rank = ranks.get(key, 0.0)
        if best:
            rank += best[0][0] + log2(1 + len(best)) / 2
        ranked.append(_Ranked(key, rank, best))
    return sorted(ranked, key=lambda each: (-each.rank, each.article))
