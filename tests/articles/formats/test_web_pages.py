"""Saved web pages: the article and nothing else of the site."""

import pytest

from articles.blocks import Block, Damaged, Kind, TooManyParts
from articles.formats.html import read
from tests.articles.formats.corpus import LAUGHS, OUTSIDER, web_page

PROSE = "Whoever lifts one stone moves the whole row, and so it was with the old wall. " * 3
HEBREW = "אין אדם בונה חומה לבדו, וכל אבן נשענת על חברתה."
RUSSIAN = "Никто не строит стену один, и каждый камень держится на другом."


def test_the_article_of_a_site() -> None:
    cut = read(web_page())
    (name,) = cut.pictures
    assert (cut.title, cut.author, cut.language) == ("The Wall", "A. Mason", "en")
    assert (cut.source, cut.licence) == ("https://example.org/wall", "CC BY 4.0")
    assert cut.blocks == (
        Block(f"{PROSE}[^1]"),
        Block("Part", Kind.HEADING, 2),
        Block(f"{PROSE}[More](<https://example.org/more>)"),
        Block("Quoted.", Kind.QUOTE),
        Block("3. Third", Kind.LIST_ITEM, 1),
        Block("אין אדם בונה חומה לבדו.", language="he"),
        Block(f"![A wall](picture:{name})", Kind.FIGURE),
        Block("So it is.", Kind.FOOTNOTE, label="1"),
    )


def test_an_article_that_nothing_marks() -> None:
    cell = (
        f"<h2>The Wall</h2><p>{PROSE}</p><p>{PROSE}</p><ol start=4><li>Fourth thing</ol><p>{PROSE}"
    )
    links = "".join(f"<li><a href=/{n}>Link {n}</a>" for n in range(9))
    body = (
        f"<title>The Wall - A Site</title><table><tr><td><ul>{links}</ul><td>{cell}"
        "<td class=ads>Buy now</table><div class=comments><p>Well said, all of it.</div>"
    )
    cut = read(body.encode())
    words = " ".join(block.source for block in cut.blocks)
    assert cut.title == "The Wall"
    assert "4. Fourth thing" in words
    assert not any(other in words for other in ("Link", "Buy", "Well said"))


def test_a_page_without_a_site_is_kept_whole() -> None:
    cut = read(b"<h1>One</h1><p>a</p><h1>Two</h1><p>b <a href=http://example.org>c</a></p>")
    assert [block.source for block in cut.blocks] == [
        "One",
        "a",
        "Two",
        "b [c](<http://example.org>)",
    ]


ENCODINGS = [
    (HEBREW, "windows-1255", '<meta charset="windows-1255">'),
    (HEBREW, "windows-1255", ""),
    (HEBREW, "utf-8", '<meta charset="iso-8859-1">'),
    (HEBREW, "utf-16", ""),
    (HEBREW, "utf-8-sig", ""),
    (
        HEBREW,
        "windows-1255",
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-8">',
    ),
    (RUSSIAN, "koi8-r", "<meta charset=koi8-r>"),
    (RUSSIAN, "windows-1251", "<meta charset=nonsense>"),
]


@pytest.mark.parametrize(("words", "encoding", "meta"), ENCODINGS)
def test_characters_are_read_as_meant(words: str, encoding: str, meta: str) -> None:
    text = f"<html><head>{meta}<title>x</title></head><body><p>{words}</p></body></html>"
    assert [block.source for block in read(text.encode(encoding)).blocks] == [words]


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDER], ids=["laughs", "outsider"])
def test_entities_are_refused(text: str) -> None:
    with pytest.raises(Damaged):
        read(text.encode())


def test_what_is_too_deep_is_refused_and_not_lost() -> None:
    with pytest.raises(TooManyParts):
        read(b"<html><body><p>words</p>" + b"<div>" * 100_000 + b"more words")
