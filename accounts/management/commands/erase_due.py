"""Erases the accounts whose owners have asked for it and whose days of grace are over."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.erasure import erase_due


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{erase_due()} erased")
