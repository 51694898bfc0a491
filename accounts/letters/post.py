"""Letters that pages write and the worker sends."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.tasks import task
from django.utils.encoding import force_str

from accounts.letters.letter import message
from accounts.models import User

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
    return _seal().encrypt(json.dumps(words).encode()).decode()


def _opened(sealed: str) -> list[str]:
    words: list[str] = json.loads(_seal().decrypt(sealed.encode()))
    return words


def _seal() -> MultiFernet:
    """A seal by the site's secret key that still opens what was sealed by its former ones."""
    keys = map(force_str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    digests = [hashlib.sha256(f"accounts.letters:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
