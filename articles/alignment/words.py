"""The words of a paragraph, as they count when two paragraphs are compared."""

import re
from dataclasses import dataclass
from functools import cached_property

# So many words in a row are rarely the same by chance.
RUN = 3

# Points and accents above and below the letters: Latin, Hebrew and Arabic.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f]")
# What is written without spaces counts by the letter.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")

type Run = tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words in small letters, without points and punctuation.

    A text of signs only, such as a divider, is one word of them.
    """
    folded = _MARKS.sub("", text).casefold()
    return tuple(_WORD.findall(folded)) or ("".join(folded.split()),)


@dataclass(frozen=True)
class Passage:
    """A paragraph's words, and what is counted of them."""

    words: tuple[str, ...]

    @cached_property
    def letters(self) -> int:
        """How many; at least one, so that it can be divided by."""
        return max(1, sum(map(len, self.words)))

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    @cached_property
    def runs(self) -> list[Run]:
        return list(zip(*(self.words[start:] for start in range(RUN)), strict=False))

    @cached_property
    def distinct_runs(self) -> frozenset[Run]:
        return frozenset(self.runs)

    @cached_property
    def numbers(self) -> list[str]:
        return [word for word in self.words if any(map(str.isdigit, word))]

    def letters_in(self, runs: frozenset[Run]) -> int:
        """The letters of those words that stand in one of these runs."""
        covered = reached = 0
        for start, run in enumerate(self.runs):
            if run in runs:
                covered += sum(map(len, self.words[max(start, reached) : start + RUN]))
                reached = start + RUN
        return covered
