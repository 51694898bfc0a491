"""Keeping the index in step with the texts."""

import re
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from articles.models import BATCH, Article, Entry, Paragraph
from articles.search.plain import plain
from articles.search.words import MARK, fold, forms, written_words

# Of what is made to be long beyond reading, the rest is not indexed: PostgreSQL has a bound.
_LONGEST = 120_000


@transaction.atomic
def index(article: Article) -> None:
    """Make search find this article by its title, author and current paragraphs, as they are now.

    To be called by every act that changes one of them or the language. What has not changed is not
    written. What is deleted goes from the index by itself.
    """
    kept = set()
    stale = []
    wanted = {entry.paragraph_id: entry for entry in _entries(article)}
    for old in Entry.objects.filter(article=article):
        new = wanted.get(old.paragraph_id)
        if new and (new.words, new.forms) == (old.words, old.forms):
            kept.add(old.paragraph_id)
        else:
            stale.append(old.pk)
    for start in range(0, len(stale), BATCH):
        Entry.objects.filter(pk__in=stale[start : start + BATCH]).delete()
    Entry.objects.bulk_create(
        (entry for key, entry in wanted.items() if key not in kept), batch_size=BATCH
    )


def sweep() -> None:
    """Let nothing of deleted texts remain in the index.

    SQLite only notes what is deleted, and drops it when it happens to merge; this takes the longer
    the more texts there are. PostgreSQL keeps the words with the rows.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("articles_entry_text", "articles_entry_title"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608  # our own


def article_form(pk: int) -> str:
    """The form that all entries of an article have."""
    return f"{MARK}a{pk}"


def language_form(language: str) -> str:
    """The form that all entries of articles in this language have."""
    return f"{MARK}{re.sub(r'[^a-z]', MARK, language.lower())}{MARK}"


def folded(text: str, *languages: str) -> tuple[str, str]:
    """What an entry holds of a text in these languages: its words, and by what else it is found."""
    written = written_words(text)
    words = [word for word in map(fold, written) if word]
    others = {
        form for word in set(written) for language in languages for form in forms(word, language)
    }
    return f" {_joined(words)}", _joined(sorted(others.difference(words)))


def _entries(article: Article) -> Iterator[Entry]:
    yield _entry(article, None, f"{article.title}\n{article.author}", article.language)
    for paragraph in article.text:
        text = plain(paragraph)
        entry = _entry(article, paragraph, text, paragraph.language or article.language)
        if entry.words.strip():
            yield entry


def _entry(article: Article, paragraph: Paragraph | None, text: str, language: str) -> Entry:
    words, others = folded(text, language)
    of_article = (article_form(article.pk), language_form(article.language))
    return Entry(
        article=article, paragraph=paragraph, words=words, forms=_joined(of_article) + others
    )


def _joined(words: Sequence[str]) -> str:
    joined = "".join(f"{word} " for word in words)
    return joined if len(joined) <= _LONGEST else joined[: joined.rfind(" ", 0, _LONGEST) + 1]
