"""Writing articles: the only way in for views and commands."""

from articles.actions.drafts import Outdated, finish_draft, mend_draft, start_draft
from articles.actions.publishing import publish, publish_book, publish_cut, publish_draft
from articles.actions.revising import RevisedMeanwhile, revise
from articles.actions.translations import IsOriginal, mend_pairing, part, translate

__all__ = [
    "IsOriginal",
    "Outdated",
    "RevisedMeanwhile",
    "finish_draft",
    "mend_draft",
    "mend_pairing",
    "part",
    "publish",
    "publish_book",
    "publish_cut",
    "publish_draft",
    "revise",
    "start_draft",
    "translate",
]
