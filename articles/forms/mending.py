"""The decisions on the blocks of one page of a draft, as they were filled in."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import languages
from articles.blocks import MAX_BLOCK_CHARACTERS, Block, Kind
from articles.mending import (
    SHAPES,
    Decision,
    Fate,
    edited,
    shape_of,
    shapes_for,
    shown_source,
)
from articles.models import KINDS

SHAPE_NAMES = {
    name: format_lazy(_("Heading {level}"), level=shape.level)
    if shape.kind is Kind.HEADING
    else KINDS[shape.kind]
    for name, shape in SHAPES.items()
}
# Any other can be named in the source: `{lang=la}`.
_LANGUAGES = ("ar", "de", "el", "en", "es", "fr", "he", "ru")
_KNOWN_LANGUAGES = frozenset(code for code, _name in languages.CHOICES)
_TOO_LONG = format_lazy(
    _(
        "This paragraph is longer than {limit} characters. "
        "Put an empty line where a new one begins."
    ),
    limit=MAX_BLOCK_CHARACTERS,
)


@dataclass(frozen=True)
class Controls:
    """What is chosen for one block, and what there is to choose from."""

    number: int
    block: Block
    shape: str
    language: str
    source: str
    joins: bool
    drops: bool
    error: str | Promise = ""

    @property
    def index(self) -> int:
        return self.number - 1

    @property
    def shapes(self) -> list[tuple[str, str | Promise]]:
        return [(name, SHAPE_NAMES[name]) for name in shapes_for(self.block)]

    @property
    def languages(self) -> list[tuple[str, str]]:
        codes = dict.fromkeys((*_LANGUAGES, *filter(None, (self.block.language, self.language))))
        return [(code, languages.language_name(code)) for code in codes]

    @property
    def mark(self) -> str:
        """What tells, when the form comes back, which block it was, and whether it was edited."""
        return f"{_digest(astuple(self.block))}.{_digest(shown_source(self.block))}"

    @property
    def is_edited(self) -> bool:
        return self.source != shown_source(self.block)

    @property
    def is_open(self) -> bool:
        """Whether there is something to see in the fields for editing."""
        return self.is_edited or bool(self.error) or self.language != self.block.language

    @property
    def has_language(self) -> bool:
        return self.block.kind not in {Kind.CODE, Kind.TABLE}

    @property
    def decision(self) -> Decision:
        return Decision(
            Fate.DROP if self.drops else Fate.JOIN if self.joins else Fate.KEEP,
            None if self.shape == shape_of(self.block) else self.shape,
            None if self.language == self.block.language else self.language,
            self.source if self.is_edited else None,
        )


class Mending:
    """The controls of a page's blocks; `data` is what was posted, None for a page to begin with."""

    def __init__(
        self, blocks: Sequence[Block], page: range, data: Mapping[str, str] | None = None
    ) -> None:
        self.blocks, self.page, self.data = blocks, page, data or {}

    @cached_property
    def controls(self) -> list[Controls]:
        return [self._controls(index) for index in self.page]

    @property
    def is_valid(self) -> bool:
        return not any(control.error for control in self.controls)

    @property
    def decisions(self) -> dict[int, Decision]:
        """What was decided, by the indexes of the blocks."""
        decisions = {control.index: control.decision for control in self.controls}
        return {index: made for index, made in decisions.items() if made != Decision()}

    def _controls(self, index: int) -> Controls:
        block = self.blocks[index]
        shape = self.data.get(f"shape-{index}", shape_of(block))
        language = self.data.get(f"language-{index}", block.language)
        source = self.data.get(f"text-{index}")
        error: str | Promise = ""
        if shape not in shapes_for(block):
            shape, error = shape_of(block), _("Choose what this paragraph is from the list.")
        if language not in {"", block.language} | _KNOWN_LANGUAGES:
            language, error = block.language, _("Choose a language from the list.")
        if source is not None and len(source) > MAX_BLOCK_CHARACTERS:
            error = _TOO_LONG
        return Controls(
            index + 1,
            block,
            shape,
            language,
            shown_source(block) if source is None else _with_plain_ends(source),
            joins=f"join-{index}" in self.data,
            drops=f"drop-{index}" in self.data,
            error=error,
        )


class OldMending:
    """What was posted from a page that shows the blocks as they were before another mending."""

    def __init__(self, data: Mapping[str, str], blocks: Sequence[Block]) -> None:
        self.data, self.blocks = data, blocks
        marks = {int(name[4:]): mark for name, mark in data.items() if _is_mark(name)}
        posted = Counter(map(_of_block, marks.values()))
        now = [_digest(astuple(block)) for block in blocks]
        there = Counter(now)
        places = {digest: index for index, digest in enumerate(now)}
        # Where each posted block is now, as far as nothing else looks like it.
        self.places = {
            old: places[_of_block(mark)]
            for old, mark in marks.items()
            if posted[_of_block(mark)] == there[_of_block(mark)] == 1
        }
        self.marks = marks

    @property
    def moved(self) -> dict[str, str]:
        """What was posted for the blocks that are still as they were, as if for their places."""
        return {
            f"{name}-{place}": self.data[f"{name}-{old}"]
            for old, place in self.places.items()
            for name in ("shape", "language", "text", "join", "drop")
            if f"{name}-{old}" in self.data
        }

    @property
    def leftovers(self) -> list[str]:
        """The edited texts of the other blocks, unless all they say is in the text by now."""
        return list(self._leftovers())

    def _leftovers(self) -> Iterator[str]:
        there = {block.source for block in self.blocks}
        for old, mark in self.marks.items():
            text = _with_plain_ends(self.data.get(f"text-{old}", ""))
            if old in self.places or not text.strip() or _digest(text) == mark.partition(".")[2]:
                continue
            if text not in there and {part.source for part in edited(Block(""), text)} - there:
                yield text


def _is_mark(name: str) -> bool:
    return name.startswith("was-") and name[4:].isdecimal() and len(name) < 12


def _of_block(mark: str) -> str:
    return mark.partition(".")[0]


def _digest(of: object) -> str:
    return hashlib.blake2s(repr(of).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _with_plain_ends(text: str) -> str:
    """The text as it was before a browser gave its lines the ends of forms."""
    return text.replace("\r\n", "\n")
