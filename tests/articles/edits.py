"""Random edits to real texts, of which it is known what became of each paragraph.

What is true of an edit:

- A paragraph with slips of the pen, with one sentence written anew that was at most half of it,
  with a sentence from elsewhere or without one of its own, or in another place, is what it was.
- A paragraph of which all is written anew is a new one; so is one put in and a copy.
- Of a split, the longer part is the old paragraph and the other a new one; of a join, the whole is
  the longer one. Where the two differ by less than a tenth of their text, nobody can say: both
  answers are right, and asking is best.
- Of a copy right beside its original, nobody can say which is which; a copy of what was taken out
  elsewhere is that, moved; and where something was moved besides, it may have been the original.

Several edits at once touch different paragraphs, for nothing tells which paragraph it was after
ever more of it has changed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from articles.alignment import Alignment
from articles.cutting import cut

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = (
    "studygroup/demo/sample/on-studying-together.en.md",
    "studygroup/demo/sample/on-studying-together.he.md",
    "docs/design.md",
    "ARCHITECTURE.md",
)
LITANY = """
1.

Let us speak of those who came before us, and of the road they made.

Amen.

***

2.

Let us speak of those who come after us, and of the road that we leave them.

Amen.

***

3.

Let us speak of those who sit with us tonight, and of the bread between us.

Amen.

***

4.

Whoever is late shall find the door open, and a lamp, and a chair that was kept.

Amen.
"""
TIE = 0.1

_SENTENCE_END = re.compile(r"(?<=[.!?:;”״])\s+")
_POINTS = "\u05b0\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bc"


@dataclass(frozen=True)
class Piece:
    """A paragraph of the edited text; `truths` are the old paragraphs it may be, None if new."""

    text: str
    truths: frozenset[int | None]
    is_touched: bool = False


@dataclass(frozen=True)
class Edited:
    old: list[str]
    pieces: list[Piece]

    @property
    def new(self) -> list[str]:
        return [piece.text for piece in self.pieces]


type Pieces = list[Piece]
type Edit = Callable[[Pieces, list[str], Random], Pieces]


class Impossible(Exception):
    """There is no paragraph for this edit in the text."""


@cache
def texts() -> list[list[str]]:
    """The paragraphs of the repository's texts, in English and in Hebrew."""
    sources = [(ROOT / name).read_text(encoding="utf-8") for name in FILES]
    return [[block.source for block in cut(source, markdown=True).blocks] for source in sources]


def litany() -> list[str]:
    """The paragraphs of a short text that is full of repeats, the hardest case."""
    return LITANY.strip().split("\n\n")


def edited(text: Sequence[str], edits: Sequence[Edit], random: Random) -> Edited:
    """The text after these edits.

    Every third paragraph or so is taken out before, for the edits to put in. Raises Impossible.
    """
    kept = [paragraph for paragraph in text if random.random() < 0.7] or list(text)
    others = [paragraph for paragraph in text if paragraph not in kept] or ["Something new."]
    pieces = [Piece(paragraph, frozenset({index})) for index, paragraph in enumerate(kept)]
    for edit in edits:
        pieces = edit(pieces, others, random)
    return Edited(kept, _with_copies_beside(_with_copies_of_gone(pieces, kept)))


def wrong(edit: Edited, alignment: Alignment) -> list[int]:
    """The new paragraphs that are said to be what they are not, or asked without a right answer."""
    candidates = {question.new: question.candidates for question in alignment.questions}
    faults = []
    for new, piece in enumerate(edit.pieces):
        if new in candidates:
            is_right = bool(piece.truths & {None, *candidates[new]})
        else:
            is_right = alignment.continues[new] in piece.truths
        if not is_right:
            faults.append(new)
    return faults


# --- The edits -----------------------------------------------------------------------------------


def slip(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    """One to three letters are left out, doubled, exchanged or other ones."""
    index = _any(pieces, random, lambda piece: _letters(piece.text) >= 4)
    text = pieces[index].text
    for _ in range(random.randint(1, 3 if len(text) > 60 else 1)):
        at = random.choice([place for place, sign in enumerate(text) if sign.isalpha()])
        text = (
            text[:at] + random.choice(["", text[at] * 2, random.choice("eolנר")]) + text[at + 1 :]
        )
    return _replaced(pieces, index, text)


def repoint(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    """Hebrew gets points, all else capitals."""
    index = _any(pieces, random)
    pointed = (
        f"{sign}{random.choice(_POINTS)}" if "א" <= sign <= "ת" else sign
        for sign in pieces[index].text.upper()
    )
    return _replaced(pieces, index, "".join(pointed))


def rewrite_sentence(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    index = _any(pieces, random, lambda piece: bool(_lesser_sentences(piece.text)))
    sentence = random.choice(_lesser_sentences(pieces[index].text))
    instead = random.choice(_sentences(random.choice(others)))
    return _replaced(pieces, index, pieces[index].text.replace(sentence, instead, 1))


def move_sentence(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    """From one paragraph into a longer one."""
    source = _any(pieces, random, lambda piece: bool(_lesser_sentences(piece.text)))
    sentence = random.choice(_lesser_sentences(pieces[source].text))
    target = _any(
        _replaced(pieces, source, ""), random, lambda piece: len(piece.text) > len(sentence)
    )
    shorter = " ".join(pieces[source].text.replace(sentence, "", 1).split())
    pieces = _replaced(pieces, source, shorter)
    return _replaced(pieces, target, f"{pieces[target].text} {sentence}")


def rewrite(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    index = _any(pieces, random)
    pieces = _without(pieces, index)
    return _inserted(pieces, index, _unheard(pieces, others, random))


def insert(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    return _inserted(pieces, random.randint(0, len(pieces)), _unheard(pieces, others, random))


def delete(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    return _without(pieces, _any(pieces, random))


def move(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    index = _any(pieces, random, lambda piece: _times(piece, pieces) == 1)
    moved = replace(pieces[index], is_touched=True)
    pieces = _without(pieces, index)
    return _inserted(pieces, random.randint(0, len(pieces)), moved)


def move_and_slip(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    index = _any(pieces, random, lambda piece: len(piece.text) > 60)
    moved = slip([replace(pieces[index], is_touched=False)], others, random)[0]
    pieces = _without(pieces, index)
    return _inserted(pieces, random.randint(0, len(pieces)), moved)


def move_section(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    """Several paragraphs together."""
    start = random.randrange(len(pieces))
    end = random.randint(start, len(pieces))
    section, rest = pieces[start:end], pieces[:start] + pieces[end:]
    if any(_times(piece, pieces) > 1 or piece.is_touched for piece in section):
        raise Impossible
    target = random.randint(0, len(rest))
    return rest[:target] + [replace(piece, is_touched=True) for piece in section] + rest[target:]


def split(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    index = _any(pieces, random, lambda piece: len(_sentences(piece.text)) > 1)
    sentences = _sentences(pieces[index].text)
    at = random.randint(1, len(sentences) - 1)
    first, second = " ".join(sentences[:at]), " ".join(sentences[at:])
    (old,) = pieces[index].truths
    own: frozenset[int | None] = frozenset({old})
    none: frozenset[int | None] = frozenset({None})
    difference = _letters(first) - _letters(second)
    if abs(difference) < TIE * _letters(first + second):
        own = none = own | none
    truths = (own, none) if difference > 0 else (none, own)
    parts = [Piece(text, truth, True) for text, truth in zip((first, second), truths, strict=True)]
    return pieces[:index] + parts + pieces[index + 1 :]


def join(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    """With the next one."""
    free = [
        index
        for index in range(len(pieces) - 1)
        if not pieces[index].is_touched and not pieces[index + 1].is_touched
    ]
    if not free:
        raise Impossible
    index = random.choice(free)
    first, second = pieces[index : index + 2]
    difference = _letters(first.text) - _letters(second.text)
    truths = first.truths if difference > 0 else second.truths
    if abs(difference) < TIE * _letters(first.text + second.text):
        truths = first.truths | second.truths
    whole = Piece(f"{first.text} {second.text}", truths, True)
    return [*pieces[:index], whole, *pieces[index + 2 :]]


def copy(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    """To anywhere but beside the original."""
    index = _any(pieces, random)
    elsewhere = [at for at in range(len(pieces) + 1) if at not in (index, index + 1)]
    return _copied(pieces, index, random.choice(elsewhere)) if elsewhere else pieces


def copy_beside(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    index = _any(pieces, random)
    return _copied(pieces, index, index + random.randint(0, 1))


def several(pieces: Pieces, others: list[str], random: Random) -> Pieces:
    edits = random.choices(list(EDITS.values())[:-1], k=random.randint(2, 5))
    for edit in edits:
        pieces = edit(pieces, others, random)
    if {copy, copy_beside}.isdisjoint(edits) or {move, move_and_slip, move_section}.isdisjoint(
        edits
    ):
        return pieces
    return [_of_any_copy(piece, pieces) for piece in pieces]


EDITS: dict[str, Edit] = {
    "slip of the pen": slip,
    "points or capitals": repoint,
    "sentence rewritten": rewrite_sentence,
    "sentence moved": move_sentence,
    "all rewritten": rewrite,
    "insert": insert,
    "delete": delete,
    "move": move,
    "move and slip": move_and_slip,
    "section moved": move_section,
    "split": split,
    "join": join,
    "copy": copy,
    "copy beside": copy_beside,
    "several at once": several,
}


# --- What they are made of -----------------------------------------------------------------------


def _any(pieces: Pieces, random: Random, fits: Callable[[Piece], bool] = lambda piece: True) -> int:
    """The index of one that no edit has touched."""
    free = [
        index
        for index, piece in enumerate(pieces)
        if not piece.is_touched and piece.text and fits(piece)
    ]
    if not free:
        raise Impossible
    return random.choice(free)


def _replaced(pieces: Pieces, index: int, text: str) -> Pieces:
    piece = replace(pieces[index], text=text, is_touched=True)
    return [*pieces[:index], piece, *pieces[index + 1 :]]


def _inserted(pieces: Pieces, index: int, piece: Piece) -> Pieces:
    return [*pieces[:index], piece, *pieces[index:]]


def _copied(pieces: Pieces, index: int, target: int) -> Pieces:
    made = Piece(pieces[index].text, frozenset({None}), True)
    return _inserted(_replaced(pieces, index, pieces[index].text), target, made)


def _without(pieces: Pieces, index: int) -> Pieces:
    return pieces[:index] + pieces[index + 1 :]


def _unheard(pieces: Pieces, others: list[str], random: Random) -> Piece:
    """A paragraph that the text does not have yet."""
    left = [text for text in others if all(piece.text != text for piece in pieces)]
    if not left:
        raise Impossible
    return Piece(random.choice(left), frozenset({None}), True)


def _times(piece: Piece, pieces: Pieces) -> int:
    return sum(other.text == piece.text for other in pieces)


def _sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(text)


def _lesser_sentences(text: str) -> list[str]:
    """Those that are at most half of the text."""
    return [one for one in _sentences(text) if 0 < _letters(one) * 2 <= _letters(text)]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _of_any_copy(piece: Piece, pieces: Pieces) -> Piece:
    """The piece with the truths of all that have its text."""
    truths = [other.truths for other in pieces if other.text == piece.text]
    return replace(piece, truths=frozenset().union(*truths))


def _with_copies_of_gone(pieces: Pieces, old: Sequence[str]) -> Pieces:
    left = {truth for piece in pieces for truth in piece.truths}
    gone = {text: index for index, text in enumerate(old) if index not in left}
    return [
        replace(piece, truths=piece.truths | {gone[piece.text]})
        if piece.text in gone and None in piece.truths
        else piece
        for piece in pieces
    ]


def _with_copies_beside(pieces: Pieces) -> Pieces:
    """The pieces, where equal ones stand side by side each with the truths of all of them."""
    result = list(pieces)
    for index in range(1, len(result)):
        before, piece = result[index - 1], result[index]
        if before.text == piece.text:
            truths = before.truths | piece.truths
            result[index - 1 : index + 1] = [
                replace(before, truths=truths),
                replace(piece, truths=truths),
            ]
    return result
