"""`manage.py index_comments`: bring the index of what was said up to date."""

from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from discussions.models import Comment
from discussions.search import index

_STEP = 500


class Command(BaseCommand):
    help = "Bring the index of all comments up to date, for search to find them."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
        done = 0
        for some in batched(keys, _STEP, strict=False):
            _index(some)
            done += len(some)
            self.stdout.write(f"{done} of {len(keys)} comments")


@transaction.atomic
def _index(keys: tuple[int, ...]) -> None:
    """Index comments that nobody changes meanwhile."""
    locked = Comment.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    index(*locked.select_related("reading__article"))
