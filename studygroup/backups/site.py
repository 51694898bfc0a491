"""What a backup is made of."""

from dataclasses import dataclass

from django.core.files.storage import Storage
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import User

PEOPLE = f"SELECT id FROM {User._meta.db_table}"  # noqa: S608  # our own name


class NoBackup(Exception):
    """Nothing was done; the words say why, and what can be done about it."""


@dataclass(frozen=True)
class Site:
    """What a backup is made of, or restored into."""

    connection: BaseDatabaseWrapper
    storage: Storage

    @property
    def people(self) -> set[int]:
        """The keys of all who have an account; none where there are no tables yet."""
        if User._meta.db_table not in self.connection.introspection.table_names():
            return set()
        with self.connection.cursor() as cursor:
            cursor.execute(PEOPLE)
            return {key for (key,) in cursor.fetchall()}
