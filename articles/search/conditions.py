"""What is looked for, as the full-text search of the database wants to be told."""

from collections.abc import Iterable

from django.db import connection

from articles.search.query import Query, Term


def condition(query: Query, only: Iterable[list[str]] = ()) -> str:
    """All words of the query, and of each list in `only` one of the forms.

    It is the right side of MATCH on SQLite and a `tsquery` on PostgreSQL.
    """
    if connection.vendor == "sqlite":
        return _all(query, only, quote='"', beginning=" *", both=" AND ", either=" OR ")
    return _all(query, only, quote="'", beginning=":*", both=" & ", either=" | ")


def _all(
    query: Query, only: Iterable[list[str]], *, quote: str, beginning: str, both: str, either: str
) -> str:
    # Words are letters and digits: nothing to escape.
    def quoted(word: str) -> str:
        return f"{quote}{word}{quote}"

    def one(term: Term) -> list[str]:
        word = quoted(term.word) + (beginning if term.is_open else "")
        return [word, *map(quoted, term.stems)]

    groups = [*map(one, query.terms), *(list(map(quoted, forms)) for forms in only)]
    return both.join(f"({either.join(group)})" for group in groups if group)
