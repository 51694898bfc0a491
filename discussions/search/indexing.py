"""Keeping the index in step with what was said."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from articles.cutting.language import guess_language
from articles.markdown.comments import plain
from articles.models import BATCH
from articles.search.indexing import folded
from discussions.models import Comment, Entry


def languages_of(comment: Comment) -> tuple[str, ...]:
    """The languages that it may be in: that of its letters and words, and that of the text."""
    article = comment.reading.article.language
    return tuple(dict.fromkeys((guess_language(comment.source), article)))


@transaction.atomic
def index(*comments: Comment) -> None:
    """Make search find these comments by their words as they are now.

    To be called by every act that changes them. What is deleted from the database goes by itself.
    """
    forget([comment.pk for comment in comments])
    add(entry_of(comment) for comment in comments if not comment.is_deleted)


def add(entries: Iterable[Entry]) -> None:
    """Make search find comments that it does not know of yet, by what `entry_of` gives."""
    Entry.objects.bulk_create((entry for entry in entries if entry.words.strip()), batch_size=BATCH)


def entry_of(comment: Comment) -> Entry:
    """What the index holds of a comment's words."""
    words, forms = folded(plain(comment.source), *languages_of(comment))
    return Entry(comment=comment, words=words, forms=forms)


def forget(comments: Sequence[int] | QuerySet[Comment]) -> None:
    """Let none of these comments, or of those with these keys, be found any more."""
    Entry.objects.filter(comment__in=comments).delete()


def sweep() -> None:
    """Let nothing of what was deleted remain in the index, as `articles.search.sweep` does."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO discussions_entry_text(discussions_entry_text) VALUES ('optimize')"
            )
