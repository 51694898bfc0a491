"""Letters that pages write and the worker sends."""

import json

from django.tasks import task

from accounts.letters.letter import message
from accounts.models import User
from accounts.sealing import seal

# Somebody waits for a code while a hundred invitations go out.
_FIRST = 50


def post(to: str, subject: str, text: str, html: str = "", *, user_pk: int | None = None) -> None:
    """Have a finished letter sent, once the transaction is committed.

    With `user_pk` only while that person has an account.
    """
    deliver.enqueue(_sealed([to, subject, text, html]), user_pk)


@task(priority=_FIRST)
def deliver(letter: str, user_pk: int | None) -> None:
    """Send a letter from the queue."""
    if user_pk is None or User.objects.filter(pk=user_pk).exists():
        message(*_opened(letter)).send()


# Letters hold codes and links that open accounts: who reads the database's queue, or a copy of it
# in a backup, reads none of them.


def _sealed(words: list[str]) -> str:
    return seal("accounts.letters").encrypt(json.dumps(words).encode()).decode()


def _opened(sealed: str) -> list[str]:
    words: list[str] = json.loads(seal("accounts.letters").decrypt(sealed.encode()))
    return words
