"""Searching, and what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.conf import settings
from django.utils.safestring import SafeString

from accounts.models import User
from articles.cutting.language import guess_language
from articles.markdown.comments import plain
from articles.search.query import Query, read
from articles.search.ranking import score
from articles.search.snippets import snippet
from discussions.models import Comment, CommentQuerySet
from discussions.search.candidates import Candidate, candidates
from discussions.search.indexing import languages_of
from groups.models import Reading


@dataclass(frozen=True)
class Found:
    """A comment that was found, with its words around what was looked for."""

    comment: Comment
    snippet: SafeString


class Results(Sequence[Found]):
    """The comments that were found, best first. They are loaded when a page of them is cut out.

    `is_cut` if there may be more, which are not ranked.
    """

    def __init__(self, query: Query, comments: CommentQuerySet) -> None:
        self.query = query
        self._comments = comments
        found, self.is_cut = candidates(query, comments) if query else ([], False)
        self._ranked = _ranked(query, found)

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

    def _load(self, keys: Sequence[int]) -> list[Found]:
        related = ("author", "paragraph", "thread", "reading__article", "reading__group")
        comments = self._comments.select_related(*related).in_bulk(keys)
        return [self._found(comments[key]) for key in keys if key in comments]

    def _found(self, comment: Comment) -> Found:
        words = plain(comment.source)
        return Found(comment, snippet(words, self.query, *languages_of(comment)))


def search(words: str, *, user: User, readings: Sequence[Reading]) -> Results:
    """What was said in these readings that this person may read, and finds by these words.

    All words must occur in one comment, as `articles.search.search` has it for paragraphs.
    """
    comments = Comment.objects.filter(reading__in=readings).visible_to(user).standing()
    languages = {reading.article.language for reading in readings}
    languages |= {guess_language(words), *(code for code, _name in settings.LANGUAGES)}
    return Results(read(words, sorted(languages)), comments)


def _ranked(query: Query, found: Sequence[Candidate]) -> list[int]:
    """The keys of the comments, the newer one first of two that answer as well."""
    ranks = {each.comment: score(each.words, query) for each in found}
    return sorted(ranks, key=lambda key: (-ranks[key], -key))
