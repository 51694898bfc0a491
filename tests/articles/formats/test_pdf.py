import re
from collections.abc import Callable, Sequence
from pathlib import Path
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
    TooManyParts,
)
from articles.cutting import blocks_of
from articles.formats.pdf import read
from articles.formats.pdf.passages import joined
from articles.markdown import document
from tests.articles.formats.pdf_files import PROSE, Placed, lines, pdf
from tests.conftest import EXAMPLES

FILES = Path(__file__).parent / "pdfs"


def cut(pages: Sequence[Sequence[Placed]], **more: str) -> Cut:
    found = read(pdf(pages, **more))
    assert tuple(blocks_of(document(found.blocks))) == found.blocks
    return found


def of_file(name: str) -> Cut:
    found = read((FILES / name).read_bytes())
    assert tuple(blocks_of(document(found.blocks))) == found.blocks
    return found


def numbers(found: Cut) -> list[int]:
    """The numbers that the paragraphs of the files here begin with."""
    texts = (block.source for block in found.blocks if block.kind is Kind.TEXT)
    return [int(number[0]) for text in texts if (number := re.match(r"\d+", text))]


def kinds(found: Cut, kind: Kind) -> list[str]:
    return [block.source for block in found.blocks if block.kind is kind]


def test_book_is_read_without_running_heads_and_page_numbers() -> None:
    found = of_file("book.pdf")
    assert (found.title, found.language) == ("The Keeper of Lamps", "en")
    assert numbers(found) == list(range(1, 13))
    assert len(kinds(found, Kind.TEXT)) == 12
    assert kinds(found, Kind.HEADING) == [
        rf"{number}\. Chapter of the lamp" for number in (1, 2, 3)
    ]
    assert kinds(found, Kind.LIST_ITEM)[:2] == [
        "1. First the oil is poured.",
        "2. Then the wick is trimmed.",
    ]
    verse = "A lamp upon the sill,\na flame against the glass,\nthe winter wind is still,\n"
    assert kinds(found, Kind.VERSE) == [f"{verse}and all the travellers pass."] * 3
    assert "a well-known saying" in document(found.blocks)


def test_hebrew_is_in_the_order_of_reading() -> None:
    found = of_file("hebrew.pdf")
    assert (found.title, found.language) == ("שומר המנורות", "he")
    assert numbers(found) == list(range(13, 28))
    assert len(kinds(found, Kind.TEXT)) == 15
    assert kinds(found, Kind.HEADING) == [f"פרק {number}: המנורה" for number in (1, 2, 3)]
    assert "המנורה עמדה על אדן החלון בחדר העליון, ובכל ערב" in document(found.blocks)
    assert not any(block.language for block in found.blocks)


def test_columns_are_read_one_after_the_other() -> None:
    found = of_file("columns.pdf")
    assert numbers(found) == list(range(28, 43))
    assert len(kinds(found, Kind.TEXT)) == 15
    assert len(kinds(found, Kind.HEADING)) == 3


def test_notes_at_the_foot_are_linked() -> None:
    found = of_file("notes.pdf")
    notes = [block for block in found.blocks if block.kind is Kind.FOOTNOTE]
    assert [block.label for block in notes] == ["1", "2", "3", "4", "5", "6"]
    assert notes[2].source == "See the first book of lamps, page 30."
    assert notes[1].source.endswith("in his letters to the valley and to the people over the hill.")
    texts = kinds(found, Kind.TEXT)
    assert [text[-4:] for text in texts] == [f"[^{number}]" for number in range(1, 7)]


def test_lines_of_columns_that_are_drawn_row_by_row_are_taken_apart() -> None:
    rows = [
        placed
        for row in range(14)
        for placed in (
            (50, 500 - 12 * row, 9, f"left line {row} goes on so"),
            (220, 500 - 12 * row, 9, f"right line {row} goes on so"),
        )
    ]
    text = " ".join(block.source for block in cut([rows]).blocks)
    assert text.index("left line 13") < text.index("right line 0")


def test_paragraphs_are_parted_by_indents_and_distances_and_joined_across_pages() -> None:
    first, second = lines(*PROSE, indent=15), lines(*PROSE, indent=15, top=452)
    third = lines(*PROSE[:3], indent=15, top=404)
    found = cut([[*first, *second, *third], lines(*PROSE[3:])])
    assert found.blocks == (Block(" ".join(PROSE)),) * 3
    apart = cut([[*lines(*PROSE), *lines(*PROSE, top=430)]])
    assert apart.blocks == (Block(" ".join(PROSE)),) * 2


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (["a fine lan-", "tern"], "a fine lantern"),
        (["the well-", "known lamp"], "the well-known lamp"),
        (["from Baden-", "Baden"], "from Baden-Baden"),
        (["a fine lan\u00ad", "tern"], "a fine lantern"),
        (["one", "two"], "one two"),
        (["5-", "6"], "5- 6"),
    ],
)
def test_words_are_whole_again_where_it_is_safe(written: list[str], text: str) -> None:
    assert joined(written, {"well-known": 1}) == text


def test_headings_are_larger_or_bold() -> None:
    page = [
        (50, 540, 24, "The Keeper"),
        (50, 515, 14, "One"),
        *lines(*PROSE),
        (50, 430, 10, "*A bold line"),
        *lines(*PROSE, top=418),
    ]
    found = cut([page])
    assert found.title == "The Keeper"
    assert [(block.source, block.level) for block in found.blocks if block.level] == [
        ("One", 1),
        ("A bold line", 2),
    ]


def test_same_mark_on_each_page_makes_notes_of_their_own() -> None:
    def page(words: str) -> list[Placed]:
        return [
            *lines(*PROSE[:3], "they did."),
            (93, 468, 6, "1"),
            (50, 100, 7, f"1 {words} it was so."),
        ]

    found = cut([page("Here"), page("There")])
    assert found.blocks[-2:] == (
        Block("Here it was so.", Kind.FOOTNOTE, label="1"),
        Block("There it was so.", Kind.FOOTNOTE, label="2"),
    )
    assert [block.source[-4:] for block in found.blocks[:-2]] == ["[^1]", "[^2]"]


def test_running_heads_may_change_from_one_page_to_the_next() -> None:
    pages = [
        [(50, 570, 8, f"{number} {'The Lamp' if number % 2 else 'Ruth Levi'}"), *lines(*PROSE)]
        for number in range(10, 18)
    ]
    text = document(cut(pages).blocks)
    assert "Ruth" not in text
    assert "The Lamp\n" not in text


def test_metadata_are_taken_where_they_say_something() -> None:
    said = "/Title (On Lamps) /Author (Ruth Levi)"
    found = cut([lines(*PROSE)], info=said)
    assert (found.title, found.author) == ("On Lamps", "Ruth Levi")
    said = "/Title (Microsoft Word - lamps.doc) /Author (user)"
    assert (cut([lines(*PROSE)], info=said).title, found.language) == ("", "en")


def test_marks_of_markdown_are_words() -> None:
    assert cut([lines("# not a heading *but* words [^1] and more of them")]).blocks == (
        Block(r"\# not a heading \*but\* words \[\^1] and more of them"),
    )


def test_progress_is_told_by_pages() -> None:
    told: list[tuple[str, int, int]] = []
    read(pdf([lines(*PROSE)] * 3), progress=lambda *said: told.append(said))
    assert told == [("pages", 0, 3), ("pages", 1, 3), ("pages", 2, 3)]


def locked() -> bytes:
    key = "00" * 32
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>"
    return pdf([lines(*PROSE)], trailer=f"{lock} /ID [<00> <00>]")


def scanned() -> bytes:
    image = "q 300 0 0 300 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    return pdf([[]]).replace(
        b"<< /Length 0 >>\nstream\n\nendstream",
        f"<< /Length {len(image)} >>\nstream\n{image}\nendstream".encode(),
    )


BAD: dict[str, tuple[Callable[[], bytes], type[InvalidArticle]]] = {
    "empty": (lambda: b"", Damaged),
    "misnamed": (lambda: b"PK\x03\x04 not a PDF", Damaged),
    "truncated": (lambda: (FILES / "book.pdf").read_bytes()[:3_000], Damaged),
    "only its beginning": (lambda: b"%PDF-1.7\n", Damaged),
    "password": (locked, Encrypted),
    "no words": (lambda: pdf([[]]), NothingToRead),
    "pictures only": (scanned, OnlyPictures),
    "many pages": (lambda: pdf([[]] * 2_001), TooManyParts),
    "many paragraphs": (
        lambda: pdf([[(50, 5 + 5 * row, 2, f"Row {row}.") for row in range(100)]] * 110),
        InvalidArticle,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_a_reason(name: str) -> None:
    make, error = BAD[name]
    data = make()
    start = process_time()
    with pytest.raises(error):
        read(data)
    assert process_time() - start < 5


SEEDS = [*(path.read_bytes() for path in sorted(FILES.glob("*.pdf"))), pdf([lines(*PROSE)] * 2)]
CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20)


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(st.sampled_from(SEEDS), CHANGES, st.integers(0, 10**6))
def test_any_bytes_make_a_text_or_a_reason(
    seed: bytes, changes: list[tuple[int, int]], end: int
) -> None:
    changed = bytearray(seed)
    for place, byte in changes:
        changed[place % len(changed)] = byte
    if end % 5 == 0:
        del changed[end % len(changed) :]
    start = process_time()
    try:
        found = read(bytes(changed))
    except InvalidArticle:
        pass
    else:
        assert tuple(blocks_of(document(found.blocks))) == found.blocks
    assert process_time() - start < 5
