"""Hearing what is said, and choosing what to hear of."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from articles.models import Paragraph
from discussions.live import tell_of_hearing
from discussions.models import Following, Hearing, Thread
from groups.models import Reading

# The same in both databases, and one statement: of two that come at once the further one stays.
_HEAR = """
    INSERT INTO {hearings} (user_id, thread_id, number) VALUES {rows}
    ON CONFLICT (user_id, thread_id) DO UPDATE SET number = excluded.number
    WHERE {hearings}.number < excluded.number
"""
# How many rows go into one statement.
_ROWS = 500


class Choice(StrEnum):
    """What somebody chooses for a thread or a paragraph; DEFAULT takes a choice back."""

    FOLLOW = "follow"
    MUTE = "mute"
    DEFAULT = "default"


def hear(user: User, numbers: Mapping[int, int]) -> None:
    """Note to which number somebody has heard each of these threads; it never goes back."""
    hearings = connection.ops.quote_name(Hearing._meta.db_table)
    heard = [(user.pk, thread, number) for thread, number in sorted(numbers.items())]
    with connection.cursor() as cursor:
        for start in range(0, len(heard), _ROWS):
            rows = heard[start : start + _ROWS]
            sql = _HEAR.format(hearings=hearings, rows=", ".join(["(%s, %s, %s)"] * len(rows)))
            cursor.execute(sql, [value for row in rows for value in row])


def hear_all(user: User, *, of: Reading) -> None:
    """Note that somebody has heard all in a reading that they may hear now."""
    threads = Thread.objects.visible_to(user, of=of)
    hear(user, dict(threads.order_by().values_list("pk", "said")))
    tell_of_hearing(user, of.pk)


def listen_to_thread(user: User, thread: Thread, *, choice: Choice) -> None:
    """Follow or mute a thread from now on, or do neither by choice."""
    _choose(user, thread.reading_id, choice, thread=thread)
    tell_of_hearing(user, thread.reading_id, thread.paragraph_id)


def listen_to_paragraph(
    user: User, reading: Reading, paragraph: Paragraph, *, choice: Choice
) -> None:
    """Follow or mute all that is said on a paragraph, save threads with a choice of their own."""
    _choose(user, reading.pk, choice, paragraph=paragraph)
    tell_of_hearing(user, reading.pk, paragraph.pk)


@transaction.atomic
def _choose(user: User, reading: int, choice: Choice, **of: Any) -> None:
    if choice == Choice.DEFAULT:
        Following.objects.filter(user=user, reading=reading, **of).delete()
        return
    is_muted = choice == Choice.MUTE
    Following.objects.update_or_create(
        user=user, reading_id=reading, **of, defaults={"is_muted": is_muted}
    )
