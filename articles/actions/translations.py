"""Linking an article with its translations, paragraph by paragraph."""

from collections.abc import Mapping

from django.db import transaction

from articles.models import BATCH, Article, Paragraph
from articles.pairing import pair


class IsOriginal(ValueError):
    """The article has translations itself, so it cannot become one."""


@transaction.atomic
def translate(original: Article, *, by: Article) -> None:
    """Make an article a translation of another one, and pair their paragraphs.

    A translation of a translation is one of the original. Raises IsOriginal where it has
    translations itself, or is to translate itself.
    """
    first = original.translation_of or original
    if first.pk == by.pk or by.translations.exists():
        raise IsOriginal
    by.translation_of = first
    by.save(update_fields=["translation_of"])
    pair_paragraphs(by)


@transaction.atomic
def pair_paragraphs(translation: Article) -> None:
    """Pair the paragraphs of a translation with the original's anew, as far as can be seen."""
    assert translation.translation_of
    originals = list(translation.translation_of.text)
    translated = list(translation.text)
    paired = pair([p.block for p in originals], [p.block for p in translated])
    for paragraph, index in zip(translated, paired, strict=True):
        paragraph.original = None if index is None else originals[index]
    Paragraph.objects.bulk_update(translated, ["original"], batch_size=BATCH)


@transaction.atomic
def mend_pairing(translation: Article, pairing: Mapping[Paragraph, Paragraph | None]) -> None:
    """Pair these paragraphs of a translation as an editor says."""
    # It is not revised meanwhile.
    Article.objects.select_for_update().get(pk=translation.pk)
    for paragraph, original in pairing.items():
        paragraph.original = original
    Paragraph.objects.bulk_update(pairing.keys(), ["original"], batch_size=BATCH)


@transaction.atomic
def part(translation: Article) -> None:
    """Let a translation be an article of its own again."""
    translation.translation_of = None
    translation.save(update_fields=["translation_of"])
    translation.paragraphs.update(original=None)
