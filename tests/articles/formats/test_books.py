"""EPUB: books as they are made, and what becomes of their parts."""

import pytest

from articles.blocks import (
    Block,
    Damaged,
    Encrypted,
    InvalidArticle,
    Kind,
    NothingToRead,
    OnlyPictures,
)
from articles.formats.epub import read
from tests.articles.formats.corpus import (
    CONTAINER,
    LAUGHS,
    OUTSIDER,
    english_book,
    epub,
    hebrew_book,
    packed,
    page,
    picture,
)

LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
)
ONE = {"one.xhtml": page("<h1>One</h1><p>Words.</p>")}


def headings(data: bytes) -> list[tuple[int, str]]:
    return [(each.level, each.source) for each in read(data).blocks if each.kind is Kind.HEADING]


def test_an_english_book() -> None:
    book = read(english_book())
    (name,) = book.pictures
    assert (book.title, book.author, book.language) == ("The Wall", "A. Mason", "en")
    assert (book.source, book.licence) == ("https://example.org/wall", "CC BY 4.0")
    assert book.is_book
    assert book.blocks == (
        Block("The Row", Kind.HEADING, 1),
        Block("Whoever lifts *one* stone moves the row.[^1]"),
        Block("Below", Kind.HEADING, 2),
        Block("More."),
        Block(f"![A wall](picture:{name})\nIn spring", Kind.FIGURE),
        Block("Something there is\nthat does not love a wall", Kind.VERSE),
        Block("![Far away](http://example.org/spy.png)", Kind.FIGURE),
        Block("So it is.", Kind.FOOTNOTE, label="1"),
        Block("Indeed.", Kind.FOOTNOTE),
        Block("The Lean", Kind.HEADING, 1),
        Block("Each part leans on the next.[^2]"),
        Block("Or was.", Kind.FOOTNOTE, label="2"),
    )


def test_a_hebrew_book_with_a_missing_page() -> None:
    book = read(hebrew_book())
    assert (book.title, book.language, book.is_book) == ("החומה", "he", True)
    assert book.blocks == (
        Block("פרק ראשון", Kind.HEADING, 1),
        Block("אין אדם בונה חומה לבדו."),
        Block("Nobody builds a wall alone.", language="en"),
        Block("פרק שני", Kind.HEADING, 1),
        Block("כל אבן נשענת על **חברתה**."),
    )


def test_one_chapter_makes_no_book() -> None:
    assert not read(epub(ONE)).is_book


def test_a_chapter_cut_in_two_stays_one() -> None:
    pages = {"1.xhtml": page("<h1>One</h1><p>a</p>"), "2.xhtml": page("<p>b</p>")}
    assert headings(epub(pages, contents={"1.xhtml": "One"})) == [(1, "One")]


def test_chapters_of_one_page_begin_at_their_anchors() -> None:
    body = '<h1 id="a">A</h1><p>a</p><h2>Inner</h2><p>b</p><div id="b"><h2>B</h2></div><p>c</p>'
    contents = {"1.xhtml#a": "A", "1.xhtml#b": "B"}
    found = headings(epub({"1.xhtml": page(body)}, contents=contents))
    assert found == [(1, "A"), (2, "Inner"), (1, "B")]


def test_entities_of_html_are_known() -> None:
    text = page("<p>a&nbsp;b&mdash;c &amp; d</p>")
    assert read(epub({"1.xhtml": text})).blocks == (Block("a b—c & d"),)


def test_untidy_pages_are_read_too() -> None:
    text = "<html><body><p>a <b>b<p>c</body>"
    assert [block.source for block in read(epub({"1.xhtml": text})).blocks] == ["a **b**", "c"]


def test_disguised_fonts_do_no_harm() -> None:
    lock = {"META-INF/encryption.xml": LOCK.format("http://www.idpf.org/2008/embedding")}
    assert read(epub(ONE, files=lock)).blocks


LOCKED = {"META-INF/encryption.xml": LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
FAULTS: dict[str, tuple[bytes, type[InvalidArticle]]] = {
    "copy protection": (epub(ONE, files=LOCKED), Encrypted),
    "laughs": (epub({"1.xhtml": LAUGHS}), Damaged),
    "outsider": (epub({"1.xhtml": OUTSIDER}), Damaged),
    "laughs in container": (packed({"META-INF/container.xml": LAUGHS}), Damaged),
    "no package": (packed({"META-INF/container.xml": CONTAINER}), Damaged),
    "images only": (
        epub({"1.xhtml": page('<img src="a.png"/>')}, files={"OEBPS/a.png": picture()}),
        OnlyPictures,
    ),
    "no words": (epub({"1.xhtml": page("<p> </p>")}), NothingToRead),
    "cut off": (english_book()[:1_000], Damaged),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_have_their_names(case: str) -> None:
    data, error = FAULTS[case]
    with pytest.raises(error):
        read(data)
