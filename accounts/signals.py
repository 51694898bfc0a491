"""What apps above can follow when people go, or stay after all."""

from django.dispatch import Signal

# All three are sent by `accounts.actions.erasure`, within its transaction.

# Somebody has asked that their account be erased: with `user`, the day in UTC on which it `ends`,
# and `heirs`, which tells by a duty's key who takes it over. Receivers may raise NoHeir.
erasure_asked = Signal()

# They stay after all: with `user`, and the day on which the account was to end as `ends`.
erasure_withdrawn = Signal()

# The account is erased now: with `user`, the addresses of their `emails`, and whether what they
# said stays without their name as `keeps_words`. Afterwards the user's row is deleted.
erasing = Signal()
