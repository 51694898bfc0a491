"""Commits to a new SQLite file, over the connection that the site has.

`python -m tests.commits COUNT [PRAGMA]`: each is told of on the standard output, as is that there
is a table for them.
"""

import os
import sys

import django
from django.db import connection, transaction


def main(count: str, *pragmas: str) -> None:
    django.setup()
    with connection.cursor() as cursor:
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("CREATE TABLE said (words text)")
        tell()
        for _commit in range(int(count)):
            with transaction.atomic():
                cursor.execute("INSERT INTO said VALUES ('A thought.')")
            tell()


def tell() -> None:
    os.write(sys.stdout.fileno(), b"committed\n")


main(*sys.argv[1:])
