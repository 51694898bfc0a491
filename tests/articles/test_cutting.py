"""Cutting texts: what real files look like, and what comes of them."""

import re
import time
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.blocks import (
    MAX_BLOCK_CHARACTERS,
    MAX_BLOCKS,
    MAX_CHARACTERS,
    MAX_LINES,
    Block,
    BlockTooLong,
    Cut,
    InvalidArticle,
    Kind,
    NothingToRead,
    NotText,
    TooLong,
    TooManyBlocks,
)
from articles.cutting import cut
from articles.cutting.characters import tidy
from articles.cutting.language import guess_language
from articles.encoding import decode
from articles.markdown import plain_block

SEED = Path(__file__).parents[3] / "shared" / "articles" / "the-method-of-kabbalah.txt"

TITLE = "The Orchard Wall: Mend What Is Common by Mending Your Own Side"
PARAGRAPHS = (
    "The old gardener, “Notes on Walls”: Whoever lifts one stone “moves” the whole row - it’s so.",
    "Nobody’s wall stands by itself; each part leans on the next. That is why it’s hard to begin.",
    "First you look at your own side. 2 * 3 stones may be enough, and #4 can wait [or not].",
    "Why should a neighbour help? Because once somebody helped him, when his was lying down.",
)
LONG = "These words are here to make a line of prose that nobody would ever take for a title. "

HEBREW = "אין אדם בונה חומה לבדו, וכל אבן נשענת על חברתה. לכן קשה להתחיל."
POINTED = "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ."

SMALL = settings(max_examples=150, deadline=None)


def sources(text: str, *, markdown: bool | None = None) -> list[str]:
    return [block.source for block in cut(text, markdown=markdown).blocks]


def kinds(text: str, *, markdown: bool | None = None) -> list[tuple[str, int, str]]:
    blocks = cut(text, markdown=markdown).blocks
    return [(block.kind.value, block.level, block.source) for block in blocks]


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def body_letters(article: Cut) -> str:
    return letters("".join(map(plain_block, article.blocks)))


# --- The text that this project grew from, and one of its shape ---------------------------------


@pytest.mark.skipif(not SEED.exists(), reason="the first text is not part of the repository")
def test_first_text_comes_out_as_its_title_and_its_six_paragraphs() -> None:
    lines = [line for line in SEED.read_text(encoding="utf-8").split("\n") if line]
    article = cut(decode(SEED.read_bytes()))
    assert article.title == "The Method of Kabbalah: Correct the World by Correcting Yourself"
    assert article.language == "en"
    assert article.blocks == tuple(Block(line) for line in lines[2:])
    assert len(article.blocks) == 6


@pytest.mark.parametrize(
    "heading",
    [
        f"Articles / {TITLE}\n\n{TITLE}\n\n",
        f"Home > Texts > {TITLE}\n\n{TITLE}\n\n{TITLE}\n\n",
        f"Library » {TITLE[:25]}…\n{TITLE}\n\n",
        f"{TITLE}\n\n{TITLE.upper()}\n\n",
        f"{TITLE}\n{'=' * 30}\n\n",
        f"Texts | {TITLE}\n\n{TITLE}\n-----\n\n",
        f"\n\n  {TITLE}  \n\n* * *\n\n",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_title_is_found_and_said_only_once(heading: str, line_end: str) -> None:
    text = heading + "\n\n".join(PARAGRAPHS)
    article = cut(text.replace("\n", line_end))
    assert article.title == TITLE
    assert [plain_block(block) for block in article.blocks] == list(PARAGRAPHS)
    assert {block.kind for block in article.blocks} == {Kind.TEXT}
    assert article.language == "en"


def test_prose_without_markup_is_its_own_source() -> None:
    assert sources("\n\n".join(PARAGRAPHS)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(PARAGRAPHS),
        "A short first sentence.\n\n" + LONG,
        "Dear friends,\n\n" + LONG,
        "- an item\n\n" + LONG,
        "> quoted\n\n" + LONG,
        "One line of verse\nand another one\n\n" + LONG,
        "Only one line",
    ],
)
def test_body_text_is_no_title(text: str) -> None:
    assert cut(text).title == ""


def test_repeated_line_that_is_the_whole_text_stays() -> None:
    assert cut("Again\n\nAgain").blocks
    assert len(cut("Again\n\n" * 6).blocks) == 5


def test_long_line_is_no_trail() -> None:
    assert cut(f"{'Home / ' * 80}A Title\n\nA Title\n\n{LONG}").title == ""


def test_trail_in_hebrew_leads_to_the_title() -> None:
    article = cut(f"ראשי » מאמרים » חומת הבוסתן\n\nחומת הבוסתן\n\n{HEBREW}")
    assert (article.title, article.language) == ("חומת הבוסתן", "he")
    assert article.blocks == (Block(HEBREW),)


# --- Paragraphs in plain text --------------------------------------------------------------------


def test_wrapped_lines_are_joined() -> None:
    text = (
        "Nobody's wall stands by itself, for each part of it leans upon\n"
        "the next part, and the next part leans upon one that we do not\n"
        "see from here.\n\n"
        "That is why it is so hard to begin, and why well-\n"
        "known masters begin at the other end of the orchard each time.\n"
    )
    assert sources(text) == [
        "Nobody's wall stands by itself, for each part of it leans upon the next part, and the "
        "next part leans upon one that we do not see from here.",
        "That is why it is so hard to begin, and why well-known masters begin at the other end of "
        "the orchard each time.",
    ]


def test_word_broken_by_a_soft_hyphen_is_whole_again() -> None:
    assert sources(
        "neigh\u00adbours mend the or\u00ad\nchard wall together, for it is theirs."
    ) == ["neighbours mend the orchard wall together, for it is theirs."]


def test_narrow_prose_is_not_verse() -> None:
    text = (
        "Nobody's wall stands by itself, for\neach part of it leans upon the next\n"
        "and the next leans on one that we\nnever see from where we stand.\n\n"
        "That is why it is so hard to begin\nat all, and why the old masters say\nlittle of it."
    )
    assert {kind for kind, _, _ in kinds(text)} == {"text"}


def test_short_lines_beside_prose_are_verse() -> None:
    verse = "The stones are grey,\n  the moss is green\n\nand *nobody* says\nwhat they have seen"
    text = f"{LONG}\n\n{verse}"
    assert kinds(text, markdown=False) == [
        ("text", 0, LONG.strip()),
        ("verse", 0, "The stones are grey,\nthe moss is green"),
        ("verse", 0, "and \\*nobody\\* says\nwhat they have seen"),
    ]


def test_each_line_is_a_paragraph_where_nobody_wrapped() -> None:
    assert sources(f"A Title\n{LONG * 3}\n{LONG * 2}\nA short one.") == [
        (LONG * 3).strip(),
        (LONG * 2).strip(),
        "A short one.",
    ]


def test_answer_is_not_joined_with_its_question() -> None:
    answer = "A: All of us, each from our own side, and there is no other way to do it at all."
    assert sources(f"{LONG}\n\nQ: Who mends it?\n{answer}")[1:] == ["Q: Who mends it?", answer]


def test_indented_lines_begin_paragraphs_where_no_empty_line_does() -> None:
    text = (
        "    Nobody's wall stands by itself, for each part of it leans\n"
        "upon the next part of it.\n"
        "    That is why it is so hard to begin at any place of it, and\n"
        "why the old masters say little.\n"
        "\tThey mend.\n"
    )
    assert [source[:8] for source in sources(text)] == ["Nobody's", "That is ", "They men"]


def test_dividers_are_left_out() -> None:
    text = "\n".join((f"{LONG}\n", "* * *", LONG, "-----", "", "⁂", LONG, "***"))
    assert sources(text) == [LONG.strip()] * 3


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Chapter 2", 2),
        ("CHAPTER TWO", 2),
        ("THE OTHER SIDE", 2),
        ("פרק ב", 2),
        ("2. The other side", 2),
        ("The other side\n==============", 1),
        ("The other side\n---", 2),
    ],
)
def test_clear_heading_is_a_heading(line: str, level: int) -> None:
    text = f"{LONG}\n\n{line}\n\n{LONG}"
    block = cut(text).blocks[1]
    assert (block.kind, block.level) == (Kind.HEADING, level)
    assert plain_block(block) == line.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    "line", ["The other side", "Why not?", "THE OTHER SIDE.", "Chapter 2 is long.", "קובץ A"]
)
def test_short_line_is_no_heading(line: str) -> None:
    assert cut(f"{LONG}\n\n{line}\n\n{LONG}").blocks[1].kind is Kind.TEXT


def test_heading_needs_a_text_to_stand_over() -> None:
    assert cut(f"{LONG}\n\nTHE END").blocks[1].kind is Kind.TEXT


def test_lists_and_quotes_are_found_in_plain_text() -> None:
    text = (
        f"{LONG}\nBring these:\n- a trowel\n- lime\n  * slaked\n"
        "• sand, of which\n  there is enough\n\n"
        f"3) first this\n4) then that\nAnd so on.\n\n> {LONG}\n> {LONG}\n>\n> the end\nafter"
    )
    assert kinds(text, markdown=False)[1:] == [
        ("list_item", 1, "- a trowel"),
        ("list_item", 1, "- lime"),
        ("list_item", 2, "- slaked"),
        ("list_item", 1, "- sand, of which there is enough"),
        ("list_item", 1, "3) first this"),
        ("list_item", 1, "4) then that"),
        ("text", 0, "And so on."),
        ("quote", 0, LONG + LONG.strip()),
        ("quote", 0, "the end"),
        ("text", 0, "after"),
    ]


def test_dash_at_the_beginning_of_a_wrapped_line_is_no_item() -> None:
    text = "The ties between us, our common layer of all things\n- so to say - until they fade."
    assert [kind for kind, _, _ in kinds(f"{LONG}\n\n{text}")] == ["text", "text"]


def test_markup_in_plain_text_is_shown_as_it_stands() -> None:
    text = "A *star*, a `tick`, an &amp; and a [b](c)\n\n# not a heading"
    article = cut(f"{LONG}\n\n{text}", markdown=False)
    assert [plain_block(block) for block in article.blocks[1:]] == text.split("\n\n")


# --- Characters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messy", "clean"),
    [
        ("a\u00a0b\u202fc\u3000d.", "a b c d."),
        ("\ufeffa\ufeffb\u200bc\u2060.", "abc."),
        ("a\tb   c.  \t", "a b c."),
        (
            "a \x0c\nb, which goes on for long enough now.",
            "a b, which goes on for long enough now.",
        ),
        ("cafe\u0301.", "caf\u00e9."),
        ("\u200fa\u200e.", "\u200fa\u200e."),
        ("a\x00\x07\x1bb\ud800.", "ab."),
    ],
)
def test_characters_are_made_plain(messy: str, clean: str) -> None:
    assert sources(f"{LONG}\n\n{messy}", markdown=False)[1].replace("\n", " ") == clean


def test_hebrew_points_are_kept() -> None:
    points = re.compile("[\u05b0-\u05c7]")
    assert len(points.findall(sources(POINTED)[0])) == len(points.findall(POINTED))


# --- Markdown ------------------------------------------------------------------------------------


def test_markdown_is_cut_at_its_blocks() -> None:
    text = """# The *Orchard* Wall

The Orchard Wall

Some **strong** words
that go on further than any line of verse would ever go.

Part one
--------

> A quotation that is long enough not to be taken for verse.
>
> - with an item

3. third
4. fourth

   more of it

   * nested

***

```python
walls = [1]

```

| a | b |
|---|---|
| 1 | 2 |
"""
    article = cut(text)
    assert article.title == "The Orchard Wall"
    assert kinds(text) == [
        (
            "text",
            0,
            "Some **strong** words that go on further than any line of verse would ever go.",
        ),
        ("heading", 2, "Part one"),
        ("quote", 0, "A quotation that is long enough not to be taken for verse."),
        ("quote", 0, "- with an item"),
        ("list_item", 1, "3. third"),
        ("list_item", 1, "4. fourth"),
        ("list_item", 1, "more of it"),
        ("list_item", 2, "- nested"),
        ("code", 0, "walls = [1]"),
        ("table", 0, "| a | b |\n|---|---|\n| 1 | 2 |"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# A Title #\n\n{LONG}", "A Title"),
        (f"A Title\n=======\n\n{LONG}", "A Title"),
        (f"## A Part\n\n{LONG}", ""),
        (f"{LONG}\n\n# A Part\n\n{LONG}", ""),
        (f"Texts / A Title\n\n# A Title\n\n{LONG}**x**", "A Title"),
        ("# Only a title", ""),
        (f"# {LONG * 3}\n\n{LONG}", ""),
    ],
)
def test_first_heading_is_the_title_of_markdown(text: str, title: str) -> None:
    assert cut(text).title == title


def test_front_matter_speaks_for_the_text() -> None:
    article = cut(
        f'---\ntitle: "A Title"\nauthor: A. Gardener\nlanguage: he-IL\ntags:\n  - x\n---\n\n'
        f"# A title\n\n{LONG}"
    )
    block = Block(LONG.strip(), language="en")
    assert article == Cut("A Title", (block,), "he", "A. Gardener")


def test_lines_between_dividers_are_no_front_matter() -> None:
    assert sources(f"---\nnote: well.\n---\n\n{LONG}", markdown=False) == [
        "note: well.",
        LONG.strip(),
    ]


def test_links_defined_elsewhere_are_brought_in() -> None:
    text = (
        "See [the wall][1], [Gate], `[1]` and [nothing], all of which are in the orchard.\n\n"
        '[1]: http://example.org/(a) "A \\"b\\""\n[gate]: https://example.org/\n[^1]: Ibid.\n'
    )
    assert sources(text) == [
        'See [the wall](<http://example.org/(a)> "A \\"b\\""), [Gate](<https://example.org/>), '
        "`[1]` and [nothing], all of which are in the orchard.",
        "Ibid.",
    ]


def test_breaks_that_somebody_asked_for_are_kept() -> None:
    line = LONG.strip()
    text = f"# T\n\n{line}  \n{line}\\\n{line}\n{line}"
    assert sources(text) == [f"{line}  \n{line}  \n{line} {line}"]


def test_tables_are_kept_line_by_line() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    assert kinds(f"# T\n\n{LONG}\n{table}\n> {table.replace('\n', '\n> ')}\n\n- {LONG}") == [
        ("text", 0, LONG.strip()),
        ("table", 0, table),
        ("table", 0, table),
        ("list_item", 1, f"- {LONG.strip()}"),
    ]


def test_html_is_text() -> None:
    block = cut(f"# T\n\n<div onclick='x'>\n{LONG}\n</div>").blocks[0]
    assert plain_block(block) == f"<div onclick='x'> {LONG.strip()} </div>"


def test_nesting_without_end_loses_nothing() -> None:
    assert letters(plain_block(cut("# T\n\n" + "> " * 99 + "deep").blocks[0])) == "deep"
    assert letters(plain_block(cut("# T\n\n" + "1. " * 99 + "deep").blocks[0])) == "deep"


@pytest.mark.parametrize(
    "text",
    ["Some *words*", "Some **words**", "See [here](http://example.org)", "    x\n\n[a]: /b\n\n`c`"],
)
def test_markdown_is_told_by_its_marks(text: str) -> None:
    assert cut(text) == cut(text, markdown=True) != cut(text, markdown=False)


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4 and snake_case_name\n    1",
        "    An indented first line of *prose*",
        "    An apple [1] (and more)",
    ],
)
def test_plain_text_is_not_taken_for_markdown(text: str) -> None:
    assert cut(text) == cut(text, markdown=False)


# --- Limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize("markdown", [None, True, False])
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NothingToRead),
        (" \n\u200b\n***\n", NothingToRead),
        ("?!", NothingToRead),
        ("a" * (MAX_CHARACTERS + 1), TooLong),
        ("a." * MAX_BLOCK_CHARACTERS, BlockTooLong),
        ("a.\n\n" * (MAX_BLOCKS + 2), TooManyBlocks),
        ("- a\n" * (MAX_BLOCKS + 2), TooManyBlocks),
        ("- a\n" * 3 * MAX_BLOCKS, TooManyBlocks),
        ("a\n" * (MAX_LINES + 1), TooManyBlocks),
    ],
)
def test_limits_are_kept(text: str, error: type[InvalidArticle], markdown: bool | None) -> None:
    with pytest.raises(error):
        cut(text, markdown=markdown)


@pytest.mark.parametrize("error", InvalidArticle.__subclasses__())
def test_every_fault_says_in_a_sentence_what_to_do(error: type[InvalidArticle]) -> None:
    assert re.fullmatch(r"[A-Z].+\. [A-Z].+\.", str(error()))


@pytest.mark.parametrize(
    "hostile",
    ["> ", "- ", "[", "[a", "![", "`", "*a_ ", "a\n", "|a\n|-|\n", "\u0315\u0300", "\u00ad", "# "],
)
@pytest.mark.parametrize("markdown", [True, False])
def test_hostile_text_takes_little_time(hostile: str, markdown: bool) -> None:
    started = time.process_time()
    with suppress(InvalidArticle):
        cut((hostile * 90_000)[:90_000], markdown=markdown)
    assert time.process_time() - started < 5


# --- Bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1255"])
def test_hebrew_bytes_are_read(encoding: str) -> None:
    assert decode(HEBREW.encode(encoding)) == HEBREW


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_french_bytes_are_read(encoding: str) -> None:
    text = "Le mur du verger, « réparé » à côté de l’étang… où ça ?"
    assert decode(text.encode(encoding)) == text


def test_russian_bytes_are_read() -> None:
    text = "Никто не строит стену один, и каждый камень опирается на другой."
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02",
        b"words\x00words",
        b"%PDF-1.7\nwords",
        b"{\\rtf1 words}",
        b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 8,
        HEBREW.encode() + b"\xff",
        HEBREW.encode()[:-2] + b"\xd7",
        b"\xff\xfeodd",
        b"\x81\x8d caf\xe9",
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)


def test_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(TooLong):
        decode(b"a" * (MAX_CHARACTERS + 1))
    with pytest.raises(TooLong):
        decode(b"a" * (4 * MAX_CHARACTERS + 1))


# --- Languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (HEBREW, "he"),
        (POINTED, "he"),
        (LONG, "en"),
        ("Никто не строит стену один.", "ru"),
        ("لا أحد يبني جدارًا وحده.", "ar"),
        ("Κανείς δεν χτίζει τοίχο μόνος.", "el"),
        ("El muro de los vecinos es una cosa que se repara con paciencia y por todos.", "es"),
        ("Le mur des voisins est une chose que les anciens réparent dans la patience.", "fr"),
        ("Die Mauer der Nachbarn ist nicht ein Ding, das man allein und zu schnell baut.", "de"),
        ("", "en"),
        ("123 !?", "en"),
        (f"{HEBREW} (orchard)", "he"),
    ],
)
def test_language_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language


# --- What holds for every text -------------------------------------------------------------------

WORDS = st.text(
    "abzאבש\u05b8éЖ. ,;:!?-–—'\"()/#>|=+0123\u00ad\u200f\u00a0\u200b\ufeff \t", max_size=60
)
FRAGMENTS = st.sampled_from(
    [
        "",
        "",
        "***",
        "---",
        "===",
        "Title",
        "A / Title",
        LONG,
        LONG * 2,
        "    in",
        "- a",
        "1. b",
        "> q",
    ]
)
PLAIN = st.lists(WORDS | FRAGMENTS, max_size=12).map("\n".join)
MARKS = st.sampled_from(
    [
        "# h",
        "```",
        "~~~ x",
        "`",
        "*a*",
        "[a][b]",
        "[b]: http://x.y",
        "[^b]: z",
        "| a |",
        "|---|",
        "\\",
        "<b>",
    ]
)
ANY = st.lists(WORDS | FRAGMENTS | MARKS | st.text(max_size=20), max_size=12).map("\n".join)
MARKDOWN = st.sampled_from([None, True, False])


@SMALL
@given(PLAIN, st.booleans())
def test_no_letter_of_the_body_is_lost_or_invented(text: str, markdown: bool) -> None:
    try:
        article = cut(text, markdown=markdown)
    except NothingToRead:
        return
    written = letters(tidy(text))
    assert written.endswith(body_letters(article))
    assert letters(article.title) in written
    if not article.title:
        assert body_letters(article) == written


@SMALL
@given(ANY, MARKDOWN)
def test_nothing_but_a_clear_fault_is_raised(text: str, markdown: bool | None) -> None:
    try:
        article = cut(text, markdown=markdown)
    except InvalidArticle:
        return
    assert article.blocks
    assert all(
        block.source.strip() == block.source for block in article.blocks if block.kind != "code"
    )


@SMALL
@given(ANY.filter(lambda text: "\r" not in text), MARKDOWN)
def test_line_ends_make_no_difference(text: str, markdown: bool | None) -> None:
    def outcome(text: str) -> Cut | type[InvalidArticle]:
        try:
            return cut(text, markdown=markdown)
        except InvalidArticle as fault:
            return type(fault)

    assert outcome(text) == outcome(text.replace("\n", "\r\n"))


@SMALL
@given(st.binary(max_size=300) | ANY.map(lambda text: text.encode("utf-16", "replace")))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except InvalidArticle:
        return
    assert "\0" not in text


@SMALL
@given(st.lists(st.sampled_from([*PARAGRAPHS, LONG.strip(), HEBREW, POINTED]), min_size=1))
def test_paragraphs_come_out_as_they_went_in(paragraphs: list[str]) -> None:
    article = cut("\n\n".join(chain(paragraphs, [LONG])), markdown=False)
    shown = [plain_block(block) for block in article.blocks]
    assert shown == [tidy(text) for text in paragraphs] + [LONG.strip()]
