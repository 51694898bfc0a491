"""An edit of an article that is not saved yet: what would become of each paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from accounts.languages import direction
from articles.alignment import Alignment, align
from articles.blocks import Block
from articles.differences import Change, Piece, State, Stretch, changes, pieces, stretches
from articles.markdown.prose import render_block, surroundings
from articles.models import Article, Paragraph, Revision

# So many changes are shown at once.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Candidate:
    """A paragraph that a new one may be, and what would have changed in it."""

    index: int
    paragraph: Paragraph
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Asked:
    """A paragraph of the new text of which it is not sure whether it is one of the old."""

    index: int
    block: Block
    candidates: Sequence[Candidate]

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def direction(self) -> str:
        """`rtl` or `ltr` where it is in another language than the article; else empty."""
        return direction(self.block.language) if self.block.language else ""


class Proposal:
    """New blocks for an article; every part is found out once, when asked for."""

    def __init__(self, article: Article, blocks: Sequence[Block]) -> None:
        self.article = article
        self.blocks = blocks

    @cached_property
    def current(self) -> list[Paragraph]:
        return list(self.article.text)

    @cached_property
    def removed(self) -> list[Paragraph]:
        return list(self.article.paragraphs.removed())

    @cached_property
    def alignment(self) -> Alignment:
        return align(
            [paragraph.source for paragraph in self.current],
            [block.source for block in self.blocks],
            removed=[paragraph.source for paragraph in self.removed],
        )

    @property
    def questions(self) -> list[Asked]:
        return [
            Asked(
                question.new,
                self.blocks[question.new],
                [self._candidate(question.new, old) for old in question.candidates],
            )
            for question in self.alignment.questions
        ]

    @cached_property
    def shown(self) -> tuple[list[Stretch], int]:
        """The changes, each with how it will look, and how many more there are."""
        found, more = stretches(self._changes, most=MOST_SHOWN)
        around = list(
            surroundings(
                self.blocks,
                name=f"preview-{self.article.pk}",
                pictures=self.article.pictures_url,
            )
        )

        def previewed(change: Change) -> Change:
            if change.new is None or change.stands is None:
                is_asked = change.state is State.REMOVED and change.was in self._candidates
                return replace(change, is_asked=is_asked)
            index = change.stands - 1
            html = render_block(change.new, around[index])
            return replace(change, html=html, is_asked=index in self.alignment.asked)

        shown = [
            replace(stretch, changes=[previewed(change) for change in stretch.changes])
            for stretch in found
        ]
        return shown, more

    @property
    def _changes(self) -> list[Change]:
        keys = [
            self.current[old].pk if old is not None else self._returned(new)
            for new, old in enumerate(self.alignment.continues)
        ]
        return changes(
            {paragraph.pk: paragraph.block for paragraph in self.current},
            list(zip(keys, self.blocks, strict=True)),
            gone={paragraph.pk for paragraph in self.removed},
        )

    @cached_property
    def _candidates(self) -> set[int]:
        """The positions of the old paragraphs that are in question."""
        questions = self.alignment.questions
        return {old + 1 for question in questions for old in question.candidates}

    def _returned(self, new: int) -> int | None:
        index = self.alignment.returned.get(new)
        return None if index is None else self.removed[index].pk

    def _candidate(self, new: int, old: int) -> Candidate:
        paragraph = self.current[old]
        return Candidate(old, paragraph, list(pieces(paragraph.source, self.blocks[new].source)))


class Restoration(Proposal):
    """The blocks of an earlier revision, each the paragraph that it was."""

    def __init__(self, revision: Revision, blocks: Sequence[Block]) -> None:
        super().__init__(revision.article, blocks)
        self.revision = revision

    @cached_property
    def alignment(self) -> Alignment:
        current = {paragraph.pk: index for index, paragraph in enumerate(self.current)}
        removed = {paragraph.pk: index for index, paragraph in enumerate(self.removed)}
        keys = self.revision.keys
        continues = tuple(current.get(key) for key in keys)
        return Alignment(
            continues=continues,
            questions=(),
            parts=((),) * len(keys),
            heirs={old: None for old in current.values() if old not in set(continues)},
            returned={new: removed[key] for new, key in enumerate(keys) if key in removed},
        )
