"""Queries that are put together once ask just what they would ask if put together each time."""

from accounts.models import compiled as _module  # noqa: F401  # the name of the function hides it
