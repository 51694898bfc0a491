"""What happens to groups, for apps above that have to act on it."""

from django.dispatch import Signal

# Inside the transaction that deletes a group, before it does; with `group`.
closing = Signal()

# Inside the transaction in which a member marks paragraphs, after it did; with their `place`.
marked = Signal()
