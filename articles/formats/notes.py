"""Finding the footnotes of a text and where it mentions them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from articles.formats.elements import (
    BLOCKS,
    Element,
    classes,
    heading_level,
    name,
    names,
    roles,
    value,
)

_NOTE_ROLES = names("footnote endnote rearnote note doc-footnote doc-endnote")
_MENTION_ROLES = frozenset({"noteref", "doc-noteref"})
_MENTION_CLASSES = names("noteref footnote-ref footnoteref fnref footnote-reference footnotecall")
_BACK_WORDS = names("doc-backlink backlink footnote-back footnote-backref fnback")
_NOTE_NAME = re.compile(
    r"(?:^|[_\W])_?(?:fn|ftn|footnote|endnote|note|cite_note|edn|sdfootnote\d+sym)[\d_\W]*",
    re.IGNORECASE,
)
# What stands for a note in the text: 1, [12], *, †, a, [note 3].
_SIGN = re.compile(
    r"[\[(]?\s*(?:(?:note|nb)\s+)?(\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶]{1,3})\s*[\])]?\.?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\w.-]{1,20}")
_LONGEST_SIGN = 20
_MOST_CLIMBED = 5
# No note is as much as these may hold.
_TOO_LARGE = frozenset({"article", "body", "html", "main", "section", "table", "tbody", "td", "tr"})
_AROUND_NOTE = frozenset({"aside", "dd", "div", "li"})


@dataclass(frozen=True)
class Notes:
    """The footnotes of a tree: a note's label by its element, and by each link to it.

    `signs` is what stands for a note in the text, by its label; `origins` the anchors there.
    """

    labels: dict[Element, str] = field(default_factory=dict)
    mentions: dict[Element, str] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    origins: frozenset[str] = frozenset()

    def is_way_back(self, link: Element) -> bool:
        """Whether a link within a note only leads back to the text."""
        target = value(link, "href")
        if not target.startswith("#"):
            return False
        if (roles(link) | classes(link)) & _BACK_WORDS or target[1:] in self.origins:
            return True
        words = _words(link)
        return not any(map(str.isalnum, words)) or bool(_SIGN.fullmatch(words))


def notes_in(root: Element) -> Notes:
    """The footnotes in the tree that its text mentions, with what stands for them by label."""
    found = list(_mentions(*_links(root)))
    labels = _labels(found)
    mentions = {link: labels[note] for link, note, _ in found}
    signs: dict[str, str] = {}
    for _, note, sign in found:
        signs.setdefault(labels[note], sign)
    around = (each for link in mentions for each in (link, link.getparent()))
    anchors = frozenset(value(each, "id", "name") for each in around if name(each) not in BLOCKS)
    return Notes(labels, mentions, signs, anchors - {""})


def without_sign(words: str, sign: str) -> str:
    """A note's words without what stands for it at their beginning."""
    bare = sign.strip("[]() .")
    if not bare:
        return words
    found = re.match(rf"\s*[\[(]?{re.escape(bare)}(?!\w)[\])]?[.:]?\s*", words)
    return words[found.end() :] if found else words


def _links(root: Element) -> tuple[list[tuple[int, Element, str]], dict[str, tuple[int, Element]]]:
    """The links within the text and the places they may lead to, each with its position."""
    anchors: dict[str, tuple[int, Element]] = {}
    links = []
    for position, element in enumerate(root.iter("*")):
        for key in {value(element, "id"), value(element, "name")} - {""}:
            anchors.setdefault(key, (position, element))
        if name(element) == "a" and (target := value(element, "href")).startswith("#"):
            links.append((position, element, target[1:]))
    return links, anchors


def _mentions(
    links: Sequence[tuple[int, Element, str]], anchors: dict[str, tuple[int, Element]]
) -> Iterator[tuple[Element, Element, str]]:
    """Each link to a note, the note, and the sign that stands for it."""
    leads = {value(link, "id", "name"): target for _, link, target in links}
    for position, link, target in links:
        if target not in anchors or (roles(link) | classes(link)) & _BACK_WORDS:
            continue
        place_position, place = anchors[target]
        sign = _words(link)
        note = _note_around(place) if len(sign) <= _LONGEST_SIGN else None
        if note is None:
            continue
        if _is_declared(link, note) or (
            place_position > position
            and _SIGN.fullmatch(sign)
            and (_NOTE_NAME.match(target) or _is_raised(link) or _leads_back(link, place, leads))
        ):
            yield link, note, sign


def _words(link: Element) -> str:
    parts = []
    length = 0
    for part in link.itertext():
        parts.append(part)
        length += len(part)
        if length > 10 * _LONGEST_SIGN:
            break
    return " ".join("".join(parts).split())


def _note_around(place: Element) -> Element | None:
    """The whole of the note that an anchor belongs to."""
    note = place
    for _ in range(_MOST_CLIMBED):
        if note is None or name(note) in BLOCKS:
            break
        note = note.getparent()
    if note is None or name(note) not in BLOCKS or heading_level(note):
        return None
    if name(note) in _TOO_LARGE and not roles(note) & _NOTE_ROLES:
        return None
    parent = note.getparent()
    if parent is not None and name(parent) in _AROUND_NOTE and note.getprevious() is None:
        names = (value(parent, "id"), *roles(parent), *classes(parent))
        is_item = name(parent) in {"li", "dd"}
        if is_item or roles(parent) & _NOTE_ROLES or _NOTE_NAME.match(names[0]):
            return parent
    return note


def _is_declared(link: Element, note: Element) -> bool:
    around = link.getparent()
    words = roles(link) | classes(link)
    if words & (_MENTION_ROLES | _MENTION_CLASSES) or roles(note) & _NOTE_ROLES:
        return True
    return around is not None and name(around) == "sup" and "reference" in classes(around)


def _is_raised(link: Element) -> bool:
    around = link.getparent()
    inside = next(link.iterchildren("*"), None)
    return any(each is not None and name(each) == "sup" for each in (around, inside))


def _leads_back(link: Element, place: Element, leads: dict[str, str]) -> bool:
    """Whether the note's anchor is a link itself, which leads to this link."""
    around = link.getparent()
    own = {value(link, "id"), value(link, "name")}
    own |= {value(around, "id")} if around is not None else set()
    return leads.get(value(place, "id", "name"), "") in own - {""}


def _labels(found: Sequence[tuple[Element, Element, str]]) -> dict[Element, str]:
    """The notes' names: their signs where these tell them apart, else they are numbered."""
    signs: dict[Element, str] = {}
    for _, note, sign in found:
        sign_found = _SIGN.fullmatch(sign)
        signs.setdefault(note, sign_found[1] if sign_found else "")
    labels = list(signs.values())
    if len(set(labels)) == len(labels) and all(map(_LABEL.fullmatch, labels)):
        return signs
    return {note: str(number) for number, note in enumerate(signs, start=1)}
