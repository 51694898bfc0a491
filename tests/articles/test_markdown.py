"""What readers see of Markdown, and what no Markdown can bring into a page."""

import re
import time
from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import Block, Kind
from articles.markdown import Names, escape, plain, plain_block, render, render_block, render_blocks
from tests.articles.hostile import ATTACKS, PIECES
from tests.conftest import EXAMPLES

SMALL = settings(max_examples=max(150, EXAMPLES), deadline=None)

DIRECTED = frozenset({"p", "pre", "blockquote", "ul", "ol", "li", "table", "th", "td"})
TAGS = DIRECTED | {"br", "em", "strong", "del", "code", "a", "hr", "thead", "tbody", "tr"}
NAMES = Names(["Bob", "<b>", '" onclick="x'])
RENDERED = frozenset({"href", "title", "rel"})
PICTURE = f"{'a1' * 16}-80x60"


class Page(HTMLParser):
    """The elements of a page, and what is read in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.read: list[str] = []
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        return " ".join("".join(self.read).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "br":
            self.read.append("\n")

    def handle_data(self, data: str) -> None:
        self.read.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def assert_harmless_block(html: str) -> None:
    """The same for a block of an article, which may have pictures, footnotes, raised letters."""
    assert_harmless(html, more={"figure", "figcaption", "img", "sup", "sub"})


def assert_harmless(html: str, *, more: Collection[str] = ()) -> None:
    """Only allowed elements, attributes and addresses."""
    for tag, attributes in Page(html).elements:
        assert tag in TAGS | {*more}
        if tag == "img":
            assert attributes.keys() <= {"src", "alt", "width", "height", "loading"}
            assert attributes["src"] == f"/text/pictures/{PICTURE}/"
        elif tag == "a" and attributes.get("role"):
            assert attributes.keys() <= {"id", "href", "role", "rel"}
            assert re.fullmatch(r"#(note|mention)-7-1", attributes["href"] or "")
        elif tag == "a":
            assert attributes.keys() <= RENDERED
            assert attributes["rel"] == "nofollow noopener ugc"
            href = attributes.get("href")
            assert href is None or urlsplit(href).scheme in {"http", "https", "mailto"}
        elif tag == "span":
            assert attributes == {"class": "mention"}
        elif tag == "ol":
            assert attributes.keys() <= {"dir", "start"}
            assert (attributes.get("start") or "1").isdecimal()
        else:
            assert attributes.keys() <= ({"dir"} if tag in DIRECTED else set())
        assert attributes.get("dir") in {None, "auto", "ltr", "rtl"}


def one_line(text: str) -> str:
    return " ".join(text.split())


# --- Comments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* **b** ~~c~~ `d`", "<em>a</em> <strong>b</strong> <del>c</del> <code>d</code>"),
        ("one\ntwo", "one<br>\ntwo"),
        ("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y"),
        ("![the *wall*](http://example.org/a.png)", "the wall"),
        (
            "![](http://example.org/a.png)",
            '<a href="http://example.org/a.png" rel="nofollow noopener ugc">'
            "http://example.org/a.png</a>",
        ),
        ("*חומה* ב**בוסתן** ו_אבן_ה", "<em>חומה</em> ב<strong>בוסתן</strong> ו_אבן_ה"),
        ("**חוֹמָה** \u200f*אבן*\u200f", "<strong>חוֹמָה</strong> \u200f<em>אבן</em>\u200f"),
        ("[a]: http://b.example", None),
        ("# Wall", "<strong>Wall</strong>"),
    ],
)
def test_paragraph_is_rendered(source: str, html: str | None) -> None:
    if html is not None:
        assert render(source).strip() == f'<p dir="auto">{html}</p>'
    assert Page(render(source)).words == one_line(plain(source))


def test_quotes_lists_and_code_are_rendered() -> None:
    assert render("> a\n\n- b\n  1. c\n\n```py\nd < e\n```") == (
        '<blockquote dir="ltr">\n<p dir="auto">a</p>\n</blockquote>\n'
        '<ul dir="ltr">\n<li dir="ltr">b\n'
        '<ol dir="ltr">\n<li dir="ltr">c</li>\n</ol>\n</li>\n</ul>\n'
        '<pre dir="auto"><code>d &lt; e\n</code></pre>\n'
    )


def test_numbered_list_keeps_its_first_number() -> None:
    assert '<ol start="3" dir="ltr">' in render("3. c\n4. d")


def test_table_is_rendered_without_style() -> None:
    html = render("| a | אב |\n|:-:|---:|\n| c | d |")
    assert '<th dir="auto">אב</th>' in html
    assert_harmless(html)


@pytest.mark.parametrize(
    ("source", "directions"),
    [
        ("wall\n\nחומה", ["auto", "auto"]),
        ("wall\n\n> חומה\n>\n> wall", ["auto", "rtl", "auto", "auto"]),
        ("- *חומה*\n- wall", ["rtl", "rtl", "ltr"]),
        ("- wall\n\n  > חומה", ["ltr", "ltr", "auto", "rtl", "auto"]),
        ("> 1 2 3", [None, "auto"]),
        ("```\nx\n```", ["auto", None]),
    ],
)
def test_each_part_runs_in_its_own_direction(source: str, directions: list[str | None]) -> None:
    found = [
        attributes.get("dir") for tag, attributes in Page(render(source)).elements if tag != "em"
    ]
    assert found == directions


@pytest.mark.parametrize(
    ("source", "links"),
    [
        (
            "see https://example.org/__init__.py?a=_b_&c, please",
            ["https://example.org/__init__.py?a=_b_&c"],
        ),
        ("**http://example.org/**", ["http://example.org/"]),
        (
            "(www.example.org) and a.b@example.org",
            ["http://www.example.org", "mailto:a.b@example.org"],
        ),
        ("<https://example.org/%D7%90>", ["https://example.org/%D7%90"]),
        (
            '[a](http://example.org "b") [c](mailto:d@example.org)',
            ["http://example.org", "mailto:d@example.org"],
        ),
        ("[http://example.org](http://example.com)", ["http://example.com"]),
        ("`http://example.org` at the end.It goes on", []),
        ("[a](/b) [c](//example.org) [d](#e)", [None, None, None]),
        ("ftp://example.org //example.org xhttp://example.org", []),
        ("[a](javascript:alert) [b](data:text/html,c) [d](vbscript:e)", []),
        ("[a](JaVaScRiPt&colon;alert) [b](java\nscript:c) <javascript:d>", []),
    ],
)
def test_links_lead_where_they_say(source: str, links: list[str | None]) -> None:
    html = render(source)
    assert [found.get("href") for tag, found in Page(html).elements if tag == "a"] == links
    assert_harmless(html)


def test_address_is_shown_as_it_was_written() -> None:
    source = "http://xn--e1afmkfd.example/%D7%90%E2%80%AE"
    assert Page(render(source)).words == source


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_becomes_words(attack: str) -> None:
    assert_harmless(render(attack, NAMES), more={"span"})
    for kind in Kind:
        assert_harmless_block(render_block(Block(attack, kind, 1)))


def test_picture_is_shown_from_the_texts_own_address() -> None:
    figure = Block(f"![a wall](picture:{PICTURE})", Kind.FIGURE)
    assert render_blocks([figure], name="7", pictures="/text/pictures/") == [
        f'<figure><img src="/text/pictures/{PICTURE}/" alt="a wall" loading="lazy" width="80"'
        ' height="60"></figure>'
    ]


def test_footnotes_are_linked_both_ways() -> None:
    first, second, note = render_blocks(
        [Block("one[^a]"), Block("two[^a][^b]"), Block("Ibid.", Kind.FOOTNOTE, label="a")],
        name="7",
    )
    back = '<a id="note-7-1" href="#mention-7-1" role="doc-backlink" rel="nofollow noopener ugc">'
    there = 'role="doc-noteref" rel="nofollow noopener ugc">a</a></sup>'
    assert first == f'one<sup><a href="#note-7-1" id="mention-7-1" {there}'
    assert second == f'two<sup><a href="#note-7-1" {there}[^b]'
    assert note == f"{back}a</a> Ibid."


def test_nesting_without_end_is_shown_as_words() -> None:
    for source in ("> " * 50 + "deep", "1. " * 50 + "deep", "*a _b " * 50 + "deep" + "_ *" * 50):
        html = render(source)
        assert "deep" in Page(html).words
        assert len(Page(html).elements) < 30


# --- Blocks of articles --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "html", "words"),
    [
        (Block("The *wall*", Kind.HEADING, 2), "The <em>wall</em>", "The wall"),
        (Block("# 1. _a_"), "# 1. <em>a</em>", "# 1. a"),
        (Block("a\\\nb", Kind.QUOTE), "a<br>\nb", "a\nb"),
        (Block("a *b*\nc", Kind.VERSE), "a <em>b</em><br>\nc", "a b\nc"),
        (Block("- *a*", Kind.LIST_ITEM, 1), "<ul><li><em>a</em></li></ul>", "a"),
        (Block("3. a", Kind.LIST_ITEM, 2), '<ol start="3"><li>a</li></ol>', "a"),
        (Block("more", Kind.LIST_ITEM, 1), "more", "more"),
        (
            Block("*a*\n <b>", Kind.CODE),
            '<pre dir="auto"><code>*a*\n &lt;b&gt;</code></pre>',
            "*a*\n <b>",
        ),
        (Block("end.It example.com"), "end.It example.com", "end.It example.com"),
        (Block("![](http://a.example)"), "", ""),
        (Block("x^2^, H~2~O, ~~a~~"), "x<sup>2</sup>, H<sub>2</sub>O, <del>a</del>", "x2, H2O, a"),
        (Block("a[^1]"), "a[^1]", "a"),
        (
            Block("![a *wall*](http://a.example)\nBuilt *by hand*", Kind.FIGURE),
            '<figure><a href="http://a.example" rel="nofollow noopener ugc">a wall</a>'
            "<figcaption>Built <em>by hand</em></figcaption></figure>",
            "a wall\nBuilt by hand",
        ),
        (
            Block(f"![a wall](picture:{PICTURE})", Kind.FIGURE),
            "<figure><em>a wall</em></figure>",
            "a wall",
        ),
        (
            Block("| a |\n|---|\n| *b* |", Kind.TABLE),
            '<table dir="ltr">\n<thead>\n<tr>\n<th dir="auto">a</th>\n</tr>\n</thead>\n<tbody>\n'
            '<tr>\n<td dir="auto"><em>b</em></td>\n</tr>\n</tbody>\n</table>\n',
            "a\nb",
        ),
    ],
)
def test_block_is_rendered(block: Block, html: str, words: str) -> None:
    assert render_block(block) == html
    assert plain_block(block) == words


@pytest.mark.parametrize(
    ("source", "marker", "body"),
    [("- a", "-", "a"), ("12) a", "12)", "a"), ("a", "", "a"), ("3.a", "", "3.a")],
)
def test_list_item_knows_its_marker(source: str, marker: str, body: str) -> None:
    block = Block(source, Kind.LIST_ITEM, 1)
    assert (block.marker, block.body) == (marker, body)
    assert Block(source).marker == ""


# --- Escaping ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prose",
    [
        "The wall - it’s “ours” - has 2 * 3 stones (or so); #4 is loose, [1] says. 50% & more!",
        "snake_case_name, C:\\new\\wall, a < b > c, 1.5 and x = y | z",
        'AT&T, R&D; ~5 — “never”: שָׁלוֹם, רש״י וצה"ל',
        "http://example.org/a.b?c=d&e",
    ],
)
def test_ordinary_prose_stays_as_it_is(prose: str) -> None:
    assert escape(prose) == prose


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*a* _b_ `c` ~~d~~", r"\*a\* \_b\_ \`c\` \~\~d\~\~"),
        ("[a](b) ![c](d)", r"[a\](b) ![c\](d)"),
        ("1984. A year", r"1984\. A year"),
        ("- a\n+ b\n* c\n> d\n# e", "\\- a\n\\+ b\n\\* c\n\\> d\n\\# e"),
        ("a\n---\nb\n===", "a\n\\---\nb\n\\==="),
        ("a | b\n--|--", "a | b\n\\--|--"),
        ("&amp; &#39;", r"\&amp; \&#39;"),
        ("<http://a.example>", r"\<http://a.example>"),
        ("\\* a\\", r"\\\* a\\"),
    ],
)
def test_markup_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped
    assert one_line(plain(escaped)) == one_line(text)


PIECE = st.sampled_from(PIECES)
PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TEXT = st.lists(PIECE | PRINTED, max_size=15).map("".join)
ANY = st.lists(PIECE | st.text(max_size=10) | st.sampled_from(ATTACKS), max_size=15).map("".join)


@SMALL
@given(TEXT)
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    escaped = escape(text)
    assert one_line(plain(escaped)) == one_line(text)
    assert one_line(Page(render(escaped)).words) == one_line(text)


@SMALL
@given(TEXT, st.sampled_from([Kind.TEXT, Kind.HEADING, Kind.QUOTE, Kind.VERSE]))
def test_escaped_text_is_shown_in_every_kind_of_block(text: str, kind: Kind) -> None:
    block = Block(escape(text), kind)
    assert Page(render_block(block)).words == one_line(plain_block(block)) == one_line(text)


@SMALL
@given(ANY)
def test_no_comment_harms_a_page(source: str) -> None:
    assert_harmless(render(source))
    assert_harmless(render(source, NAMES), more={"span"})
    plain(source)


@SMALL
@given(ANY, st.sampled_from(Kind))
def test_no_block_harms_a_page(source: str, kind: Kind) -> None:
    html = render_blocks(
        [Block(source, kind, 1), Block(source, Kind.FOOTNOTE, label="1")],
        name="7",
        pictures="/text/pictures/",
    )
    assert_harmless_block("".join(html))


# --- Time ----------------------------------------------------------------------------------------


# fmt: off
HOSTILE = [
    "[", "![", "*a_ ", "*a **b ", "> ", "- ", "a://", "http:// ", "http://a.example/(", "`", "<a",
    "http://a.b/{a", "a@b.example *x* ", "www.a.example ", "&#", "|a", "~~a", "\\", "[a](", "a\n",
    "[a]: b\n",
]
# fmt: on


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_comment_takes_little_time(hostile: str) -> None:
    source = (hostile * 20_000)[:20_000]
    started = time.process_time()
    assert_harmless(render(source))
    assert time.process_time() - started < 2
