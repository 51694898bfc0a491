"""Going for good: what tests of it do and look at."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.erasure import ask_for_erasure, erase_due
from accounts.duties import duties_of
from accounts.models import User


def confirm(client: Client, user: User) -> None:
    """Show by the password that it is still them."""
    password = f"{user.display_name.lower()} knows this"
    client.post(reverse("account_reauthenticate"), {"password": password})


def ask(client: Client, **fields: str) -> HttpResponseBase:
    """Post the page on which one has one's account erased."""
    return client.post(reverse("accounts:erasure"), {"words": "go"} | fields)


def leave_for_good(user: User, *, keeps_words: bool = False) -> None:
    """Have the account erased, with the first who could as heir of everything, and wait."""
    heirs = {duty.key: duty.heirs[0][0] for duty in duties_of(user) if duty.heirs}
    ask_for_erasure(user, keeps_words=keeps_words, heirs=heirs)
    let_days_pass(user)
    erase_due()


def let_days_pass(user: User) -> None:
    User.objects.filter(pk=user.pk).update(erasure_at=timezone.now() - timedelta(seconds=1))


def dump() -> Iterator[tuple[str, str]]:
    """Every row of every table of the database, also those that no model knows."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(map(_text, row))


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return str(value)
