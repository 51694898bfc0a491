"""What the database finds: on SQLite by FTS5, on PostgreSQL by a GIN index over `tsvector`."""

from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from articles.search.conditions import condition
from articles.search.query import Query
from discussions.models import CommentQuerySet

# So many comments are ranked, the newest; and so many that have all the words of a phrase are
# looked through for the phrase itself.
_MOST, _MOST_WITH_WORDS = 750, 3000

_SQLITE = """
    SELECT entry.comment_id, entry.words FROM discussions_entry_text
    CROSS JOIN discussions_entry entry ON entry.id = discussions_entry_text.rowid
    WHERE discussions_entry_text MATCH %s AND entry.comment_id IN ({which})
    ORDER BY discussions_entry_text.rowid DESC LIMIT %s
"""
# All are found before they are put in order: the planner must not go through the order in the hope
# to come upon enough of them soon.
_POSTGRESQL = """
    WITH entry AS MATERIALIZED (
        SELECT id, comment_id, words FROM discussions_entry
        WHERE vector @@ %s::tsquery AND (comment_id IN ({which})) IS TRUE
    )
    SELECT comment_id, words FROM entry ORDER BY id DESC LIMIT %s
"""


class Candidate(NamedTuple):
    """A comment that matches."""

    comment: int
    words: str


def candidates(query: Query, comments: CommentQuerySet) -> tuple[list[Candidate], bool]:
    """Those of these comments that match, the newest first, and whether there may be more."""
    try:
        which, params = comments.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # as Django calls it that there is nothing to ask for
        return [], False
    most = _MOST_WITH_WORDS if query.phrases else _MOST
    sql = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        cursor.execute(sql.format(which=which), (condition(query), *params, most + 1))
        rows: list[tuple[int, str]] = cursor.fetchall()
    found = [
        Candidate(*row) for row in rows[:most] if all(phrase in row[1] for phrase in query.phrases)
    ]
    return found[:_MOST], len(rows) > most or len(found) > _MOST
