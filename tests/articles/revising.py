"""Revising an article as its editor would, with an answer to each question."""

from collections.abc import Sequence

from accounts.models import User
from articles.actions import revise
from articles.alignment import answered
from articles.blocks import Block
from articles.cutting.recutting import recut
from articles.models import Article, Paragraph, Revision
from articles.proposal import Proposal


def revised_to(article: Article, source: str, *, by: User, note: str = "") -> Revision:
    """The revision with this source; what is in question is the likeliest, or new."""
    return revised_of(article, recut(source, language=article.language), by=by, note=note)


def revised_of(article: Article, blocks: Sequence[Block], *, by: User, note: str = "") -> Revision:
    alignment = Proposal(article, blocks).alignment
    answers: dict[int, int | None] = {}
    for question in alignment.questions:
        free = (old for old in question.candidates if old not in answers.values())
        answers[question.new] = next(free, None)
    return revise(
        article,
        by=by,
        blocks=blocks,
        alignment=answered(alignment, answers),
        base=article.revisions.latest("number").number,
        note=note,
    )


def text_of(article: Article) -> list[str]:
    return list(article.text.values_list("source", flat=True))


def paragraph_of(article: Article, source: str) -> Paragraph:
    """The paragraph, current or removed, that says just this."""
    return article.paragraphs.get(source=source)
