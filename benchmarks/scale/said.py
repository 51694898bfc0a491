"""What is said in the benchmark, the same here and in the peers."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

PARAGRAPHS = 40
IN_A_THREAD = 10
# Replies stand in chains of so many under the comment that begins the thread.
CHAIN = 3
LETTERS = 300

_WORDS = """
the a this that what who how why because although where when never always often one two both
reader writer sentence paragraph thought question answer question meaning word promise garden river
house road winter morning letter teacher student friend stranger silence argument reason mistake
struck seems says tells asks turns holds keeps leaves returns begins ends means hides shows
here there again plainly slowly twice once quite almost rather of in on with without against about
for from into is was were be had has have not only even if and or but than more less first last
"""


class Said(NamedTuple):
    """A comment of a discussion: which one in its thread, what it answers, and by whom it is."""

    thread: int
    # From 0, in the order of the tree; what it answers is that of another one in the thread.
    number: int
    answers: int | None
    depth: int
    author: int
    text: str


def texts(number: int, random: Random) -> list[str]:
    """So many texts of some 300 letters, one word in each emphasised."""
    words = _WORDS.split()
    return [_text(words, random) for _text_number in range(number)]


def _text(words: list[str], random: Random) -> str:
    chosen = [f"*{random.choice(words)}*"]
    while len(" ".join(chosen)) < LETTERS:
        chosen.append(random.choice(words))
    return " ".join(chosen).capitalize() + "."


# Texts come again, as rendering them is not what is measured.
TEXTS = texts(400, Random(1))


def place_of(thread: int) -> int:
    """The paragraph of a thread, from 0. However many there are, the first one has but one."""
    return 1 + (thread - 1) % (PARAGRAPHS - 1) if thread else 0


def discussion(comments: int, *, authors: int, seed: int) -> Iterator[Said]:
    """So many comments in threads of ten; `place_of` says on which paragraph each thread is."""
    random = Random(seed)
    for index in range(comments):
        thread, number = divmod(index, IN_A_THREAD)
        place = (number - 1) % CHAIN
        yield Said(
            thread=thread,
            number=number,
            answers=None if number == 0 else (number - 1 if place else 0),
            depth=0 if number == 0 else place + 1,
            author=(index + thread) % authors,
            text=random.choice(TEXTS),
        )
