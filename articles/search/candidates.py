"""What the database finds: on SQLite by FTS5, on PostgreSQL by a GIN index over `tsvector`."""

from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from articles.models import Article
from articles.search.conditions import condition
from articles.search.indexing import article_form
from articles.search.query import Query

# So many paragraphs are ranked, and as many titles. Of words that stand in more, those are taken
# that the index gives first, which are those of the oldest texts.
_MOST = 750
# So many that have all the words of a phrase are looked through for the phrase itself.
_MOST_WITH_WORDS = 3000
# Who finds no more texts than these asks the index for them alone. Otherwise it would go through
# all paragraphs that have the words before the texts they stand in are known.
_FEW = 200

# PostgreSQL thinks little of the work to look through the words of every row, as long as they
# match often; it is to use the index. These hold for one transaction.
_SETTINGS = "SELECT set_config('seq_page_cost', '10', true), set_config('jit', 'off', true)"

type _Value = bool | int | float | str
type _Row = tuple[int, int | None, str, str | None]


class Candidate(NamedTuple):
    """A paragraph that matches, or with none the title of its article."""

    article: int
    paragraph: int | None
    words: str
    kind: str | None


def candidates(
    query: Query, articles: QuerySet[Article], *, titles: bool = False
) -> tuple[list[Candidate], bool]:
    """Paragraphs, or titles, of these articles that match, and whether there may be more."""
    find = _sqlite if connection.vendor == "sqlite" else _postgresql
    which, params = articles.order_by().values("pk").query.sql_with_params()
    most = _MOST_WITH_WORDS if query.phrases else _MOST
    only = [] if titles else [*([form] for form in query.forms), _few(articles)]
    rows = find(query, only, which, (*params, most + 1), titles=titles)
    found = [
        Candidate(*row) for row in rows[:most] if all(phrase in row[2] for phrase in query.phrases)
    ]
    return found[:_MOST], len(rows) > most or len(found) > _MOST


def _few(articles: QuerySet[Article]) -> list[str]:
    """The forms that the entries of these articles have, if they are few; else nothing."""
    keys = list(articles.order_by().values_list("pk", flat=True)[: _FEW + 1])
    return [] if len(keys) > _FEW else [article_form(key) for key in keys or [0]]


def _sqlite(
    query: Query, only: list[list[str]], which: str, params: tuple[_Value, ...], *, titles: bool
) -> list[_Row]:
    table = "articles_entry_title" if titles else "articles_entry_text"
    sql = f"""
        SELECT entry.article_id, entry.paragraph_id, entry.words, paragraph.kind
        FROM {table}
        CROSS JOIN articles_entry entry ON entry.id = {table}.rowid
        LEFT JOIN articles_paragraph paragraph ON paragraph.id = entry.paragraph_id
        WHERE {table} MATCH %s AND entry.article_id IN ({which})
        AND paragraph.removed_in_id IS NULL LIMIT %s
    """  # noqa: S608 - of our own words alone
    with connection.cursor() as cursor:
        cursor.execute(sql, (condition(query, only), *params))
        rows: list[_Row] = cursor.fetchall()
    return rows


def _postgresql(
    query: Query, only: list[list[str]], which: str, params: tuple[_Value, ...], *, titles: bool
) -> list[_Row]:
    # The planner must not go article by article, or by the order of paragraphs, in the hope to come
    # upon enough matches soon. So it is to find all, of which no more are fetched than asked.
    sql = f"""
        WITH entry AS MATERIALIZED (
            SELECT article_id, paragraph_id, words FROM articles_entry
            WHERE vector @@ %s::tsquery AND (article_id IN ({which})) IS TRUE
            AND paragraph_id IS {"" if titles else "NOT"} NULL
        )
        SELECT entry.article_id, entry.paragraph_id, entry.words, paragraph.kind
        FROM (SELECT * FROM entry LIMIT %s) entry
        LEFT JOIN articles_paragraph paragraph ON paragraph.id = entry.paragraph_id
        WHERE paragraph.removed_in_id IS NULL
    """  # noqa: S608 - of our own words alone
    with transaction.atomic(), connection.cursor() as cursor:
        if not titles:
            cursor.execute(_SETTINGS)
        cursor.execute(sql, (condition(query, only), *params))
        rows: list[_Row] = cursor.fetchall()
    return rows
