"""From HTML to blocks: what each element becomes, and that no mark is lost or gained."""

import time
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from articles.blocks import Block, Kind, PictureName
from articles.cutting import blocks_of
from articles.formats.markup import blocks_of_tree
from articles.formats.pieces import Piece, text_of
from articles.formats.prose import markdown
from articles.markdown import document, plain_block, render_blocks
from tests.conftest import EXAMPLES

PICTURE = PictureName("0" * 32 + "-60x40", 60, 40)
HEBREW = "אין אדם בונה חומה לבדו."


def blocks(body: str, language: str = "en") -> list[Block]:
    tree = html.document_fromstring(f"<html><body>{body}</body></html>")
    known = {"wall.png": PICTURE}
    found = blocks_of_tree(
        tree.find("body"), picture=lambda address, _: known.get(address), language=language
    )
    return list(found)


def sources(body: str) -> list[str]:
    return [block.source for block in blocks(body)]


INLINE = [
    ("a <em>b</em> <strong>c</strong>", "a *b* **c**"),
    ("<b>Note:</b>text", "**Note**:text"),
    ("a<i>b</i>c", "a*b*c"),
    ("<i>a <b>b</b> c</i>", "*a **b** c*"),
    ("a <i> b </i>c", "a *b* c"),
    ("<del>gone</del> <s>too</s>", "~~gone too~~"),
    ("x<sup>2</sup> H<sub>2</sub>O", "x^2^ H~2~O"),
    ("x<sup>a b</sup>", "x^a\\ b^"),
    ("<code>a_`b</code>", "``a_`b``"),
    ('<a href="https://example.org/a_b">there</a>', "[there](<https://example.org/a_b>)"),
    ('<a href="mailto:a@example.org">mail</a>', "[mail](<mailto:a@example.org>)"),
    ('<a href="javascript:alert(1)">there</a> <a href="/x">here</a>', "there here"),
    ('wow!<a href="http://example.org">x</a>', "wow\\![x](<http://example.org>)"),
    ('<span style="font-style: italic">a</span>', "*a*"),
    ('<span class="bold">a</span>', "**a**"),
    ("5 * 3 is *15*", "5 * 3 is \\*15\\*"),
    ("# no heading", "\\# no heading"),
    ("1. no item", "1\\. no item"),
    ("[1]: http://example.org", "\\[1]: http://example.org"),
    ("words {lang=he}", "words {lang\\=he}"),
    ("<q>said</q>", "“said”"),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
    ("a<!-- b -->c<script>d</script><span hidden>e</span>", "ac"),
    ('<math alttext="{\\displaystyle x^2}"><mi>x</mi></math>', "`x^2`"),
    ("a&nbsp;b\n  c", "a b c"),
    ("<em>λόγος</em> and <em>דבר</em>", "*λόγος* and *דבר*"),
]


@pytest.mark.parametrize(("body", "source"), INLINE)
def test_words_keep_their_marks(body: str, source: str) -> None:
    assert sources(f"<p>{body}</p>") == [source]


BLOCKS = [
    ("<h1>One</h1><h3>Three</h3>", [("heading", 1, "One"), ("heading", 3, "Three")]),
    ('<div role="heading" aria-level="4">Four</div>', [("heading", 4, "Four")]),
    (
        "<div>loose<p>inner</p>tail</div>",
        [("text", 0, "loose"), ("text", 0, "inner"), ("text", 0, "tail")],
    ),
    ("<blockquote><p>a<p>b</blockquote>", [("quote", 0, "a"), ("quote", 0, "b")]),
    ("<blockquote>a<br>b</blockquote>", [("quote", 0, "a\\\nb")]),
    ("<p>roses<br>violets</p>", [("verse", 0, "roses\nviolets")]),
    ("<p>a<br><br>b</p>", [("text", 0, "a"), ("text", 0, "b")]),
    (
        "<p>" + "word " * 30 + "<br>next</p>",
        [("text", 0, ("word " * 30).strip()), ("text", 0, "next")],
    ),
    (
        '<div class="poem"><p>a</p><p>b</p></div><div class="stanza"><span class="line">c</span>'
        '<span class="line">d</span></div>',
        [("verse", 0, "a\nb"), ("verse", 0, "c\nd")],
    ),
    ('<div style="white-space: pre-line">a\nb</div>', [("verse", 0, "a\nb")]),
    (
        '<ol start="3"><li>c<li value="7"><p>g</p><p>more</p><ul><li>in</ul><li>h</ol>',
        [
            ("list_item", 1, "3. c"),
            ("list_item", 1, "7. g"),
            ("list_item", 1, "more"),
            ("list_item", 2, "- in"),
            ("list_item", 1, "8. h"),
        ],
    ),
    ("<ol reversed><li>a<li>b</ol>", [("list_item", 1, "2. a"), ("list_item", 1, "1. b")]),
    ("<pre>if x:\n    y</pre>", [("code", 0, "if x:\n    y")]),
    (
        '<figure><img src="wall.png" alt="A [wall]">'
        "<figcaption>In <i>spring</i></figcaption></figure>",
        [("figure", 0, f"![A \\[wall\\]]({PICTURE.address})\nIn *spring*")],
    ),
    (
        '<p>before <img src="http://example.org/x.png" alt="far"> after</p>',
        [("text", 0, "before after"), ("figure", 0, "![far](http://example.org/x.png)")],
    ),
    ('<img src="lost.png" alt=""><svg><title>drawn</title></svg>', [("figure", 0, "![drawn]()")]),
    (
        "<table><tr><th>a<th>b<tr><td>x|y<td><b>z</b><tr><td colspan=2>w</table>",
        [("table", 0, "| a | b |\n| --- | --- |\n| x\\|y | **z** |\n| w |  |")],
    ),
    (
        "<table><tr><td><p>left</p><h2>head</h2><td>right</table>",
        [("text", 0, "left"), ("heading", 2, "head"), ("text", 0, "right")],
    ),
    ("<dl><dt>Word<dd>Meaning</dl>", [("text", 0, "**Word**"), ("text", 0, "Meaning")]),
    ("<p>a</p><hr><p>* * *</p><p>b</p>", [("text", 0, "a"), ("text", 0, "b")]),
    ("<nav>x</nav><form>y</form><style>z</style><p>a</p>", [("text", 0, "a")]),
]


@pytest.mark.parametrize(("body", "expected"), BLOCKS)
def test_elements_become_blocks(body: str, expected: list[tuple[str, int, str]]) -> None:
    assert [(each.kind.value, each.level, each.source) for each in blocks(body)] == expected


NOTES = [
    '<p>a<a epub:type="noteref" href="#n">1</a></p>'
    '<aside epub:type="footnote" id="n" hidden><p>1. b</p></aside>',
    '<p>a<sup><a href="#n" id="r">1</a></sup></p>'
    '<ol><li id="n"><p>b <a href="#r">↩</a></p></li></ol>',
    '<p>a<a role="doc-noteref" href="#n">1</a></p><div role="doc-footnote" id="n">b</div>',
    '<p>a<sup class="reference" id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup></p><ol>'
    '<li id="cite_note-1"><span class="mw-cite-backlink"><a href="#cite_ref-1">^</a></span>'
    " b</li></ol>",
    '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p>'
    '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> b</p></div>',
]


@pytest.mark.parametrize("body", NOTES)
def test_footnotes_are_found(body: str) -> None:
    assert blocks(body) == [Block("a[^1]"), Block("b", Kind.FOOTNOTE, label="1")]


def test_footnotes_are_linked_both_ways() -> None:
    mention, note = render_blocks(blocks(NOTES[1]), name="x")
    assert 'href="#note-x-1"' in mention
    assert 'href="#mention-x-1"' in note


def test_notes_with_the_same_sign_are_numbered() -> None:
    body = "".join(
        f'<p>a<a epub:type="noteref" href="#n{n}">*</a></p><aside id="n{n}"><p>* b</p></aside>'
        for n in range(2)
    )
    assert [block.label for block in blocks(body)] == ["", "1", "", "2"]


def test_contents_are_no_footnotes() -> None:
    body = '<p><a href="#c1">1</a></p><h2 id="c1">One</h2><p>text</p>'
    assert {block.kind for block in blocks(body)} == {Kind.TEXT, Kind.HEADING}


def test_another_language_is_kept() -> None:
    body = f'<p lang="he-IL">{HEBREW}</p><p><span lang="he">{HEBREW}</span></p><p lang="he">no</p>'
    assert [block.language for block in blocks(body)] == ["he", "he", ""]


def test_namespaces_make_no_difference() -> None:
    root = etree.fromstring(
        '<body xmlns="http://www.w3.org/1999/xhtml"><p>a <em>b</em></p><ul><li>c</li></ul></body>'
    )
    found = blocks_of_tree(root, picture=lambda *_: None)
    assert [block.source for block in found] == ["a *b*", "- c"]


@pytest.mark.parametrize("tag", ["blockquote", "em", "table"])
def test_depth_costs_no_stack(tag: str) -> None:
    root = inner = etree.Element("body")
    for _ in range(10_000):
        inner = etree.SubElement(inner, tag)
    inner.text = "words"
    start = time.process_time()
    (block,) = islice(blocks_of_tree(root, picture=lambda *_: None), 2)
    assert block.body in {"words", "*words*"}
    assert time.process_time() - start < 5


MARKS = st.lists(
    st.sampled_from(["em", "strong", "del", "code", "sup", "sub", "http://example.org/a"]),
    unique=True,
    max_size=3,
).map(tuple)
WORDS = st.text('ab1 .,!*_~^`[]()<>&#\\-:|{}="שé;', max_size=6) | st.sampled_from(
    ["\n", " &amp; ", "{lang=he}", "[^1]", "---", "1. ", "    "]
)
PIECES = st.lists(
    st.builds(Piece, WORDS, MARKS, mention=st.just(False))
    | st.just(Piece("1", (), "", mention=True)),
    max_size=7,
)


@settings(max_examples=20 * EXAMPLES, deadline=None, database=None)
@given(PIECES)
def test_words_come_back_whatever_their_marks(pieces: list[Piece]) -> None:
    words = "".join(text_of(pieces).split())
    source = markdown(pieces)
    if not words:
        return
    kind = Kind.VERSE if "\n" in source else Kind.TEXT
    broken = source.replace("\n", "\\\n")
    for block in (Block(source, kind), Block(f"- {broken}", Kind.LIST_ITEM, 1)):
        (read,) = blocks_of(document([block]))
        assert "".join(plain_block(read).split()) == words
        assert list(blocks_of(document([read]))) == [read]
