"""Articles, the paragraphs that they are made of, and how they come about."""

from articles.models.drafts import Draft
from articles.models.entries import Entry
from articles.models.paragraphs import BATCH, KINDS, Paragraph
from articles.models.pictures import Picture
from articles.models.revisions import Revision
from articles.models.texts import Article, Collection, Text, Visibility

__all__ = [
    "BATCH",
    "KINDS",
    "Article",
    "Collection",
    "Draft",
    "Entry",
    "Paragraph",
    "Picture",
    "Revision",
    "Text",
    "Visibility",
]
