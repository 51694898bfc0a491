"""The steps of a reading as its members meet them."""

from dataclasses import dataclass

from articles.markdown import plain_block
from groups.models import Reading, Step


@dataclass(frozen=True)
class Stretch:
    """A step with the paragraphs that are in it: from `first` to `last`, positions."""

    step: Step
    last: int
    # Whether it opens next.
    is_next: bool = False

    @property
    def first(self) -> int:
        return self.step.first.position

    @property
    def title(self) -> str:
        """The words of the heading that it begins with, if it does."""
        return plain_block(self.step.first.block) if self.step.first.is_heading else ""


def stretches_of(reading: Reading) -> list[Stretch]:
    """The steps of a reading in their order."""
    steps = list(reading.steps.select_related("first", "opened_by"))
    if not steps:
        return []
    ends = [step.first.position - 1 for step in steps[1:]]
    ends.append(reading.article.text.count())
    following = next((step for step in steps if not step.is_open), None)
    return [
        Stretch(step, last, is_next=step is following)
        for step, last in zip(steps, ends, strict=True)
    ]
