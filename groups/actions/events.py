"""Letting go of what nobody needs to be told any more."""

from datetime import timedelta

from django.utils import timezone

from groups.models import Event, Presence

# Whoever comes back after longer looks at everything anew.
KEPT = timedelta(hours=12)


def forget_events() -> None:
    """Delete events of long ago, and that somebody was there whom nobody saw leave."""
    long_ago = timezone.now() - KEPT
    Event.objects.filter(created_at__lt=long_ago).delete()
    Presence.objects.filter(seen_at__lt=long_ago).delete()
