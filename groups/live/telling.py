"""Telling the readers of a reading that something is new."""

from functools import partial

from django.db import connection, transaction

from groups.live.wakes import wake
from groups.models import Event, Reading


def tell(
    reading_pk: int,
    what: Event.What,
    *,
    paragraph_pk: int | None = None,
    thread_pk: int | None = None,
    by_pk: int | None = None,
) -> None:
    """Tell of it once the transaction is committed."""
    about = {"paragraph_id": paragraph_pk, "thread": thread_pk, "by_id": by_pk}
    write = partial(_write, reading_pk, what=what, **about)
    # What was done stands, though nobody is told.
    transaction.on_commit(write, robust=True)


def _write(reading_pk: int, **about: object) -> None:
    with transaction.atomic():
        number = _next_number(reading_pk)
        if number is None:
            return
        Event.objects.create(reading_id=reading_pk, number=number, **about)
    wake(reading_pk)


def _next_number(reading_pk: int) -> int | None:
    """The next number of a reading, which is held until the transaction ends; None: it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [reading_pk])
        row = cursor.fetchone()
    return row[0] if row else None


_COUNT = (
    f"UPDATE {Reading._meta.db_table} SET told = told + 1"  # noqa: S608  # our own name
    " WHERE id = %s RETURNING told"
)
