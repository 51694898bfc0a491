"""Files changed at random: each becomes a text, or a fault with a name, soon and without harm.

EXAMPLES=25000 in the environment tries each with 10⁵.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import Cut, InvalidArticle
from articles.cutting import blocks_of
from articles.formats import epub, html
from articles.formats.kinds import kind_of
from articles.markdown import document
from tests.articles.formats import corpus
from tests.conftest import EXAMPLES

LONGEST = 5.0
TRIED = settings(max_examples=4 * EXAMPLES, deadline=None, database=None)

_watched: list[str] = []
_watching = [False]


def _note(event: str, _arguments: tuple[Any, ...]) -> None:
    if _watching[0] and event.startswith(("socket.", "urllib.", "subprocess.", "os.system")):
        _watched.append(event)


# A hook cannot be taken away again.
sys.addaudithook(_note)


@contextmanager
def harmless() -> Iterator[None]:
    """Fails if what is done within takes long or goes out."""
    _watched.clear()
    _watching[0] = True
    start = time.process_time()
    try:
        yield
    finally:
        _watching[0] = False
    assert time.process_time() - start < LONGEST
    assert not _watched


def tried(read: Callable[[bytes], Cut], data: bytes) -> None:
    with harmless():
        try:
            text = read(data)
        except InvalidArticle:
            return
    assert tuple(blocks_of(document(text.blocks))) == text.blocks


@st.composite
def changed(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.integers(0, 3)):
            case 0:
                data[place : place + 1] = draw(st.binary(min_size=1, max_size=1))
            case 1:
                del data[place : place + draw(st.integers(1, 40))]
            case 2:
                data[place:place] = data[place : place + draw(st.integers(1, 200))]
            case _:
                data[place:place] = draw(st.binary(max_size=10))
    return bytes(data)


TAGS = [
    "p",
    "div",
    "h1",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "blockquote",
    "pre",
    "em",
    "b",
    "sup",
    "code",
    "a",
    "br",
    "img",
    "figure",
    "figcaption",
    "span",
    "section",
    "aside",
    "nav",
    "svg",
    "math",
    "dl",
    "dt",
    "dd",
]
ATTRIBUTES = [
    'href="#n"',
    'id="n"',
    'id="r"',
    'href="#r"',
    'class="poem"',
    'class="line"',
    'lang="he"',
    "hidden",
    'role="doc-noteref"',
    'start="9"',
    'value="3"',
    'colspan="9"',
    'rowspan="9"',
    'src="a.png"',
    'alt="[x]"',
    'class="footnotes"',
    'href="http://example.org/&quot;("',
    'style="font-style:italic"',
    'class="caption"',
]
BITS = st.one_of(
    st.builds("<{} {}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
    st.text("ab1 *_[](){}#>|~^`&;!\\-=:\nאé", max_size=8),
    st.sampled_from(["1. ", "[^1]", "{lang=he}", "](", "***", "&#8207;", "&nbsp;", "---"]),
)
PAGES = st.lists(BITS, max_size=40).map("".join)


@TRIED
@given(changed([corpus.english_book(), corpus.hebrew_book()]))
def test_changed_books(data: bytes) -> None:
    tried(epub.read, data)


INSIDE = ["META-INF/container.xml", "OEBPS/book.opf", "OEBPS/nav.xhtml", "OEBPS/one.xhtml"]


@TRIED
@given(st.data())
def test_books_with_a_changed_part(data: st.DataObject) -> None:
    files = corpus.unpacked(corpus.english_book())
    name = data.draw(st.sampled_from(INSIDE))
    files[name] = data.draw(changed([files[name]]))
    tried(epub.read, corpus.packed(files))


@TRIED
@given(PAGES)
def test_books_of_any_markup(body: str) -> None:
    tried(epub.read, corpus.epub({"1.xhtml": corpus.page(body)}, contents={"1.xhtml#n": "One"}))


@TRIED
@given(changed([corpus.web_page()]))
def test_changed_web_pages(data: bytes) -> None:
    tried(html.read, data)


@TRIED
@given(PAGES)
def test_web_pages_of_any_markup(body: str) -> None:
    tried(html.read, f"<html><body>{body}".encode())


@TRIED
@given(
    st.binary(max_size=300) | changed([corpus.english_book(), corpus.web_page()]),
    st.text(max_size=9),
)
def test_any_file_is_of_a_kind(data: bytes, name: str) -> None:
    with harmless(), suppress(InvalidArticle):
        kind_of(data, name)
