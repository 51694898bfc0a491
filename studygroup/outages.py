"""When the database cannot do what it is asked for: what passes, and what is a fault of ours."""

import sqlite3

from django.db import OperationalError


def is_outage(error: BaseException | None) -> bool:
    """Whether the same may well be done later: the database is locked, full or gone.

    SQLite raises the same kind of error for a statement that is wrong; such a one stays wrong.
    """
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF != sqlite3.SQLITE_ERROR
