"""What holds for words by the elements that they stand in, and the blocks that they become."""

import re
from dataclasses import dataclass

from articles.blocks import Block, Kind
from articles.formats.elements import Element, value

# As deep as Markdown's own lists are read.
_DEEPEST_LIST = 5
_LARGEST_NUMBER = 999_999_999


@dataclass
class Item:
    """A list item, or a footnote, whose marker or label stands at its first block only."""

    marker: str = ""
    label: str = ""
    sign: str = ""


@dataclass
class Count:
    """A list whose items are being counted."""

    is_ordered: bool
    number: int = 1
    step: int = 1


@dataclass(frozen=True)
class Place:
    """What holds for the words within an element."""

    level: int = 0
    is_quoted: bool = False
    is_verse: bool = False
    keeps_lines: bool = False
    is_caption: bool = False
    depth: int = 0
    items: Count | None = None
    item: Item | None = None
    note: Item | None = None
    marks: tuple[str, ...] = ()
    language: str = ""


def block_in(source: str, place: Place) -> Block:
    """The block that words in such a place are."""
    marker = ""
    if place.item:
        marker, place.item.marker = place.item.marker, ""
    if place.note:
        label, place.note.label, place.note.sign = place.note.label, "", ""
        return Block(marker + _broken(source), Kind.FOOTNOTE, label=label)
    is_lines = "\n" in source
    if place.is_verse and is_lines and not marker:
        return Block(source, Kind.VERSE)
    if place.is_quoted:
        return Block(marker + _broken(source), Kind.QUOTE)
    if place.depth and place.item:
        return Block(marker + _broken(source), Kind.LIST_ITEM, min(place.depth, _DEEPEST_LIST))
    return Block(source, Kind.VERSE if is_lines else Kind.TEXT)


def _broken(source: str) -> str:
    return source.replace("\n", "\\\n")


def counted(element: Element, *, is_ordered: bool) -> Count:
    step = -1 if "reversed" in element.attrib else 1
    default = sum(1 for _ in element.iterchildren("{*}li", "li")) if step < 0 else 1
    return Count(is_ordered, _number(value(element, "start"), default), step)


def item_of(element: Element, place: Place) -> Item:
    items = place.items
    if not items or not items.is_ordered:
        return Item("- ")
    items.number = _number(value(element, "value"), items.number)
    number = min(max(items.number, 0), _LARGEST_NUMBER)
    items.number += items.step
    return Item(f"{number}. ")


def _number(written: str, default: int) -> int:
    found = re.fullmatch(r"\s*(\d{1,9})\s*", written)
    return int(found[1]) if found else default
