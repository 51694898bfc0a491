"""Writing articles: the only way in for views and commands."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from articles.blocks import Block
from articles.markdown import render_block
from articles.models import Article, Draft, Paragraph


@transaction.atomic
def publish(
    *,
    title: str,
    blocks: Sequence[Block],
    author: str = "",
    language: str = "en",
    source: str = "",
    added_by: User | None = None,
    is_public: bool = False,
) -> Article:
    """Make an article of these blocks, each a paragraph in this order."""
    article = Article.objects.create(
        title=title,
        author=author,
        language=language,
        source=source,
        added_by=added_by,
        is_public=is_public,
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            article=article,
            position=position,
            kind=block.kind,
            level=block.level,
            source=block.source,
            html=render_block(block),
        )
        for position, block in enumerate(blocks, start=1)
    )
    return article


@transaction.atomic
def publish_draft(draft: Draft) -> Article:
    """Make the article that this draft has become, and clear the draft away."""
    article = publish(
        title=draft.title,
        blocks=draft.blocks,
        author=draft.author,
        language=draft.language,
        source=draft.source,
        added_by=draft.added_by,
        is_public=draft.is_public,
    )
    draft.delete()
    return article
