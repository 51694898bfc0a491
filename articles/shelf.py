"""What a person finds in the library, and by what they may narrow it down."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, Value, When
from django.http import QueryDict
from django.utils.http import urlencode

from accounts.languages import language_name
from accounts.models import User
from articles.grants import granted_to
from articles.models import Article, Collection

WORKS_A_PAGE = 30
# Of more authors only those of the most works are offered.
MOST_AUTHORS = 12
SCOPES = ("", "mine", "groups")


class Chosen(NamedTuple):
    """What an address narrows the shelf down to; empty stands for all."""

    of: str = ""
    language: str = ""
    author: str = ""

    @classmethod
    def parse(cls, query: QueryDict) -> "Chosen":
        of, language, author = (query.get(name, "").replace("\0", "") for name in cls._fields)
        return cls(of if of in SCOPES else "", language, author)

    @property
    def query(self) -> str:
        """What leads to it, behind the address of the library."""
        return f"?{urlencode({name: value for name, value in self._asdict().items() if value})}"


class Narrowing(NamedTuple):
    """A choice that is offered, and how many works are then left."""

    value: str
    words: str
    number: int
    query: str
    is_chosen: bool


class _Tally(NamedTuple):
    """How many works in a language are by an author: of all, of my own, of my groups'."""

    language: str
    author: str
    counts: tuple[int, ...]


@dataclass
class Work:
    """A text that stands alone, or a collection with the number of its chapters as its length."""

    text: Article | Collection
    length: int
    is_collection: bool


class Shelf:
    """The works that a person finds, as far as they have narrowed them down.

    The chapters of a collection that they find stand in it, not beside it.
    """

    def __init__(self, user: User, query: QueryDict) -> None:
        self.user = user
        self.chosen = Chosen.parse(query)
        found = Collection.objects.listed_for(user)
        mine, granted = Q(added_by=user), granted_to(user)
        read = Q(pk__in=Article.objects.filter(granted).values("collection"))
        self._collections, self._of_collections = found, (Q(), mine, read)
        self._articles = Article.objects.listed_for(user).exclude(collection__in=found)
        self._of_articles = (Q(), mine, granted)

    def page(self, number: str | None) -> Page[Work]:
        """A page of the works: those in languages that the person reads, then others, by titles."""
        scope = SCOPES.index(self.chosen.of)
        named = {name: value for name, value in self.chosen._asdict().items() if value}
        named.pop("of", None)
        mine = When(language__in=self.user.languages, then=Value(0))
        foreign = Case(mine, default=Value(1))
        articles = self._articles.filter(self._of_articles[scope], **named)
        collections = self._collections.filter(self._of_collections[scope], **named)
        keys = (
            articles.order_by()
            .annotate(foreign=foreign)
            .values_list("foreign", "title", "pk", Value(0))
            .union(
                collections.order_by()
                .annotate(foreign=foreign)
                .values_list("foreign", "title", "pk", Value(1)),
                all=True,
            )
            .order_by("foreign", "title", "pk")
        )
        page = Paginator(keys, WORKS_A_PAGE).get_page(number)
        page.object_list = self._works([(pk, bool(kind)) for *_, pk, kind in page.object_list])
        return page

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen)

    @property
    def scopes(self) -> list[Narrowing]:
        """All, my own, and what my groups read; their words are the page's."""
        totals = [
            sum(tally.counts[scope] for tally in self._tallies if self._fits(tally, "of"))
            for scope in range(len(SCOPES))
        ]
        return [self._narrowing("of", scope, "", totals[at]) for at, scope in enumerate(SCOPES)]

    @property
    def languages(self) -> list[Narrowing]:
        """The languages of the works: those that the person reads, then those of the most works."""
        counts = self._counts("language")
        return [
            self._narrowing("language", code, language_name(code), counts[code])
            for code in sorted(counts, key=lambda code: (self._rank(code), -counts[code], code))
        ]

    def _rank(self, language: str) -> int:
        """Where a language stands among those that the person reads, or behind them."""
        mine = self.user.languages
        return mine.index(language) if language in mine else len(mine)

    @property
    def authors(self) -> list[Narrowing]:
        """The authors of the most works, by their names."""
        counts = self._counts("author")
        counts.pop("", None)
        most = {author for author, _count in counts.most_common(MOST_AUTHORS)}
        if self.chosen.author in counts:
            most.add(self.chosen.author)
        return [self._narrowing("author", name, name, counts[name]) for name in sorted(most)]

    def _narrowing(self, name: str, value: str, words: str, count: int) -> Narrowing:
        is_chosen = getattr(self.chosen, name) == value
        # A language or an author that is chosen is let go of by the same link.
        to = self.chosen._replace(**{name: "" if is_chosen and name != "of" else value})
        return Narrowing(value, words, count, to.query, is_chosen)

    def _counts(self, name: str) -> Counter[str]:
        scope = SCOPES.index(self.chosen.of)
        counts: Counter[str] = Counter()
        for tally in self._tallies:
            if tally.counts[scope] and self._fits(tally, name):
                counts[getattr(tally, name)] += tally.counts[scope]
        return counts

    def _fits(self, tally: _Tally, but: str) -> bool:
        """Whether these works are as chosen, `but` left open."""
        return all(
            name == but or getattr(self.chosen, name) in {"", getattr(tally, name)}
            for name in ("language", "author")
        )

    @cached_property
    def _tallies(self) -> list[_Tally]:
        tallies = []
        for works, scopes in (
            (self._articles, self._of_articles),
            (self._collections, self._of_collections),
        ):
            numbers = {
                f"in_{at}": Count("pk", filter=scope) if scope else Count("pk")
                for at, scope in enumerate(scopes)
            }
            rows = works.order_by().values_list("language", "author").annotate(**numbers)
            tallies += [_Tally(language, author, tuple(each)) for language, author, *each in rows]
        return tallies

    def _works(self, keys: list[tuple[int, bool]]) -> list[Work]:
        """The works of these keys, each with whether it is a collection."""
        articles = Article.objects.with_length().in_bulk([pk for pk, is_one in keys if not is_one])
        chosen = [pk for pk, is_collection in keys if is_collection]
        collections = Collection.objects.in_bulk(chosen)
        chapters = Article.objects.visible_to(self.user).filter(collection__in=chosen).order_by()
        lengths = dict(chapters.values_list("collection").annotate(Count("pk")))
        return [
            Work(collections[pk], lengths.get(pk, 0), is_collection=True)
            if is_collection
            else Work(articles[pk], articles[pk].length, is_collection=False)  # type: ignore[attr-defined]  # annotated
            for pk, is_collection in keys
        ]
