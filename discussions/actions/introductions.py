"""Putting off an invitation to answer somebody."""

from accounts.models import User
from discussions.models import NotNow, Thread


def put_off(thread: Thread, *, user: User) -> None:
    """Offer this question to this person no more, and none for the rest of the day."""
    NotNow.objects.get_or_create(user=user, thread=thread)
