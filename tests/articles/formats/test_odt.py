import base64
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import (
    Block,
    Cut,
    Damaged,
    Encrypted,
    InvalidArticle,
    Kind,
    NothingToRead,
    OnlyPictures,
    TooManyBlocks,
)
from articles.cutting import blocks_of
from articles.formats.kinds import FileKind, kind_of
from articles.formats.odt import read
from articles.markdown import document
from tests.articles.formats.corpus import picture
from tests.articles.formats.odt_files import (
    COMMON,
    IMAGE,
    LONG,
    NAMES,
    ODF,
    OWN,
    about,
    content,
    frame,
    h,
    listed,
    note,
    odt,
    p,
    span,
)
from tests.conftest import EXAMPLES


def cut(body: str, **more: object) -> Cut:
    found = read(odt(body, **more))  # type: ignore[arg-type]
    assert tuple(blocks_of(document(found.blocks))) == found.blocks
    return found


def sources(body: str) -> list[str]:
    return [block.source for block in cut(p(LONG) + body).blocks[1:]]


def test_headings_are_known_by_level_and_style_and_keep_their_numbers() -> None:
    body = h("One", 1) + p(LONG) + h("Two", 2) + p(LONG) + h("Three", 2) + p("Four", "P1") + p(LONG)
    blocks = cut(p(LONG) + body).blocks
    assert [(block.source, block.level) for block in blocks if block.level] == [
        ("One", 1),
        ("I. Two", 2),
        ("II. Three", 2),
        ("Four", 3),
    ]


def test_title_and_author() -> None:
    found = cut(p("The Lamp", "Title") + p(LONG), title="Old", author="Ruth Levi")
    assert found == Cut("The Lamp", (Block(LONG),), "en", "Ruth Levi")


def test_lists_keep_their_true_numbers() -> None:
    again = 'text:continue-numbering="true"'
    body = (
        listed(p("a"), p("b") + listed(p("c"), p("d")), style="L1")
        + p(LONG)
        + listed(p("e"), style="L1", attributes=again)
        + listed(p("f"), style="L1")
    )
    assert sources(body) == ["1. a", "2. b", "a) c", "b) d", LONG, "3. e", "1. f"]
    assert sources(listed(p("x"), p("y"), style="L2")) == ["- x", "- y"]
    assert sources(listed(p("א"), p("ב"), style="L3")) == ["ג. א", "ד. ב"]


def test_further_paragraphs_of_an_item_belong_to_it() -> None:
    blocks = cut(p(LONG) + listed(p("a") + p("more"), p("b"), style="L1")).blocks[1:]
    assert [(block.source, block.kind) for block in blocks] == [
        ("1. a", Kind.LIST_ITEM),
        ("more", Kind.LIST_ITEM),
        ("2. b", Kind.LIST_ITEM),
    ]


def test_words_with_marks_links_spaces_and_line_breaks() -> None:
    link = '<text:a xlink:href="https://example.org/a">link</text:a>'
    body = p(f"a {span('b', 'T2')} {span('c', 'T1')}<text:s text:c='3'/>x{span('2', 'T3')} {link}")
    assert sources(body) == ["a **b** *c* x^2^ [link](<https://example.org/a>)"]
    verse = cut(p(LONG) + p("A lamp<text:line-break/>a flame")).blocks[1]
    assert verse == Block("A lamp\na flame", Kind.VERSE)


def test_quotes_and_sections() -> None:
    blocks = cut(p(LONG) + f"<text:section>{p('Said.', 'Quotations')}</text:section>").blocks
    assert blocks[1] == Block("Said.", Kind.QUOTE)


def test_notes_are_linked_with_all_their_paragraphs() -> None:
    first = note(p("See the lamp.") + p("And the wick."))
    assert cut(p(LONG) + p(f"Lamps{first} and{note(p('More.'))}")).blocks[1:] == (
        Block("Lamps[^1] and[^2]"),
        Block("See the lamp.", Kind.FOOTNOTE, label="1"),
        Block("And the wick.", Kind.FOOTNOTE),
        Block("More.", Kind.FOOTNOTE, label="2"),
    )


def test_comments_deletions_hidden_words_and_contents_are_left_out() -> None:
    deleted = f"<text:tracked-changes>{p('gone')}</text:tracked-changes>"
    contents = f"<text:table-of-content>{p('One 7')}</text:table-of-content>"
    comment = f"<office:annotation>{p('remark')}</office:annotation>"
    changed = p(f"a{comment}<text:change-start/>b<text:change-end/>{span('no', 'T4')}")
    assert sources(deleted + contents + changed + p(f"x{note(p(f'y{comment}'))}")) == [
        "ab",
        "x[^1]",
        "y",
    ]


def test_pictures_have_their_words_and_captions() -> None:
    boxed = frame(f"<draw:text-box>{p(frame(IMAGE, 'A lamp') + 'Fig. 1')}</draw:text-box>")
    for body in (p(frame(IMAGE, "A lamp")) + p("Fig. 1", "Illustration"), p(boxed)):
        found = cut(p(LONG) + body)
        figure = found.blocks[1].figure
        assert len(found.blocks) == 2
        assert figure
        assert figure.picture
        assert (figure.words, figure.caption) == ("A lamp", "Fig. 1")
        assert list(found.pictures) == [figure.picture.name]


def test_words_in_boxes_are_read() -> None:
    box = frame(f"<draw:text-box>{p('In the box.')}{p('Still in it.')}</draw:text-box>")
    assert sources(p(f"Around.{box}")) == ["Around.", "In the box.", "Still in it."]
    assert sources(frame(f"<draw:text-box>{p('On the page.')}</draw:text-box>")) == ["On the page."]


def test_tables_of_data_stay_tables_and_others_are_read_by_cells() -> None:
    def table(*rows: list[str]) -> str:
        made = (
            "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows
        )
        inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in made)
        return f"<table:table>{inside}</table:table>"

    found = cut(p(LONG) + table([p("a"), p("b")], [p("1"), p("2")])).blocks[1]
    assert found == Block("| a | b |\n| --- | --- |\n| 1 | 2 |", Kind.TABLE)
    assert sources(table([p("x") + listed(p("y"), style="L2"), p("z")])) == ["x", "- y", "z"]


def test_hebrew_in_an_english_text_says_so() -> None:
    found = cut(p(LONG) * 3 + p("והמנורה עמדה על אדן החלון בחדר העליון"))
    assert (found.language, found.blocks[-1].language) == ("en", "he")


def test_flat_form_is_read_with_its_pictures() -> None:
    data = base64.b64encode(picture()).decode()
    image = f"<draw:image><office:binary-data>{data}</office:binary-data></draw:image>"
    flat = (
        f'<?xml version="1.0"?><office:document {NAMES}>{about("The Lamp", "Ruth Levi")}'
        f"<office:styles>{COMMON}</office:styles>"
        f"<office:automatic-styles>{OWN}</office:automatic-styles><office:body><office:text>"
        f"{p(LONG)}{p(frame(image, 'A lamp'))}</office:text></office:body></office:document>"
    )
    assert kind_of(flat.encode()) is FileKind.ODT
    found = read(flat.encode())
    assert (found.title, found.author, len(found.pictures)) == ("The Lamp", "Ruth Levi", 1)


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>' + content(
    p("&c;")
)
LOCKED = (
    f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry>'
    "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
)
BAD: dict[str, tuple[Callable[[], bytes], type[InvalidArticle]]] = {
    "empty": (lambda: b"", Damaged),
    "misnamed": (lambda: b"%PDF-1.7 not a document", Damaged),
    "truncated": (lambda: odt(p(LONG))[:-40], Damaged),
    "bomb of entities": (lambda: odt("", more={"content.xml": BOMB.encode()}), Damaged),
    "other XML": (lambda: odt("", more={"content.xml": b"<other/>"}), Damaged),
    "password": (lambda: odt("", more={"META-INF/manifest.xml": LOCKED.encode()}), Encrypted),
    "no words": (lambda: odt(""), NothingToRead),
    "pictures only": (lambda: odt(p(frame(IMAGE))), OnlyPictures),
    "some more than may be": (lambda: odt(p("word") * 11_000), TooManyBlocks),
    "many paragraphs": (lambda: odt(p("word") * 100_000), InvalidArticle),
    "deep": (lambda: odt("<text:section>" * 5_000 + "</text:section>" * 5_000), Damaged),
    "zip bomb": (lambda: odt("", more={"content.xml": bytes(60_000_000)}), InvalidArticle),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_a_reason(name: str) -> None:
    make, error = BAD[name]
    data = make()
    start = process_time()
    with pytest.raises(error):
        read(data)
    assert process_time() - start < 5


def test_nesting_and_circles_end() -> None:
    deep = (
        p("x") + "<text:list><text:list-item>" * 90 + p("y") + "</text:list-item></text:list>" * 90
    )
    assert sources(p("a", "Round") + deep)[:2] == ["a", "x"]
    spans = "<text:span>" * 200 + "deep" + "</text:span>" * 200
    assert sources(p(f"not {spans}")) == ["not deep"]


BODY = (
    p("The Lamp", "Title")
    + h("Two", 2)
    + p(f"{span('a', 'T1')}{note(p('b'))}")
    + listed(p("c"), p("d") + listed(p("e")), style="L1")
    + p(frame(IMAGE, "A lamp"))
)
CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(CHANGES, st.booleans(), st.integers(0, 10**6))
def test_any_bytes_make_a_text_or_a_reason(
    changes: list[tuple[int, int]], inside: bool, end: int
) -> None:
    changed = bytearray(content(BODY).encode() if inside else odt(BODY))
    for place, byte in changes:
        changed[place % len(changed)] = byte
    if end % 5 == 0:
        del changed[end % len(changed) :]
    data = odt("", more={"content.xml": bytes(changed)}) if inside else bytes(changed)
    start = process_time()
    try:
        found = read(data)
    except InvalidArticle:
        pass
    else:
        assert tuple(blocks_of(document(found.blocks))) == found.blocks
    assert process_time() - start < 5
