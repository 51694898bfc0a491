"""Conditions written in SQL: who may see what is asked many times for every page.

The same built of query sets takes Django several times as long to put together as the database
takes to answer it.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Expression, F, Field, Q, Value
from django.db.models.sql.compiler import SQLCompiler

from accounts.models.users import User

_NAMED = re.compile(r"{(\w+)}")


class SQL(Expression):
    """A piece of SQL in which names in braces stand for columns and values, given by these names.

    A column is named as in a query set, such as "thread__kind"; a value is a `Value`.
    """

    def __init__(self, sql: str, *, output_field: Field[Any, Any], **named: Any) -> None:
        super().__init__(output_field=output_field)
        self.sql = sql
        self.names = tuple(named)
        self.expressions = [F(one) if isinstance(one, str) else one for one in named.values()]

    def get_source_expressions(self) -> list[Any]:
        return list(self.expressions)

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.expressions = list(exprs)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        compiled = {
            name: compiler.compile(one)
            for name, one in zip(self.names, self.get_source_expressions(), strict=True)
        }
        given: list[str | int] = []

        def put(name: re.Match[str]) -> str:
            sql, values = compiled[name[1]]
            given.extend(values)
            return sql

        return f"({_NAMED.sub(put, self.sql)})", tuple(given)


def condition(sql: str, user: User | str, **named: str | Value) -> Q:
    """The condition that this SQL holds, where {user} stands for the person's key.

    Instead of one person it may be about those whom the column of this name holds.
    """
    person = user if isinstance(user, str) else Value(user.pk)
    return Q(SQL(sql, output_field=BooleanField(), user=person, **named))


def blocked_by(user: User, person: str) -> Q:
    """The condition that this person has blocked whom the column of this name holds."""
    return condition(BLOCKED, user, person=person)


BLOCKED = """
EXISTS (
  SELECT 1 FROM accounts_block AS blocking
  WHERE blocking.blocker_id = {user} AND blocking.blocked_id = {person}
)
"""
