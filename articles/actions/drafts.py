"""Bringing texts in as drafts, and mending them."""

from collections.abc import Sequence

from django.db import models, transaction

from accounts.models import User
from articles.actions.publishing import publish_draft
from articles.actions.translations import translate
from articles.blocks import Block, Cut
from articles.models import Article, Collection, Draft, Picture


class Outdated(Exception):
    """The draft has been mended since it was looked at."""


@transaction.atomic
def start_draft(cut: Cut, *, added_by: User, translation_of: Article | None = None) -> Draft:
    """Keep a text that has been cut, to be looked over by the person who brings it."""
    draft = Draft(
        title=cut.title,
        author=cut.author,
        language=cut.language,
        source=cut.source,
        licence=cut.licence,
        is_book=cut.is_book and translation_of is None,
        translation_of=translation_of,
        added_by=added_by,
    )
    for name in ("title", "author", "source", "licence"):
        field = Draft._meta.get_field(name)
        assert isinstance(field, models.CharField)
        setattr(draft, name, getattr(draft, name)[: field.max_length])
    draft.blocks = list(cut.blocks)
    draft.save()
    Picture.objects.bulk_create(
        Picture(draft=draft, name=name, content=content) for name, content in cut.pictures.items()
    )
    return draft


@transaction.atomic
def mend_draft(draft: Draft, *, version: int, blocks: Sequence[Block]) -> None:
    """Save what has been said of the draft, with its blocks as mended since this version.

    Raises Outdated if it has been mended meanwhile, Draft.DoesNotExist if it is no longer there.
    """
    current = Draft.objects.select_for_update().get(pk=draft.pk)
    if current.version != version:
        raise Outdated
    draft.blocks = list(blocks)
    if _said(draft) != _said(current):
        draft.version = version + 1
        draft.save()


@transaction.atomic
def finish_draft(draft: Draft, *, version: int, blocks: Sequence[Block]) -> Article | Collection:
    """Mend the draft for the last time, and make of it what it has become.

    Raises as `mend_draft` does.
    """
    mend_draft(draft, version=version, blocks=blocks)
    made = publish_draft(draft)
    if isinstance(made, Article) and made.translation_of:
        translate(made.translation_of, by=made)
    return made


def _said(draft: Draft) -> dict[str, object]:
    """All that a mending may change."""
    return {
        field.name: field.value_from_object(draft)
        for field in Draft._meta.concrete_fields
        if field.name != "created_at"
    }
