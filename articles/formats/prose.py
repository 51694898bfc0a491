"""Writing words with their marks as Markdown."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from unicodedata import category

from articles.blocks import Block, Kind
from articles.cutting.characters import tidy
from articles.formats.pieces import Piece, text_of
from articles.markdown import escape, plain_block

LONGEST_ADDRESS = 2_000
_LONGEST_RAISED = 100

_DELIMITERS = {"em": "*", "strong": "**", "del": "~~"}
_LEAVES = {"sup": "^", "sub": "~"}
# No character, so it stands in no text; here for a piece of Markdown not to be escaped.
_PIECE = "\ufdd0"
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BACKTICKS = re.compile(r"`+")
_PUNCTUATED = re.compile(r"^(?:[^\w\s]|_)+")
_PUNCTUATED_END = re.compile(r"(?:[^\w\s]|_)+$")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~ ])")
# What only the reader of whole documents takes as a mark.
_DEFINITION = re.compile(r"^\[(?=[^\]\n]*\]:)", re.MULTILINE)
_OWN_MARKS = re.compile(r"[~^]|\[(?=\^)|(?<=\{lang)=|\\(?![\w\s])")
_LINK_MARKS = re.compile(r"[\[\]~^]|(?<=\{lang)=|\\(?![\w\s])")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\x00-\x1f]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w+;)")


def markdown(pieces: Iterable[Piece], *, breaks: bool = True) -> str:
    """Markdown that shows these words with these marks; without `breaks` in one line."""
    tidied = list(_joined(_settled(list(_joined(_tidied(pieces, breaks=breaks))))))
    source, is_doubtful = _written(tidied)
    for dropped in (_DELIMITERS.keys(), {*_DELIMITERS, *_LEAVES, "code"}):
        if not is_doubtful or _shows(source, tidied):
            break
        source, _ = _written(list(_joined(_without(piece, dropped) for piece in tidied)))
    return source.strip("\n")


def address(written: str) -> str:
    """The address as the target of a link; empty for all but web and mail addresses."""
    found = "".join(written.split())
    if len(found) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(found):
        return ""
    return found.replace("\\", "%5C")


def bracketed(words: str) -> str:
    """Markdown that shows these words in one line between square brackets."""
    line = _SPACES.sub(" ", tidy(_NO_CHARACTERS.sub("", words))).strip()
    written = _Line()
    written.add_words(line, in_link=True)
    return written.source


def _tidied(pieces: Iterable[Piece], *, breaks: bool) -> Iterator[Piece]:
    """The pieces with single spaces between them, none at the beginning or end of a line."""
    before: Piece | None = None
    is_parted = False
    for piece in pieces:
        if piece.words == "\n" and breaks:
            yield Piece("\n")
            before, is_parted = None, False
            continue
        if piece.mention:
            words = piece.words
            ends_parted = False
        else:
            tidied = _SPACES.sub(" ", tidy(_NO_CHARACTERS.sub("", piece.words)))
            words = tidied.strip(" ")
            is_parted |= tidied.startswith(" ")
            ends_parted = tidied.endswith(" ")
        if not words:
            continue
        if is_parted and before:
            yield Piece(" ", tuple(_shared_stack(_spans(before), _spans(piece))))
        before, is_parted = piece, ends_parted
        yield piece._replace(words=words)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, neighbours with the same marks made one."""
    for (marks, mention), group in groupby(pieces, lambda piece: (piece.marks, piece.mention)):
        members = list(group)
        if mention:
            yield from members
        else:
            yield Piece("".join(piece.words for piece in members), marks)


def _settled(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, punctuation put out of the marks where Markdown would not read these.

    `**Note:**text` is not bold, `**Note**:text` is.
    """
    for index, piece in enumerate(pieces):
        before = pieces[index - 1] if index else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        words, tail = piece.words, None
        if _is_leaf(piece) or not _DELIMITERS.keys() & set(piece.marks):
            yield piece
            continue
        if before and _last_character(before).isalnum() and _is_punctuation(words[0]):
            shared = tuple(_shared_stack(_spans(before), _spans(piece)))
            core = _PUNCTUATED.sub("", words)
            yield Piece(words[: len(words) - len(core)], shared)
            words = core
        if words and after and _first_character(after).isalnum() and _is_punctuation(words[-1]):
            shared = tuple(_shared_stack(_spans(after), _spans(piece)))
            core = _PUNCTUATED_END.sub("", words)
            words, tail = core, Piece(words[len(core) :], shared)
        if words:
            yield piece._replace(words=words)
        if tail:
            yield tail


def _without(piece: Piece, dropped: Collection[str]) -> Piece:
    return piece._replace(marks=tuple(mark for mark in piece.marks if mark not in dropped))


def _shows(source: str, pieces: Sequence[Piece]) -> bool:
    """Whether readers of this Markdown see the words of the pieces and nothing else."""
    shown = plain_block(Block(source, Kind.VERSE))
    return "".join(shown.split()) == "".join(text_of(pieces).split())


class _Line:
    """Markdown in the making: words to be escaped, and pieces that are as they should be."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.pieces: list[str] = []

    def add_piece(self, piece: str) -> None:
        self.words.append(_PIECE)
        self.pieces.append(piece)

    def add_words(self, words: str, *, in_link: bool = False) -> None:
        done = 0
        for mark in (_LINK_MARKS if in_link else _OWN_MARKS).finditer(words):
            self.words.append(words[done : mark.start()])
            self.add_piece(f"\\{mark[0]}")
            done = mark.end()
        self.words.append(words[done:])

    @property
    def source(self) -> str:
        return _with_pieces(_DEFINITION.sub(r"\\[", escape("".join(self.words))), self.pieces)


def _with_pieces(source: str, pieces: Iterable[str]) -> str:
    following = iter(pieces)
    return re.sub(_PIECE, lambda _: next(following), source)


def _written(pieces: Sequence[Piece]) -> tuple[str, bool]:
    """The Markdown, and whether marks stand so close that they may be read otherwise."""
    line = _Line()
    opened: list[str] = []
    is_doubtful = False
    for index, piece in enumerate(pieces):
        before = pieces[index - 1] if index else None
        following = _spans(pieces[index + 1]) if index + 1 < len(pieces) else []
        wanted = _spans(piece)
        kept = len(_shared_stack(opened, wanted))
        closing, opening = opened[kept:], wanted[kept:]
        for mark in reversed(closing):
            _close(line, mark)
        for mark in opening:
            _open(line, mark)
        opened = wanted
        if any(mark in _DELIMITERS for mark in (*closing, *opening)):
            is_doubtful |= len(closing) + len(opening) > 1
            is_doubtful |= not _parted(_last_character(before), _first_character(piece), closing)
        is_doubtful |= _is_leaf(piece) and bool((before and _is_leaf(before)) or opened or closing)
        begins = following[len(_shared_stack(wanted, following)) :]
        ends = bool(begins) and begins[0] not in _DELIMITERS
        _add(line, piece, before, in_link=_in_link(opened), ends=ends)
    for mark in reversed(opened):
        _close(line, mark)
    return line.source, is_doubtful or len(opened) > 1


def _spans(piece: Piece) -> list[str]:
    """The marks that may go on in the next piece, outermost first."""
    return [mark for mark in piece.marks if mark not in {"code", *_LEAVES}]


def _in_link(opened: Sequence[str]) -> bool:
    return any(mark not in _DELIMITERS for mark in opened)


def _shared_stack(opened: Sequence[str], wanted: Sequence[str]) -> list[str]:
    shared = []
    for one, other in zip(opened, wanted, strict=False):
        if one != other:
            break
        shared.append(one)
    return shared


def _open(line: _Line, mark: str) -> None:
    line.add_piece(_DELIMITERS.get(mark, "["))


def _close(line: _Line, mark: str) -> None:
    line.add_piece(_DELIMITERS.get(mark) or f"](<{_ENTITY.sub('&amp;', mark)}>)")


def _add(line: _Line, piece: Piece, before: Piece | None, *, in_link: bool, ends: bool) -> None:
    """Add the words of a piece; `ends` tells that a link begins behind it."""
    words = piece.words
    if piece.mention:
        if not in_link:
            line.add_piece(f"[^{words}]")
    elif "code" in piece.marks:
        line.add_piece(_code(words))
    elif (leaf := _leaf(piece)) and words.strip():
        line.add_piece(leaf + _PUNCTUATION.sub(r"\\\1", words) + leaf)
    elif in_link:
        line.add_words(words, in_link=True)
    else:
        # A mention must not become a link or the beginning of the note, nor a link an image.
        if before and before.mention and words[0] in "(:[":
            line.add_piece(f"\\{words[0]}")
            words = words[1:]
        if ends and words.endswith("!"):
            line.add_words(words[:-1])
            line.add_piece("\\!")
        else:
            line.add_words(words)


def _code(words: str) -> str:
    runs = [len(run) for run in _BACKTICKS.findall(words)]
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _leaf(piece: Piece) -> str:
    """The mark around raised or lowered words; whole sentences are only small."""
    marks = [_LEAVES[mark] for mark in piece.marks if mark in _LEAVES]
    return marks[-1] if marks and len(piece.words) <= _LONGEST_RAISED else ""


def _is_leaf(piece: Piece) -> bool:
    return piece.mention or any(mark in {"code", *_LEAVES} for mark in piece.marks)


def _first_character(piece: Piece) -> str:
    return "[" if _is_leaf(piece) else piece.words[:1]


def _last_character(piece: Piece | None) -> str:
    if not piece:
        return ""
    return "]" if _is_leaf(piece) else piece.words[-1:]


def _parted(before: str, after: str, closing: Sequence[str]) -> bool:
    """Whether a mark between these characters can be read in one way only."""
    if closing:
        return not _is_punctuation(before) or not after.isalnum()
    return not _is_punctuation(after) or not before.isalnum()


def _is_punctuation(character: str) -> bool:
    return category(character)[0] in "PS" if character else False
