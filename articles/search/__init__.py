"""Searching the texts: one interface over the full-text search of SQLite and of PostgreSQL."""

from articles.search.indexing import index, sweep
from articles.search.query import MOST_CHARACTERS
from articles.search.results import Found, Passage, Results, languages_of, search

__all__ = [
    "MOST_CHARACTERS",
    "Found",
    "Passage",
    "Results",
    "index",
    "languages_of",
    "search",
    "sweep",
]
