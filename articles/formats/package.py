"""What an EPUB says of itself: its pages in order, its contents, its words about the book."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from articles.blocks import Damaged, Encrypted, InvalidArticle
from articles.formats.archive import Archive
from articles.formats.elements import Element, language_code, name, roles, settable, value, words
from articles.formats.page import licence_name
from articles.formats.prose import address
from articles.formats.trees import xhtml_tree, xml_tree

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Fonts are often disguised, which hides no words.
_DISGUISES = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGES = frozenset(
    {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
)
_NO_TEXT = frozenset(
    {"cover", "toc", "title-page", "titlepage", "halftitlepage", "loi", "lot", "landmarks"}
)
_MOST_ENTRIES = 5_000


class Place(NamedTuple):
    """Where an entry of the contents leads to: the path of a page and perhaps an anchor in it."""

    path: str
    anchor: str
    title: str
    depth: int


@dataclass(frozen=True)
class Package:
    """An opened EPUB. `pages` are the paths of its pages in order, those without text left out."""

    pages: Sequence[str]
    contents: Sequence[Place]
    title: str
    author: str
    language: str
    source: str
    licence: str

    @classmethod
    def of(cls, archive: Archive) -> "Package":
        """Raises Damaged, and Encrypted for books under copy protection."""
        _refuse_encrypted(archive)
        path = _package_path(archive)
        root = _tree(archive, path)
        manifest = {value(item, "id"): item for item in root.iter("{*}item") if value(item, "href")}
        paths = {key: resolved(path, value(item, "href"))[0] for key, item in manifest.items()}
        spine = next(root.iter("{*}spine"), None)
        navigation = next(
            (paths[key] for key, item in manifest.items() if "nav" in words(item, "properties")), ""
        )
        contents = list(_navigation(archive, navigation)) or list(
            _old_contents(archive, paths.get(value(spine, "toc") if spine is not None else "", ""))
        )
        left_out = {navigation, *_without_text(archive, root, path, navigation)}
        refs = [value(ref, "idref") for ref in root.iter("{*}itemref")]
        pages = [
            paths[key]
            for key in dict.fromkeys(refs)
            if key in paths and value(manifest[key], "media-type").lower() in _PAGES
        ]
        kept = [page for page in pages if page not in left_out]
        return cls(
            kept or pages,
            contents,
            _title(root),
            _author(root),
            next(filter(None, (language_code(said) for said in _said(root, "language"))), ""),
            next(filter(None, map(address, _said(root, "source", "identifier"))), ""),
            licence_name(next(iter(_said(root, "rights")), "")),
        )


def resolved(path: str, href: str) -> tuple[str, str]:
    """The path in the archive and the anchor that an address on the page at `path` means."""
    target, _, anchor = href.partition("#")
    if not target:
        return path, unquote(anchor)
    joined = posixpath.join(posixpath.dirname(path), unquote(target.partition("?")[0]))
    return posixpath.normpath(joined), unquote(anchor)


def _tree(archive: Archive, path: str) -> Element:
    try:
        return xml_tree(archive.read(path))
    except KeyError:
        raise Damaged from None


def _refuse_encrypted(archive: Archive) -> None:
    if _ENCRYPTION not in archive.names:
        return
    for method in _tree(archive, _ENCRYPTION).iter("{*}EncryptionMethod"):
        if value(method, "Algorithm") not in _DISGUISES:
            parent = method.getparent()
            if parent is None or name(parent) == "encrypteddata":
                raise Encrypted


def _package_path(archive: Archive) -> str:
    if _CONTAINER in archive.names:
        for file in _tree(archive, _CONTAINER).iter("{*}rootfile"):
            if (path := unquote(value(file, "full-path"))) in archive.names:
                return path
    found = [path for path in archive.names if path.lower().endswith(".opf")]
    if not found:
        raise Damaged
    return min(found, key=len)


def _navigation(archive: Archive, path: str) -> Iterator[Place]:
    """The contents of an EPUB 3."""
    if not archive.has_room_for(path):
        return
    for nav in _page(archive, path).iter("{*}nav", "nav"):
        if not roles(nav) & {"toc", "doc-toc"}:
            continue
        depth = 0
        count = 0
        for element in nav.iter("*"):
            if name(element) == "a" and count < _MOST_ENTRIES:
                count += 1
                depth = sum(1 for each in element.iterancestors("{*}ol", "ol")) - 1
                target, anchor = resolved(path, value(element, "href"))
                yield Place(target, anchor, _text(element), max(depth, 0))


def _old_contents(archive: Archive, path: str) -> Iterator[Place]:
    """The contents of an EPUB 2."""
    candidates = (each for each in archive.names if each.lower().endswith(".ncx"))
    path = path or next(candidates, "")
    if not archive.has_room_for(path):
        return
    try:
        root = xml_tree(archive.read(path))
    except Damaged:
        return
    for point in [*root.iter("{*}navPoint")][:_MOST_ENTRIES]:
        label = next(point.iterchildren("{*}navLabel"), None)
        content = next(point.iterchildren("{*}content"), None)
        if label is not None and content is not None:
            target, anchor = resolved(path, value(content, "src"))
            depth = sum(1 for _ in point.iterancestors("{*}navPoint"))
            yield Place(target, anchor, _text(label), depth)


def _without_text(archive: Archive, root: Element, path: str, navigation: str) -> Iterator[str]:
    """The pages that are said to be the cover, the contents or the like."""
    for reference in root.iter("{*}reference"):
        if words(reference, "type") & _NO_TEXT:
            yield resolved(path, value(reference, "href"))[0]
    if not archive.has_room_for(navigation):
        return
    for nav in _page(archive, navigation).iter("{*}nav", "nav"):
        if "landmarks" in roles(nav):
            for link in nav.iter("{*}a", "a"):
                target, anchor = resolved(navigation, value(link, "href"))
                if roles(link) & _NO_TEXT and not anchor:
                    yield target


def _page(archive: Archive, path: str) -> Element:
    try:
        return xhtml_tree(archive.read(path))
    except InvalidArticle:
        return xhtml_tree(b"<html><body/></html>")


def _said(root: Element, *names: str) -> list[str]:
    found = (
        element
        for each in names
        for element in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{each}")
    )
    return [said for said in map(_text, found) if said]


def _title(root: Element) -> str:
    main = {
        value(meta, "refines").removeprefix("#")
        for meta in root.iter("{*}meta")
        if value(meta, "property") == "title-type" and _text(meta) == "main"
    }
    titles = [*root.iter("{http://purl.org/dc/elements/1.1/}title")]
    chosen = [each for each in titles if value(each, "id") in main] or titles
    return _text(chosen[0]) if chosen else ""


def _author(root: Element) -> str:
    roles_said = {
        value(meta, "refines").removeprefix("#"): _text(meta)
        for meta in root.iter("{*}meta")
        if value(meta, "property") == "role"
    }
    creators = [
        (
            _text(each),
            each.get("{http://www.idpf.org/2007/opf}role")
            or roles_said.get(value(each, "id"), "aut"),
        )
        for each in root.iter("{http://purl.org/dc/elements/1.1/}creator")
    ]
    authors = [said for said, role in creators if role == "aut"] or [said for said, _ in creators]
    return ", ".join(filter(None, authors))


def _text(element: Element) -> str:
    return settable(" ".join("".join(element.itertext()).split())[:1_000])
