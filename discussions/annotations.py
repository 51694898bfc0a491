"""Reading a file of annotations, from here or elsewhere: the W3C's Web Annotation Data Model.

https://www.w3.org/TR/annotation-model/. Nothing in it is trusted: of the file no more is taken than
strings of bounded length, and those are cleaned.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import nh3
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.markdown import escape

MOST = 5000
LONGEST = 10_000
# The tag of what was left for those who come after.
PREPARATION = "preparation"
# So many braces and brackets a file of that many annotations may have, and their words besides.
_MOST_PARTS = 40 * MOST
_LONGEST_NAME = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PARAGRAPH = re.compile(r"paragraph-(\d{1,15})")

type Node = dict[str, Any]


class InvalidFile(ValueError):
    """A file that cannot be brought in. Its message says in plain words why."""

    message: Promise = _(
        "This is not a file of annotations. Choose one that was taken along from a discussion as "
        "annotations (.jsonld)."
    )

    def __str__(self) -> str:
        return str(self.message)


class TooMany(InvalidFile):
    message = format_lazy(_("There are more than {limit} annotations in this file."), limit=MOST)


class TooLong(InvalidFile):
    message = format_lazy(
        _("An annotation in this file is longer than {limit} characters."), limit=LONGEST
    )


@dataclass(frozen=True)
class Annotation:
    """What somebody wrote, and what it stands on."""

    id: str
    # Markdown; empty if it only holds the place of what is gone.
    words: str
    name: str
    day: date | None
    # What it targets: the id of the annotation that it answers, or the address of a text.
    target: str
    # The key of a paragraph, on the site that the file is from; None if it names none.
    paragraph: int | None
    # Words of the text, the narrowest first.
    quotes: tuple[str, ...]
    is_preparation: bool = False


def read(content: bytes) -> list[Annotation]:
    """The annotations in a file; raises InvalidFile."""
    _root, items = opened(content)
    return [annotation(item, number) for number, item in enumerate(items)]


def opened(content: bytes) -> tuple[Node, list[Node]]:
    """What a file says of all its annotations, and these one by one; raises InvalidFile."""
    if content.count(b"{") + content.count(b"[") > _MOST_PARTS:
        raise TooMany
    root = _parsed(content)
    items = _items(root)
    if len(items) > MOST:
        raise TooMany
    return root if isinstance(root, dict) else {}, items


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidFile from error


def _items(root: object) -> list[Node]:
    """What is on the page of a collection, on a page, or in a list."""
    found = root
    if isinstance(found, dict) and "first" in found:
        found = found["first"]
    if isinstance(found, dict) and "items" in found:
        found = found["items"]
    items = found if isinstance(found, list) else [found]
    nodes = [item for item in items if isinstance(item, dict)]
    if not nodes or len(nodes) < len(items) or not all(map(_is_annotation, nodes)):
        raise InvalidFile
    return nodes


def _is_annotation(node: Node) -> bool:
    return "Annotation" in _list(node.get("type"))


def annotation(node: Node, number: int) -> Annotation:
    """An annotation of a file, the one of this number; raises InvalidFile."""
    target = next(iter(_list(node.get("target"))), None)
    creator = next(iter(_list(node.get("creator"))), None)
    selectors = list(_selectors(target.get("selector"))) if isinstance(target, dict) else []
    source = target.get("source") or target.get("id") if isinstance(target, dict) else target
    values = (_string(selector.get("value")) for selector in selectors)
    paragraphs = [int(found[1]) for found in map(_PARAGRAPH.fullmatch, values) if found]
    return Annotation(
        id=_string(node.get("id")) or f"#{number}",
        words=_words(node),
        name=line(creator.get("name") if isinstance(creator, dict) else creator),
        day=_day(node.get("created")),
        target=_string(source),
        paragraph=paragraphs[0] if paragraphs else None,
        quotes=tuple(filter(None, (_string(selector.get("exact")) for selector in selectors))),
        is_preparation=PREPARATION in _tags(node),
    )


def _selectors(value: object, depth: int = 0) -> Iterator[Node]:
    """The selectors, behind those that refine them."""
    for selector in _list(value):
        if isinstance(selector, dict):
            if depth < 3:
                yield from _selectors(selector.get("refinedBy"), depth + 1)
            yield selector


def _words(node: Node) -> str:
    for body in ({"value": node.get("bodyValue")}, *_list(node.get("body"))):
        if isinstance(body, dict) and body.get("purpose") != "tagging":
            words = _markdown(_string(body.get("value")), body.get("format"))
            if words:
                return words
    return ""


def _tags(node: Node) -> list[str]:
    bodies = (body for body in _list(node.get("body")) if isinstance(body, dict))
    return [_string(body.get("value")) for body in bodies if body.get("purpose") == "tagging"]


def _markdown(words: str, kind: object) -> str:
    """Text of this media type as the Markdown of a comment."""
    if len(words) > LONGEST:
        raise TooLong
    if kind == "text/markdown":
        return words
    if kind == "text/html":
        words = _string(html.unescape(nh3.clean(words, tags=set())))
    return escape(words)


def _day(value: object) -> date | None:
    try:
        when = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return when.date() if when else None


def line(value: object) -> str:
    """A string in one line, of bounded length; empty for anything else."""
    return " ".join(_string(value).split())[:_LONGEST_NAME]


def _string(value: object) -> str:
    """A string without what neither databases nor pages can hold; empty for anything else."""
    if not isinstance(value, str):
        return ""
    return _CONTROLS.sub("", value.encode("utf-8", "ignore").decode()).strip()


def _list(value: object) -> list[Any]:
    """JSON-LD leaves the brackets out where there is one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
