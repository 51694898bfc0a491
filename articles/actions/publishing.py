"""Making articles and collections."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from articles.actions.translations import translate
from articles.blocks import Block, Cut, Kind, NothingToRead
from articles.markdown import document, plain_block, render_blocks
from articles.models import BATCH, Article, Collection, Draft, Paragraph, Picture, Revision
from articles.search import index

_LONGEST_TITLE = 300


class Facts(TypedDict, total=False):
    """What is known of a text besides its title and words: fields of `Text`."""

    author: str
    language: str
    source: str
    licence: str
    visibility: str
    added_by: User | None
    collection: Collection | None
    chapter: int | None
    translation_of: Article | None


@transaction.atomic
def publish(
    *,
    title: str,
    blocks: Sequence[Block],
    pictures: Mapping[str, bytes] | None = None,
    **facts: Unpack[Facts],
) -> Article:
    """Make an article of these blocks, each a paragraph in this order."""
    article = Article.objects.create(title=title, **facts)
    Picture.objects.bulk_create(
        Picture(article=article, name=name, content=content)
        for name, content in (pictures or {}).items()
        if name in _shown(blocks)
    )
    rendered = render_blocks(blocks, name=str(article.pk), pictures=article.pictures_url)
    paragraphs = Paragraph.objects.bulk_create(
        (
            Paragraph(
                article=article,
                position=position,
                kind=block.kind,
                level=block.level,
                label=block.label,
                language=block.language,
                source=block.source,
                html=html,
            )
            for position, (block, html) in enumerate(zip(blocks, rendered, strict=True), start=1)
        ),
        batch_size=BATCH,
    )
    Revision.objects.create(
        article=article,
        number=1,
        source=document(blocks),
        keys=[paragraph.pk for paragraph in paragraphs],
        made_by=article.added_by,
    )
    if article.translation_of:
        translate(article.translation_of, by=article)
    index(article)
    return article


@transaction.atomic
def publish_book(
    *,
    title: str,
    blocks: Sequence[Block],
    pictures: Mapping[str, bytes] | None = None,
    **facts: Unpack[Facts],
) -> Collection:
    """Make a collection of these blocks: each heading of the first level begins an article.

    Raises NothingToRead where no chapter has words.
    """
    collection = Collection.objects.create(title=title, **_of_collection(facts))
    chapters = list(_chapters(title, blocks))
    if not chapters:
        raise NothingToRead
    for number, (heading, chapter) in enumerate(chapters, start=1):
        own: Facts = {**facts, "collection": collection, "chapter": number}
        publish(title=heading, blocks=chapter, pictures=pictures, **own)
    return collection


def publish_cut(cut: Cut, *, title: str = "", **facts: Unpack[Facts]) -> Article | Collection:
    """Make the article that a text was cut into, or the collection if it is a book.

    What is not given is as it was found in the text.
    """
    found: Facts = {
        "author": cut.author,
        "language": cut.language,
        "source": cut.source,
        "licence": cut.licence,
    }
    make = publish_book if cut.is_book else publish
    known: Facts = {**found, **facts}
    return make(title=title or cut.title, blocks=cut.blocks, pictures=cut.pictures, **known)


@transaction.atomic
def publish_draft(draft: Draft) -> Article | Collection:
    """Make the article or the collection that this draft has become, and clear the draft away."""
    facts: Facts = {
        "author": draft.author,
        "language": draft.language,
        "source": draft.source,
        "licence": draft.licence,
        "visibility": draft.visibility,
        "added_by": draft.added_by,
    }
    pictures = {picture.name: bytes(picture.content) for picture in draft.pictures.all()}
    made: Article | Collection
    if draft.is_book:
        made = publish_book(title=draft.title, blocks=draft.blocks, pictures=pictures, **facts)
    else:
        facts["translation_of"] = draft.translation_of
        made = publish(title=draft.title, blocks=draft.blocks, pictures=pictures, **facts)
    draft.delete()
    return made


def _shown(blocks: Sequence[Block]) -> set[str]:
    """The names of the pictures that these blocks show."""
    figures = filter(None, (block.figure for block in blocks))
    return {figure.picture.name for figure in figures if figure.picture}


def _of_collection(facts: Facts) -> dict[str, object]:
    own = {field.name for field in Collection._meta.get_fields()}
    return {name: value for name, value in facts.items() if name in own}


def _chapters(title: str, blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """The chapters with their titles; what stands before the first has the book's title.

    A heading with nothing below, such as that of a part, stands at the beginning of the next
    chapter.
    """
    heading, above, chapter = title, list[Block](), list[Block]()
    begun: Block | None = None
    has_chapters = False
    for block in blocks:
        if block.kind is not Kind.HEADING or block.level != 1:
            chapter.append(block)
            continue
        if chapter:
            yield heading, above + chapter
            above, chapter, has_chapters = [], [], True
        elif begun:
            above.append(begun)
        heading, begun = " ".join(plain_block(block).split())[:_LONGEST_TITLE], block
    if chapter:
        yield heading, above + chapter
    elif begun and has_chapters:
        yield heading, [*above, begun]
