"""Books in EPUB 2 and 3. What they refer to elsewhere is never fetched."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from articles.blocks import (
    Cut,
    Damaged,
    NothingToRead,
    OnlyPictures,
    PictureName,
    TooLong,
)
from articles.cutting import bounded
from articles.formats.archive import Archive
from articles.formats.chapters import chapters_with_text, with_notes
from articles.formats.elements import Element, heading_level, language, name, roles, settable, value
from articles.formats.markup import blocks_of_tree
from articles.formats.outcome import (
    Progress,
    cut_of,
    likely_language,
    sensible_author,
    sensible_title,
)
from articles.formats.package import Package, Place, resolved
from articles.formats.pictures import Pictures
from articles.formats.trees import EntitiesDefined, xhtml_tree

_LARGEST = 16_000_000
# A heading that comes after more words than these is not the one of the chapter.
_NEAR_BEGINNING = 400
_DEEPEST_HEADING = 6
# What may stand between an anchor and its heading.
_LONGEST_SIGN = 40
_SAMPLE = 50_000
_FEWEST_LINKS = 3
_MOSTLY = 0.8
_XLINK = "{http://www.w3.org/1999/xlink}href"
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|bmp)$", re.IGNORECASE)
_COVER_ROLES = frozenset({"cover", "toc", "titlepage", "halftitlepage", "landmarks", "doc-toc"})


def read(data: bytes, *, progress: Progress | None = None) -> Cut:
    """The book, its chapters beginning at headings of the first level. Raises InvalidArticle."""
    archive = Archive(data)
    package = Package.of(archive)
    body = _body(archive, package, progress)
    sample = "".join(_beginning(body))
    spoken = likely_language(sample, package.language)
    pictures = Pictures()
    images = sum(1 for path in archive.names if _IMAGE.search(path))

    def picture(path: str, _words: str) -> PictureName | None:
        if not archive.has_room_for(path):
            return None
        if progress:
            progress("pictures", len(pictures.files), images)
        try:
            return pictures.add(archive.read(path))
        except Damaged:
            return None

    try:
        cut = cut_of(
            with_notes(bounded(blocks_of_tree(body, picture=picture, language=spoken))),
            language=spoken,
            title=sensible_title(package.title),
            author=sensible_author(package.author),
            pictures=pictures.files,
        )
    except NothingToRead:
        raise (OnlyPictures if images else NothingToRead) from None
    return replace(
        cut,
        source=package.source,
        licence=package.licence,
        is_book=len(list(chapters_with_text(cut.blocks))) > 1,
    )


def _body(archive: Archive, package: Package, progress: Progress | None) -> Element:
    """All pages as one, with anchors and addresses that hold within it."""
    body = etree.Element("body")
    numbers = {path: number for number, path in enumerate(package.pages)}
    by_path: dict[str, list[Place]] = {}
    for place in package.contents:
        by_path.setdefault(place.path, []).append(place)
    length = 0
    for path, number in numbers.items():
        if progress:
            progress("pages", number, len(numbers))
        length += archive.size(path)
        if length > _LARGEST:
            raise TooLong
        page = _page(archive, path)
        if page is None or _is_contents(page):
            continue
        section = _rewritten(page, path, numbers)
        _head(section, by_path.get(path, []), number)
        body.append(section)
    return body


def _page(archive: Archive, path: str) -> Element | None:
    """The page at a path; None for one that is missing or damaged, or the cover."""
    try:
        root = xhtml_tree(archive.read(path))
    except EntitiesDefined:
        raise
    except (KeyError, Damaged):
        return None
    page = next((each for each in root.iter("{*}body", "body")), root)
    if not page.get("lang") and (said := language(root)):
        page.set("lang", language(page) or said)
    inner = next(page.iterchildren("*"), None)
    inner_roles = roles(inner) if inner is not None and inner.getnext() is None else frozenset()
    return None if (roles(page) | inner_roles) & _COVER_ROLES else page


def _is_contents(page: Element) -> bool:
    """Whether a page has links to other pages and little else."""
    links = [
        link
        for link in page.iter("{*}a", "a")
        if value(link, "href") and ":" not in value(link, "href")
    ]
    if len(links) < _FEWEST_LINKS or any(roles(link) for link in links):
        return False
    outward = [link for link in links if not value(link, "href").startswith("#")]
    linked = sum(len(part.strip()) for link in outward for part in link.itertext())
    return linked > _MOSTLY * sum(len(part.strip()) for part in page.itertext())


def _rewritten(page: Element, path: str, numbers: dict[str, int]) -> Element:
    """The page as a section, its anchors and addresses as they are in the whole book."""
    number = numbers[path]
    for element in page.iter("*"):
        for key in ("id", "name"):
            if anchor := value(element, key):
                element.set(key, f"{number}-{anchor}")
        tag = name(element)
        if tag == "a":
            href = value(element, "href")
            target, anchor = ("", "") if ":" in href.partition("#")[0] else resolved(path, href)
            if target in numbers:
                element.set("href", settable(f"#{numbers[target]}-{anchor}"))
        elif tag in {"img", "image"}:
            for key in ("src", _XLINK, "href"):
                source = value(element, key)
                if source and ":" not in source.partition("/")[0]:
                    element.set(key, settable(resolved(path, source)[0]))
    page.tag = "section"
    page.tail = None
    return page


def _head(section: Element, places: Sequence[Place], number: int) -> None:
    """Give the page's chapters headings of the first level; all others stand below."""
    headings = [each for each in section.iter("*") if heading_level(each) and _text(each)]
    chapters: dict[Element, None] = {}
    first = _first_heading(section, headings)
    starts = [place for place in places if not place.anchor]
    anchors = {
        element.get("id") or element.get("name"): element
        for element in section.iter("*")
        if element.get("id") or element.get("name")
    }
    top = min((place.depth for place in places), default=0)
    for place in places:
        if not place.anchor or place.depth > top:
            continue
        target = anchors.get(f"{number}-{place.anchor}")
        heading = _heading_at(target, headings) if target is not None else None
        if heading is not None:
            chapters[heading] = None
        elif target is not None and place.title and not starts:
            chapters[_inserted(target, place.title, section)] = None
    if starts or not places:
        if first is not None and (starts or heading_level(first) <= 2):
            chapters[first] = None
        elif starts and starts[0].title and _has_words(section):
            heading = etree.Element("h1")
            heading.text = starts[0].title
            heading.tail, section.text = settable(section.text or ""), None
            section.insert(0, heading)
            chapters[heading] = None
    others = [each for each in headings if each not in chapters]
    down = max(2 - min(map(heading_level, others), default=2), 0)
    for each in others:
        each.set("role", "heading")
        level = min(heading_level(each) + down, _DEEPEST_HEADING)
        each.tag = f"h{level}"
        each.attrib.pop("aria-level", None)
    for each in chapters:
        each.tag = "h1"


def _first_heading(section: Element, headings: Sequence[Element]) -> Element | None:
    """The heading that a page begins with."""
    if not headings:
        return None
    before = 0
    for element in section.iter():
        if element is headings[0]:
            return headings[0]
        before += len((element.text or "").strip()) + len((element.tail or "").strip())
        if before > _NEAR_BEGINNING:
            return None
    return None


def _heading_at(target: Element, headings: Sequence[Element]) -> Element | None:
    """The heading that an anchor stands in, holds, or stands right before."""
    known = set(headings)
    around = target
    for _ in range(4):
        if around is None:
            break
        if around in known:
            return around
        around = around.getparent()
    length = 0
    near = target.iter("*") if len(target) else target.itersiblings("*")
    for element in islice(near, 3):
        inner = next((each for each in element.iter("*") if each in known), None)
        if inner is not None:
            return inner
        length += len(_text(element))
        if length > _LONGEST_SIGN:
            break
    return None


def _inserted(target: Element, title: str, section: Element) -> Element:
    """A heading before the element of a section that an anchor stands in."""
    while target.getparent() is not section and target.getparent() is not None:
        target = target.getparent()
    heading = etree.Element("h1")
    heading.text = title
    target.addprevious(heading)
    return heading


def _beginning(body: Element) -> Iterator[str]:
    length = 0
    for part in body.itertext():
        yield part
        length += len(part)
        if length > _SAMPLE:
            return


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _has_words(element: Element) -> bool:
    return any(part.strip() for part in element.itertext())
