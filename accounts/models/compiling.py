"""Queries that are put into SQL once and then asked again for other people and things."""

import copy
import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Model, QuerySet

# The keys that stand in a query for those of what it will be asked for: this one and those below.
STAND_IN = -1001


def compiled[**P, Row](query: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make of a function that gives a query one that gives its rows.

    Its arguments are things, keys and words, given in their order. The query may differ by them,
    and by the keys of the things, and by nothing else of those. Django puts a query together anew
    each time, which takes several times as long as the answer to it.
    """
    made: list[_Made] = []

    @functools.wraps(query)
    def rows(*things: P.args, **_named: P.kwargs) -> list[Row]:
        if not made:
            made.append(_make(query, things))
        return _ask(made[0], things)

    return rows


class _Made(NamedTuple):
    """A query, what it is for what stands in, and the SQL that Django has made of that."""

    query: Callable[..., QuerySet[Any, Any]]
    template: QuerySet[Any, Any]
    compiler: Any
    sql: str
    values: Sequence[str | int]


def _make(query: Callable[..., QuerySet[Any, Any]], things: Sequence[Any]) -> _Made:
    """The query in SQL; raises ValueError for one that holds for a moment only, as of now."""
    standing = [_stand_in(*one) for one in enumerate(things)]
    template = query(*standing)
    compiler = template.query.get_compiler(template.db)
    sql, values = compiler.as_sql()
    again = query(*standing).query.sql_with_params()
    if again != (sql, values):
        raise ValueError(f"This holds for a moment only: {values}")
    return _Made(query, template, compiler, sql, values)


def _ask(made: _Made, things: Sequence[Any]) -> list[Any]:
    answer = (made.sql, _values(made, things))
    compiler = copy.copy(made.compiler)
    compiler.connection = connections[made.template.db]
    compiler.as_sql = lambda *_how, **_more: answer
    rows = made.template.all()
    rows.query.__dict__["get_compiler"] = lambda *_how, **_more: compiler
    return list(rows)


def _values(made: _Made, things: Sequence[Any]) -> tuple[Any, ...]:
    """What the SQL is given for these things."""
    keys = {_standing_key(*one): _key(one[1]) for one in enumerate(things)}
    return tuple(keys.get(value, value) for value in made.values)


def _stand_in(number: int, thing: Any) -> Any:
    """What stands for this thing: one like it, a key, or a word."""
    key = _standing_key(number, thing)
    return thing.__class__(pk=key) if isinstance(thing, Model) else key


def _standing_key(number: int, thing: Any) -> int | str:
    key = STAND_IN - number
    return str(key) if isinstance(thing, str) else key


def _key(thing: Any) -> Any:
    return thing.pk if isinstance(thing, Model) else thing
