"""Saved web pages. What they refer to elsewhere is never fetched."""

import base64
import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes, urljoin

from lxml import html
from readability import Document

from articles.blocks import Cut, PictureName
from articles.cutting import bounded
from articles.formats.charset import page_text
from articles.formats.elements import Element, classes, name, names, roles, settable, value
from articles.formats.markup import blocks_of_tree
from articles.formats.outcome import (
    Progress,
    cut_of,
    likely_language,
    sensible_author,
    sensible_title,
)
from articles.formats.page import Page
from articles.formats.pictures import Pictures
from articles.formats.trees import html_tree

_ENOUGH = 250
_MOST_CANDIDATES = 50
# Each is as much of the text as an article has at least.
_MOST_OF_IT = 0.5
_SOME_OF_IT = 0.25

_DATA = re.compile(r"data:image/[\w.+-]{1,40};base64,([A-Za-z0-9+/=%\s]+)")
_PICTURE = re.compile(r"data:image/(\d{1,9})")
_BODY = ".//*[@itemprop='articleBody']"
_CANDIDATES = (".//article", ".//main", ".//*[@role='main']", ".//*[@id='mw-content-text']")
_SITE_TAGS = frozenset({"nav", "form", "dialog", "menu"})
_SITE_ROLES = names("navigation banner complementary contentinfo search dialog alert menu toolbar")
_SITE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:comments?|comment-?list|respond|disqus\w*|advert\w*|ads?|adsense"
    r"|sponsor\w*|promo|share|sharing|sharedaddy|social|related|newsletter|subscribe"
    r"|signup|cookie\w*|gdpr|breadcrumbs?"
    r"|sidebar|popup|modal|menu|navbar|nav|navigation|toc|paywall|recommend\w*|pagination|pager|footer"
    r"|masthead|skip-link)(?:$|[-_\s])",
    re.IGNORECASE,
)
_NAMED = frozenset({"div", "section", "ul", "ol", "aside", "table", "p", "footer", "header", "td"})
_NOTES = re.compile(r"footnotes?|endnotes?|references|(?:^|[-_])fn", re.IGNORECASE)


def read(data: bytes, *, progress: Progress | None = None) -> Cut:
    """The article of a web page. Raises InvalidArticle."""
    text = page_text(data)
    images: list[str] = []
    root = html_tree(_DATA.sub(lambda match: _kept(match[1], images), text))
    page = Page.of(root, text)
    article = _article(root)
    _resolve(article, page.source)
    words = " ".join(article.itertext())
    language = likely_language(words, page.language)
    pictures = Pictures()

    def picture(address: str, _words: str) -> PictureName | None:
        found = _PICTURE.fullmatch(address)
        if not found or int(found[1]) >= len(images):
            return None
        if progress:
            progress("pictures", int(found[1]), len(images))
        return pictures.add(_decoded(images[int(found[1])]))

    cut = cut_of(
        bounded(blocks_of_tree(article, picture=picture, language=language)),
        language=language,
        title=sensible_title(page.title),
        author=sensible_author(page.author),
        pictures=pictures.files,
    )
    return replace(cut, source=page.source, licence=page.licence, is_book=False)


def _kept(encoded: str, images: list[str]) -> str:
    """An address for an image that is part of the page, so that the tree stays small."""
    images.append(encoded)
    return f"data:image/{len(images) - 1}"


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode("".join(unquote_to_bytes(encoded).decode("ascii").split()))
    except ValueError:
        return b""


def _resolve(article: Element, source: str) -> None:
    """Let links within the page lead to their anchors, and all others to the web."""
    for element in article.iter("a", "img"):
        for key in ("href", "src"):
            address = value(element, key).strip()
            if not address or address.startswith(("#", "data:")):
                continue
            try:
                whole = urljoin(source, address)
            except ValueError:
                whole = ""
            page, _, anchor = whole.partition("#")
            is_within = bool(anchor and page and page == source.partition("#")[0])
            element.set(key, settable(f"#{anchor}" if is_within else whole))


def _article(root: Element) -> Element:
    """The element that has the article, and little else."""
    body = root.find("body")
    body = root if body is None else body
    found = _marked_article(body)
    if found is None and not _is_site(body):
        return body
    if found is not None:
        _clean(found)
        return found
    readable = _readable(root)
    whole = _length(body)
    if _length(readable) < min(_ENOUGH, _SOME_OF_IT * whole):
        _clean(body)
        return body
    return readable


def _marked_article(body: Element) -> Element | None:
    """The element that the page itself says is the article."""
    for path in _CANDIDATES:
        found = body.findall(path)[:_MOST_CANDIDATES]
        if not found:
            continue
        lengths = [_length(each) for each in found]
        longest = max(range(len(found)), key=lambda index: lengths[index])
        outer = sum(
            length for each, length in zip(found, lengths, strict=True) if not _within(each, found)
        )
        if lengths[longest] < _ENOUGH or lengths[longest] < _MOST_OF_IT * outer:
            continue
        article = found[longest]
        inner = article.find(_BODY)
        is_most = inner is not None and _length(inner) > _MOST_OF_IT * lengths[longest]
        return inner if is_most else article
    return None


def _within(element: Element, others: list[Element]) -> bool:
    around = element.getparent()
    while around is not None:
        if around in others:
            return True
        around = around.getparent()
    return False


def _readable(root: Element) -> Element:
    """What readers would read, by the judgement of readability."""
    document = Document(html.tostring(root, encoding="unicode"))
    try:
        summary = document.summary(html_partial=True)
        found = html.fragment_fromstring(summary, create_parent="div")
    # It gives up on pages that have nothing to read.
    except Exception:  # noqa: BLE001
        return html.Element("div")
    _clean(found)
    return found


def _is_site(body: Element) -> bool:
    """Whether there is more on a page than a text: ways to other pages, boxes, comments."""
    for element in body.iter("*"):
        if name(element) in {"nav", "aside", "footer"} or _is_of_site(element):
            return True
    linked = sum(_length(link) for link in body.iter("a"))
    return linked > _SOME_OF_IT * _length(body)


def _is_of_site(element: Element) -> bool:
    if name(element) in _SITE_TAGS or roles(element) & _SITE_ROLES:
        return True
    if name(element) not in _NAMED:
        return False
    named = f"{value(element, 'id')} {value(element, 'class')}"
    return bool(_SITE_NAMES.search(named)) and not _NOTES.search(named)


def _clean(article: Element) -> None:
    """Take out of the article what belongs to the site around it."""
    most = _MOST_OF_IT * _length(article)
    for element in [*article.iterdescendants()]:
        tag = name(element)
        of_site = _is_of_site(element) or tag in {"aside", "footer"}
        if not of_site or _has_notes(element) or _length(element) > most:
            continue
        element.set("hidden", "hidden")


def _has_notes(element: Element) -> bool:
    """Whether an element, be it of the site, has footnotes in it, or is one."""
    for each in element.iter("*"):
        if roles(each) & {"doc-endnotes", "doc-footnote", "doc-endnote", "footnote", "endnote"}:
            return True
        if _NOTES.search(value(each, "id")) or any(map(_NOTES.search, classes(each))):
            return True
    return False


def _length(element: Element) -> int:
    return sum(len(part.strip()) for part in element.itertext())
