"""Searching in what was said: the words of comments, as `articles.search` finds those of texts."""

from discussions.search.indexing import add, entry_of, forget, index, sweep
from discussions.search.results import Found, Results, search
from discussions.search.scope import Scope

__all__ = [
    "Found",
    "Results",
    "Scope",
    "add",
    "entry_of",
    "forget",
    "index",
    "search",
    "sweep",
]
