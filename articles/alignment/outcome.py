"""What an alignment says, and what becomes of it by a person's answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Question:
    """Is this new paragraph one of these old ones? The likeliest stands first."""

    new: int
    candidates: tuple[int, ...]


@dataclass(frozen=True)
class Alignment:
    """Which old paragraph each new one is. Paragraphs are named by their index, from 0.

    - `continues`: for each new paragraph the old one it is; None if it is new or a question.
    - `questions`: what a person has to say, one for a new paragraph, in the text's order.
    - `parts`: for each new paragraph that continues none, the old ones whose text is in it, most
      of it first, so that what hung on them can follow; empty for those that continue one.
    - `heirs`: for each old paragraph that none continues, the new one that took in the greater
      part of its text; None if it is gone.
    - `returned`: the new paragraphs that an earlier revision had removed, by their index there.

    While there are questions, all of it is as if each were answered with "a new paragraph".
    """

    continues: tuple[int | None, ...]
    questions: tuple[Question, ...]
    parts: tuple[tuple[int, ...], ...]
    heirs: Mapping[int, int | None]
    returned: Mapping[int, int]

    @property
    def asked(self) -> frozenset[int]:
        """The new paragraphs that are in question."""
        return frozenset(question.new for question in self.questions)


def answered(alignment: Alignment, answers: Mapping[int, int | None]) -> Alignment:
    """The alignment without questions.

    `answers` has for each new paragraph in question one of the candidates, or None for a new
    paragraph. Raises ValueError if one is missing or too many, is no candidate, or is given twice.
    """
    if answers.keys() != alignment.asked:
        raise ValueError("Each question needs an answer, and nothing else does.")
    for question in alignment.questions:
        if answers[question.new] not in (None, *question.candidates):
            raise ValueError("The answer is none of the candidates.")
    chosen = {new: old for new, old in answers.items() if old is not None}
    if len(set(chosen.values())) < len(chosen):
        raise ValueError("Two new paragraphs cannot both be the same old one.")
    return replace(
        alignment,
        continues=tuple(chosen.get(new, old) for new, old in enumerate(alignment.continues)),
        questions=(),
        parts=tuple(() if new in chosen else parts for new, parts in enumerate(alignment.parts)),
        heirs={old: heir for old, heir in alignment.heirs.items() if old not in chosen.values()},
    )
