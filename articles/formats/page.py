"""What a web page says of itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.formats.elements import Element, language, language_code, value, words
from articles.formats.prose import address

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SAMPLE = 10_000
_LONGEST = 200
_LONGEST_DATA = 200_000
_SITE_NAME = re.compile(r"\s+[|\-–—·»:]\s+(?=[^|\-–—·»:]{2,40}$)")
_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d\.\d)",
    re.IGNORECASE,
)
_PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}


@dataclass(frozen=True)
class Page:
    """Empty where the page says nothing."""

    title: str = ""
    author: str = ""
    language: str = ""
    source: str = ""
    licence: str = ""

    @classmethod
    def of(cls, root: Element, text: str) -> "Page":
        said = dict(_said(root))
        data = _linked_data(root)
        return cls(
            _title(root, said, data),
            _author(root, said, data),
            _language(root, said),
            _source(root, said, text),
            _licence(root, said, data),
        )


def licence_name(written: str) -> str:
    """A licence as people call it, where its address is that of a well-known one."""
    found = _COMMONS.match(written.strip())
    if not found:
        return " ".join(written.split())[:_LONGEST]
    name = _PUBLIC_DOMAIN.get(found[1].lower(), f"CC {found[1].upper()}")
    return f"{name} {found[2]}"


def _said(root: Element) -> Iterator[tuple[str, str]]:
    """What the page's `meta` elements say; the first of each name counts."""
    metas = [
        (value(meta, "name", "property", "itemprop", "http-equiv").lower(), value(meta, "content"))
        for meta in root.iter("meta")
    ]
    return ((key, " ".join(said.split())) for key, said in reversed(metas) if key and said.strip())


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if name in said), "")[:_LONGEST]


def _linked_data(root: Element) -> dict[str, Any]:
    """What the page says of its article to search engines."""
    for script in root.iter("script"):
        if value(script, "type") != "application/ld+json" or not script.text:
            continue
        try:
            found = json.loads(script.text[:_LONGEST_DATA])
        except (ValueError, RecursionError):
            continue
        graph = found.get("@graph", [found]) if isinstance(found, dict) else found
        for each in graph if isinstance(graph, list) else ():
            if isinstance(each, dict) and ("headline" in each or "author" in each):
                return each
    return {}


def _title(root: Element, said: dict[str, str], data: dict[str, Any]) -> str:
    if title := _first(said, "og:title", "citation_title", "dc.title", "twitter:title"):
        return title
    if isinstance(headline := data.get("headline"), str):
        return headline[:_LONGEST]
    headings = [" ".join("".join(each.itertext()).split()) for each in root.iter("h1")]
    if len(headings) == 1 and 0 < len(headings[0]) <= _LONGEST:
        return headings[0]
    element = next(root.iter("title"), None)
    written = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return _SITE_NAME.split(written[:_LONGEST])[0]


def _author(root: Element, said: dict[str, str], data: dict[str, Any]) -> str:
    named = _first(said, "author", "citation_author", "dc.creator", "article:author", "byl")
    if named and not address(named):
        return named
    authors = data.get("author")
    authors = authors if isinstance(authors, list) else [authors]
    names = [each.get("name") if isinstance(each, dict) else each for each in authors]
    if found := ", ".join(each for each in names if isinstance(each, str) and not address(each)):
        return found[:_LONGEST]
    for element in root.iter("a", "span", "address", "p", "div"):
        if "author" in words(element, "rel", "itemprop"):
            return " ".join("".join(element.itertext()).split())[:_LONGEST]
    return ""


def _language(root: Element, said: dict[str, str]) -> str:
    body = root.find("body")
    own = language(root) or (language(body) if body is not None else "")
    return own or language_code(_first(said, "content-language", "language", "og:locale"))


def _source(root: Element, said: dict[str, str], text: str) -> str:
    saved = _SAVED_FROM.search(text[:_SAMPLE])
    links = [value(link, "href") for link in root.iter("link") if "canonical" in words(link, "rel")]
    found = (*links, _first(said, "og:url"), saved[1] if saved else "")
    return next((each for each in map(address, found) if each.startswith("http")), "")


def _licence(root: Element, said: dict[str, str], data: dict[str, Any]) -> str:
    for link in root.iter("a", "link"):
        if words(link, "rel") & {"license", "licence"}:
            return licence_name(address(value(link, "href")) or "".join(link.itertext()))
    if written := _first(said, "dcterms.license", "license", "dc.rights", "dcterms.rights"):
        return licence_name(written)
    licence = data.get("license")
    return licence_name(licence) if isinstance(licence, str) else ""
