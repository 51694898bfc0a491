"""What a paragraph says in each of its languages, and the words that comments quote from it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.languages import direction
from articles.models import Article, Paragraph
from discussions.models import Comment, Quotation, quotation_of
from discussions.quoting import Quote, Span, find, take, words_of


@dataclass(frozen=True)
class Wording:
    """What a paragraph says in one language, and whether that is what its reader sees."""

    language: str
    words: str
    is_shown: bool


@dataclass(frozen=True)
class Quoted:
    """Quoted words as they are shown.

    `span` is where they stand in the text before the reader. They have changed when no text in
    their language has them; of a language that the reader may not read, nothing is told.
    """

    exact: str
    language: str
    span: Span | None
    has_changed: bool

    @property
    def direction(self) -> str:
        return direction(self.language)


def wordings(paragraph: Paragraph, versions: Sequence[Article], *, shown: Article) -> list[Wording]:
    """The paragraph in all versions of the text that say it, beginning with what is shown.

    Where the shown version does not say it, that is the first one, which is the original.
    """
    by_version: dict[int, list[Paragraph]] = defaultdict(list)
    if translations := versions[1:]:
        said = Paragraph.objects.current().filter(article__in=translations, original=paragraph)
        for part in said:
            by_version[part.article_id].append(part)
    by_version[versions[0].pk] = [paragraph]
    shown_pk = shown.pk if shown.pk in by_version else versions[0].pk
    said_in = sorted(versions, key=lambda version: version.pk != shown_pk)
    return [
        Wording(
            parts[0].language or version.language,
            words_of(part.html for part in parts),
            version.pk == shown_pk and not paragraph.is_removed,
        )
        for version in said_in
        if (parts := by_version.get(version.pk))
    ]


def quoted(quotation: Quotation, said: Sequence[Wording]) -> Quoted:
    """The quoted words, and where they stand now."""
    quote = quotation.quote
    spans = [
        (find(quote, one.words), one.is_shown) for one in said if one.language == quote.language
    ]
    return Quoted(
        quote.exact,
        quote.language,
        span=next((span for span, is_shown in spans if is_shown), None),
        has_changed=bool(spans) and not any(span for span, _is_shown in spans),
    )


class Wordings:
    """What paragraphs say in the versions of a text, each looked up once."""

    def __init__(self, versions: Sequence[Article], *, shown: Article) -> None:
        self._versions = versions
        self._shown = shown
        self._known: dict[int, list[Wording]] = {}

    def quoted_by(self, comment: Comment) -> Quoted | None:
        """What this comment quotes from its paragraph, as the reader meets it."""
        quotation = quotation_of(comment)
        if quotation is None:
            return None
        # The paragraph itself is fetched for the first of its comments only.
        said = self._known.get(comment.paragraph_id) or self._of(comment.paragraph)
        return quoted(quotation, said)

    def take(self, paragraph: Paragraph, asked: Quote) -> Quote | None:
        """A quote of these words as one of the versions has them; None where none has."""
        quotes = (
            take(replace(asked, language=one.language), one.words) for one in self._of(paragraph)
        )
        return next((quote for quote in quotes if quote), None)

    def _of(self, paragraph: Paragraph) -> list[Wording]:
        if paragraph.pk not in self._known:
            self._known[paragraph.pk] = wordings(paragraph, self._versions, shown=self._shown)
        return self._known[paragraph.pk]
