"""What a person may do with an article."""

from accounts.models import User
from articles.models import Article


def may_edit(user: User, article: Article) -> bool:
    """Change its text and what is said of it: only who brought it."""
    return article.added_by_id is not None and article.added_by_id == user.pk
