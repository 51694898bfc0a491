"""`manage.py index_articles`: bring the index of the search up to date."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Article
from articles.search import index

_STEP = 50


class Command(BaseCommand):
    help = "Bring the index of all articles up to date, for search to find them."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        for number, key in enumerate(keys, start=1):
            _index(key)
            if number % _STEP == 0 or number == len(keys):
                self.stdout.write(f"{number} of {len(keys)} texts")


@transaction.atomic
def _index(key: int) -> None:
    """Index an article that nobody revises or deletes meanwhile."""
    for article in Article.objects.select_for_update().filter(pk=key):
        index(article)
