"""What becomes of a person's texts when their account is erased."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from articles.models import Article, Collection, Draft, Visibility
from articles.search import sweep


@transaction.atomic
def erase_texts(sender: object = None, *, user: User, **_more: Any) -> None:
    """Delete the texts that only this person could read; the others stay without their name."""
    Draft.objects.filter(added_by=user).delete()
    mine = Article.objects.filter(added_by=user, visibility=Visibility.GROUPS)
    for article in mine.select_for_update(of=("self",)).order_by("pk"):
        # What a group reads is protected by its reading.
        with suppress(ProtectedError), transaction.atomic():
            article.delete()
            transaction.on_commit(sweep)
    shelves = Collection.objects.filter(added_by=user, visibility=Visibility.GROUPS)
    shelves.filter(articles=None).delete()
