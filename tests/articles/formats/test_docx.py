import io
import zipfile
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
    UnknownKind,
)
from articles.cutting import blocks_of
from articles.formats.docx import read
from articles.markdown import document
from tests.articles.formats.docx_files import LONG, NAMES, docx, item, p, run
from tests.conftest import EXAMPLES


def cut(body: str, **more: object) -> Cut:
    read_cut = read(docx(body, **more))  # type: ignore[arg-type]
    assert tuple(blocks_of(document(read_cut.blocks))) == read_cut.blocks
    return read_cut


def sources(body: str) -> list[str]:
    return [block.source for block in cut(p(LONG) + body).blocks[1:]]


def test_headings_are_known_by_style_outline_level_and_what_a_style_is_based_on() -> None:
    body = p("One", "berschrift1") + p(LONG) + p("Two", "Kapitel2") + p(LONG)
    blocks = cut(body + p("Three", properties='<w:outlineLvl w:val="2"/>') + p(LONG)).blocks
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    assert [(block.source, block.level) for block in headings] == [("Two", 2), ("Three", 3)]
    assert cut(body).title == "One"


def test_title_style_comes_before_the_properties() -> None:
    found = cut(p("The Lamp", "Titel") + p(LONG) + p(LONG), title="Old", author="Ruth Levi")
    assert (found.title, found.author) == ("The Lamp", "Ruth Levi")
    assert [block.source for block in found.blocks] == [LONG, LONG]


def test_title_of_the_properties_is_not_said_twice() -> None:
    found = cut(p("The Lamp") + p(LONG), title="The Lamp")
    assert (found.title, len(found.blocks)) == ("The Lamp", 1)


@pytest.mark.parametrize("title", ["Document1", "Microsoft Word - draft.doc", "C:\\a.docx"])
def test_titles_that_programs_write_are_none(title: str) -> None:
    assert cut(p(LONG), title=title, author="Microsoft Office User") == Cut(
        "", (Block(LONG),), "en"
    )


def test_lists_keep_their_true_numbers() -> None:
    body = item("a", 1) + item("b", 1) + p(LONG) + item("c", 1) + item("d", 4) + item("e", 4)
    assert sources(body) == ["1. a", "2. b", LONG, "3. c", "7. d", "8. e"]


def test_nested_items_are_numbered_anew_below_each_item() -> None:
    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1) + item("e", 1, 1)
    assert sources(body) == ["1. a", "a) b", "b) c", "2. d", "a) e"]
    assert sources(item("x", 2) + item("y", 2)) == ["- x", "- y"]


def test_numbers_of_several_levels_and_hebrew_ones_are_written_out() -> None:
    assert sources(item("a", 1) + item("b", 1, 2)) == ["1. a", "1.1 b"]
    assert sources(item("ראשון", 3) + item("שני", 3)) == ["טו. ראשון", "טז. שני"]


def test_stress_raised_and_lowered_words_and_links() -> None:
    body = p(
        run("a ")
        + run("b", "<w:b/>")
        + run(" ")
        + run("c", '<w:rStyle w:val="Emphasis"/>')
        + run(" x")
        + run("2", '<w:vertAlign w:val="superscript"/>')
        + f'<w:hyperlink r:id="web">{run(" link")}</w:hyperlink>'
    )
    assert sources(body) == ["a **b** *c* x^2^ [link](<https://example.org/a>)"]


def test_bold_headings_are_not_stressed() -> None:
    assert sources(p(run("One", "<w:b/>"), "berschrift1") + p(LONG)) == ["One", LONG]


def test_short_bold_lines_are_headings_where_there_are_no_others() -> None:
    blocks = cut(p(LONG) + p(run("A new part", "<w:b/>")) + p(LONG)).blocks
    assert blocks[1] == Block("A new part", Kind.HEADING, 2)


def test_quotes_verse_and_pages() -> None:
    verse = "<w:r><w:t>A lamp</w:t><w:br/><w:t>a flame</w:t></w:r>"
    page = '<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two</w:t></w:r>'
    inset = p("Set in.", properties='<w:ind w:left="900" w:right="900"/>')
    blocks = cut(p(LONG) + p("Said.", "Zitat") + inset + p(verse) + p(page)).blocks[1:]
    assert blocks == (
        Block("Said.", Kind.QUOTE),
        Block("Set in.", Kind.QUOTE),
        Block("A lamp\na flame", Kind.VERSE),
        Block("one two"),
    )


def test_notes_are_linked_with_all_their_paragraphs() -> None:
    body = p(
        run("Lamps")
        + '<w:r><w:footnoteReference w:id="5"/></w:r>'
        + run(" and")
        + '<w:r><w:endnoteReference w:id="5"/></w:r><w:r><w:footnoteReference w:id="77"/></w:r>'
    )
    assert cut(p(LONG) + body).blocks[1:] == (
        Block("Lamps[^1] and[^2]"),
        Block("See the lamp.", Kind.FOOTNOTE, label="1"),
        Block("And the wick.", Kind.FOOTNOTE),
        Block("The end.", Kind.FOOTNOTE, label="2"),
    )


def test_insertions_stay_and_deletions_go() -> None:
    body = p(
        run("a ")
        + f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run(' here')}</w:moveTo>"
    )
    assert sources(body) == ["a new here"]


def test_fields_show_their_result_only() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    link = '<w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
    body = p(mark("begin") + link + mark("separate") + run("there") + mark("end") + run(" on"))
    assert sources(body) == ["[there](<https://example.org/b>) on"]
    assert sources(p(mark("begin") + run("lost")) + p("kept")) == ["kept"]


def test_contents_hidden_words_and_soft_hyphens_are_left_out() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('x')}</w:sdtContent></w:sdt>"
    other = f"<w:sdt><w:sdtContent>{p('y')}</w:sdtContent></w:sdt>"
    hidden = p(run("a") + run("secret", "<w:vanish/>") + "<w:r><w:softHyphen/></w:r>" + run("b"))
    assert sources(contents + other + p("One ... 7", "Inhalt") + hidden) == ["y", "ab"]


def drawing(alternative: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr descr="{alternative}"/><a:graphic>'
        '<a:blip r:embed="lamp"/></a:graphic></wp:inline></w:drawing></w:r>'
    )


def test_pictures_have_their_words_and_captions() -> None:
    found = cut(p(LONG) + p(drawing("A lamp")) + p("Fig. 1", "Caption"))
    figure = found.blocks[1].figure
    assert figure
    assert figure.picture
    assert (figure.words, figure.caption) == ("A lamp", "Fig. 1")
    assert list(found.pictures) == [figure.picture.name]
    assert figure.picture[1:] == (60, 40)


def test_words_in_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert sources(p(run("Around.") + both)) == ["Around.", "In the box."]


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_progress_is_told_by_pictures() -> None:
    told: list[tuple[str, int, int]] = []
    read(docx(p(LONG) + p(drawing("A lamp")) * 2), progress=lambda *said: told.append(said))
    assert told == [("pictures", 1, 2), ("pictures", 2, 2)]


def test_deleted_rows_go() -> None:
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('gone')}</w:tc></w:tr>"
    rows = table([p("a"), p("b")], [p("1"), p("2")]).replace("</w:tbl>", f"{row}</w:tbl>")
    assert "gone" not in document(cut(p(LONG) + rows).blocks)


def test_tables_of_data_stay_tables_and_others_are_read_by_cells() -> None:
    found = cut(p(LONG) + table([p("a"), p("b")], [p("1"), p("2")])).blocks[1]
    assert found == Block("| a | b |\n| --- | --- |\n| 1 | 2 |", Kind.TABLE)
    assert sources(table([p("x") + item("y", 2), p("z")])) == ["x", "- y", "z"]


def test_hebrew_in_an_english_text_says_so() -> None:
    hebrew = "<w:rtl/>"
    found = cut(p(LONG) * 3 + p(run("והמנורה עמדה על אדן החלון בחדר העליון", hebrew)))
    assert found.language == "en"
    assert found.blocks[-1].language == "he"


def test_hebrew_text_is_hebrew_whatever_the_program_thinks() -> None:
    found = cut(p("כותרת", "berschrift1") + p("והמנורה עמדה על אדן החלון בחדר העליון") * 3)
    assert (found.language, found.title) == ("he", "כותרת")
    assert not any(block.language for block in found.blocks)


def test_long_text_with_chapters_is_a_book() -> None:
    chapter = p("Chapter", "berschrift1") + p(LONG) * 150
    assert cut(chapter * 3).is_book
    assert not cut(chapter).is_book


def test_strict_form_of_the_format_is_read() -> None:
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        f"{p(LONG)}</w:body></w:document>"
    )
    assert read(docx("", more={"word/document.xml": strict.encode()})).blocks == (Block(LONG),)


def nested(depth: int) -> str:
    return "<w:sdt><w:sdtContent>" * depth + p(LONG) + "</w:sdtContent></w:sdt>" * depth


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    f"<w:document {NAMES}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = BOMB.replace('"bbbbbbbbbb"', 'SYSTEM "file:///etc/passwd"')


BAD: dict[str, tuple[Callable[[], bytes], type[InvalidArticle]]] = {
    "empty": (lambda: b"", Damaged),
    "misnamed": (lambda: b"%PDF-1.7 not a document", Damaged),
    "truncated": (lambda: docx(p(LONG))[:-40], Damaged),
    "bomb of entities": (lambda: docx("", more={"word/document.xml": BOMB.encode()}), Damaged),
    "file from outside": (lambda: docx("", more={"word/document.xml": OUTSIDE.encode()}), Damaged),
    "broken XML": (lambda: docx("", more={"word/document.xml": b"<w:document"}), Damaged),
    "other XML": (lambda: docx("", more={"word/document.xml": b"<other/>"}), Damaged),
    "no words": (lambda: docx(""), NothingToRead),
    "pictures only": (lambda: docx(p(drawing(""))), OnlyPictures),
    "many paragraphs": (lambda: docx(p("word") * 100_000), InvalidArticle),
    "some more than may be": (lambda: docx(p("word") * 11_000), TooManyBlocks),
    "deep": (lambda: docx(nested(5_000)), Damaged),
    "zip bomb": (lambda: docx("", more={"word/document.xml": bytes(60_000_000)}), InvalidArticle),
    "older Word": (lambda: OLD + bytes(512), UnknownKind),
    "password": (lambda: OLD + "EncryptedPackage".encode("utf-16-le"), Encrypted),
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
    assert sources(nested(60) + p("a", "Round")) == [LONG, "a"]
    deep = "<w:smartTag>" * 200 + run("deep") + "</w:smartTag>" * 200
    assert sources(p(run("not ") + deep)) == ["not deep"]


SEED = docx(
    p("The Lamp", "Titel")
    + p(LONG)
    + item("a", 1)
    + item("b", 1, 1)
    + p(drawing("A lamp"))
    + table([p("a"), p("b")], [p("1"), p("2")])
    + p(run("x") + '<w:r><w:footnoteReference w:id="5"/></w:r>')
)
DOCUMENT = zipfile.ZipFile(io.BytesIO(SEED)).read("word/document.xml")
CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(CHANGES, st.booleans(), st.integers(0, 10**6))
def test_any_bytes_make_a_text_or_a_reason(
    changes: list[tuple[int, int]], inside: bool, end: int
) -> None:
    changed = bytearray(DOCUMENT if inside else SEED)
    for place, byte in changes:
        changed[place % len(changed)] = byte
    if end % 5 == 0:
        del changed[end % len(changed) :]
    data = docx("", more={"word/document.xml": bytes(changed)}) if inside else bytes(changed)
    start = process_time()
    try:
        found = read(data)
    except InvalidArticle:
        pass
    else:
        assert tuple(blocks_of(document(found.blocks))) == found.blocks
    assert process_time() - start < 5
