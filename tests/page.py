"""What a browser makes of an answer: a page of elements, found by id, tag and class."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

HTMX = {"HX-Request": "true"}

# How long ago something was, in words or drawn up to now.
MOMENT = re.compile(
    '<time .*?</time>|<path class="plot-.*?</path>|<text class="plot-.*?</text>'
    '|<line class="plot-.*?</line>'
    '|"generated": "[^"]*"'
)

_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
_CHANGING = re.compile(
    r'name="(?:csrfmiddlewaretoken|key|form_key|text_key)" value="[\w-]+"'
    r'|(?:data-since=|"since": )"[\w=-]+"'
)


@dataclass
class Element:
    """An element with all that is in it."""

    tag: str
    attributes: dict[str, str]
    parts: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """Every element inside, in the order of the page."""
        for part in self.parts:
            if isinstance(part, Element):
                yield part
                yield from part

    @property
    def text(self) -> str:
        """The words inside, with single spaces."""
        words = (part.text if isinstance(part, Element) else part for part in self.parts)
        return " ".join(" ".join(words).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, tag: str = "", *, of_class: str = "", **attributes: str) -> list["Element"]:
        """The elements inside that have this tag, class and attributes."""
        return [
            element
            for element in self
            if (not tag or element.tag == tag)
            and (not of_class or of_class in element.classes)
            and attributes.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", *, of_class: str = "", **attributes: str) -> "Element":
        """The only such element."""
        (element,) = self.all(tag, of_class=of_class, **attributes)
        return element

    def has(self, key: object) -> bool:
        """Whether an element with this id is inside."""
        return bool(self.all(id=str(key)))

    def at(self, key: object) -> "Element":
        """The only element with this id."""
        return self.one(id=str(key))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in _EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def html_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def page_of(response: HttpResponseBase) -> Element:
    """The page, or the fragment of one, that this answer holds."""
    parser = _Parser()
    parser.feed(html_of(response))
    parser.close()
    return parser.open[0]


def bare(response: HttpResponseBase) -> str:
    """The page without what differs from one request to the next."""
    return _CHANGING.sub("", html_of(response))


def cost(client: Client, url: str, headers: dict[str, str] | None = None) -> int:
    """The number of queries for this page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, headers=headers).status_code == 200
    return len(captured)
