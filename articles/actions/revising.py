"""Revising articles: their words change, and paragraphs stay what they are."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from accounts.models import User
from articles.alignment import Alignment
from articles.blocks import Block
from articles.markdown import document, render_blocks
from articles.models import BATCH, Article, Paragraph, Revision
from articles.reordering import Reordering
from articles.search import index
from articles.signals import revised

# Further than any text reaches: where paragraphs wait while others take their positions.
_AWAY = 1_000_000
_WORDS = ("kind", "level", "label", "language", "source", "html")


class RevisedMeanwhile(Exception):
    """Refused: the article was revised since this edit began. Holds its latest revision."""

    def __init__(self, latest: Revision) -> None:
        super().__init__()
        self.latest = latest


@transaction.atomic
def revise(
    article: Article,
    *,
    by: User,
    blocks: Sequence[Block],
    alignment: Alignment,
    base: int,
    facts: Mapping[str, str] | None = None,
    note: str = "",
) -> Revision:
    """Make a new revision of an article; what changes nothing makes none.

    `alignment`, without questions, is that of the current paragraphs, and of the removed ones, with
    the blocks; `base` is the number of the revision that it was made from. `facts` are fields of
    the article by their names. Raises RevisedMeanwhile where the base is not the latest any more.
    """
    assert not alignment.questions
    # Whoever takes a place in a reading of it holds this lock too, so that every place is known.
    article = Article.objects.select_for_update().get(pk=article.pk)
    latest = article.revisions.latest("number")
    if latest.number != base:
        raise RevisedMeanwhile(latest)
    current = list(article.text)
    is_same = [paragraph.block for paragraph in current] == list(blocks)
    in_order = list(alignment.continues) == list(range(len(current)))
    has_new_facts = _take_facts(article, facts or {})
    if is_same and in_order and not has_new_facts:
        return latest
    revision = Revision.objects.create(
        article=article, number=base + 1, source=document(blocks), made_by=by, note=note
    )
    after = _rewrite(revision, current, blocks, alignment)
    revision.keys = [paragraph.pk for paragraph in after]
    revision.save(update_fields=["keys"])
    index(article)
    return revision


def _take_facts(article: Article, facts: Mapping[str, str]) -> bool:
    """Save these fields; whether any of them is new."""
    new = [name for name, value in facts.items() if getattr(article, name) != value]
    for name in new:
        setattr(article, name, facts[name])
    if new:
        article.save(update_fields=new)
    return bool(new)


def _rewrite(
    revision: Revision,
    current: Sequence[Paragraph],
    blocks: Sequence[Block],
    alignment: Alignment,
) -> list[Paragraph]:
    """Make the text of these blocks; its paragraphs in their new order."""
    article = revision.article
    removed = list(article.paragraphs.removed())
    before = [paragraph.pk for paragraph in current]
    gone = {paragraph.pk: paragraph.position for paragraph in removed}
    back = {new: removed[old] for new, old in alignment.returned.items()}
    after = [
        current[old] if old is not None else back.get(new) or Paragraph(article=article)
        for new, old in enumerate(alignment.continues)
    ]
    _write(after, blocks)
    staying = set(alignment.continues)
    out = {old: paragraph for old, paragraph in enumerate(current) if old not in staying}
    leaving = [paragraph.pk for paragraph in out.values()]
    Paragraph.objects.filter(pk__in=leaving).update(removed_in=revision)
    _put_in_order(article, after, back.values())

    parts = {after[new].pk: olds for new, olds in enumerate(alignment.parts) if olds}
    reordering = Reordering(
        before,
        [paragraph.pk for paragraph in after],
        gone,
        {new: [before[old] for old in olds] for new, olds in parts.items()},
    )
    heirs = {before[old]: heir for old, heir in alignment.heirs.items()}
    into = {key: None if heir is None else after[heir] for key, heir in heirs.items()}
    here = {paragraph.pk for paragraph in after}
    still_gone = [paragraph for paragraph in removed if paragraph.pk not in here]
    _keep_places([*out.values(), *still_gone], reordering, into)
    if list(reordering.before) != list(reordering.after):
        revised.send(Article, article=article, reordering=reordering)
    return after


def _write(after: Sequence[Paragraph], blocks: Sequence[Block]) -> None:
    """Put the blocks into these paragraphs, and save those that were there before."""
    article = after[0].article
    rendered = render_blocks(blocks, name=str(article.pk), pictures=article.pictures_url)
    changed = []
    for paragraph, block, html in zip(after, blocks, rendered, strict=True):
        words = (block.kind, block.level, block.label, block.language, block.source, html)
        if tuple(getattr(paragraph, name) for name in _WORDS) != words:
            for name, value in zip(_WORDS, words, strict=True):
                setattr(paragraph, name, value)
            if paragraph.pk:
                changed.append(paragraph)
    Paragraph.objects.bulk_update(changed, _WORDS, batch_size=BATCH)


def _put_in_order(article: Article, after: Sequence[Paragraph], back: Iterable[Paragraph]) -> None:
    """Give these paragraphs their positions, and make the new ones."""
    moved: list[Paragraph] = []
    for position, paragraph in enumerate(after, start=1):
        if moved or paragraph.is_removed or paragraph.position != position:
            paragraph.position = position
            moved.append(paragraph)
    for paragraph in back:
        paragraph.removed_in = paragraph.merged_into = None
    if not moved:
        return
    # No two may have one position, not even while they change.
    article.text.filter(position__gte=moved[0].position).update(position=F("position") + _AWAY)
    Paragraph.objects.bulk_update(
        [paragraph for paragraph in moved if paragraph.pk],
        ["position", "removed_in", "merged_into"],
        batch_size=BATCH,
    )
    Paragraph.objects.bulk_create(
        [paragraph for paragraph in moved if not paragraph.pk], batch_size=BATCH
    )


def _keep_places(
    removed: Sequence[Paragraph],
    reordering: Reordering,
    into: Mapping[int, Paragraph | None],
) -> None:
    """Let removed paragraphs stand where they stood, and lead to what took in their words."""
    changed = []
    for paragraph in removed:
        # What took its words in may itself have been joined to another now.
        heir = into.get(paragraph.pk) or into.get(paragraph.merged_into_id or 0)
        position = reordering.stands[paragraph.pk]
        if heir or position != paragraph.position:
            paragraph.position = position
            paragraph.merged_into = heir or paragraph.merged_into
            changed.append(paragraph)
    Paragraph.objects.bulk_update(changed, ["position", "merged_into"], batch_size=BATCH)
