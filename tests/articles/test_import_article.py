"""`manage.py import_article FILE`, as somebody at a terminal uses it."""

import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection

from articles.management.commands.import_article import Progress
from articles.models import Article, Collection, Paragraph
from tests.articles.formats.corpus import long_book
from tests.articles.formats.pdf_files import PROSE, lines, pdf

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "articles" / "the-method-of-kabbalah.txt"

TITLE = "The Orchard Wall: Mend What Is Common by Mending Your Own Side"
PARAGRAPHS = [
    "Whoever lifts one stone moves the whole row, for each of them leans on the next one.",
    "Nobody’s wall stands by itself. That is why it’s hard to begin - and why it’s worth it.",
    "First you look at your own side, and then you may ask the neighbour about his.",
]
PLAIN = f"Articles / {TITLE}\n\n{TITLE}\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
MARKDOWN = f"# {TITLE}\n\n{PARAGRAPHS[0]}\n\n## A **second** part\n\n> {PARAGRAPHS[1]}\n"

pytestmark = pytest.mark.django_db


def import_article(file: Path, **options: str | bool) -> str:
    """What the command says of this file."""
    said = io.StringIO()
    call_command("import_article", str(file), stdout=said, **options)
    return said.getvalue()


def refusal(file: Path) -> str:
    """Why the command does not take this file, in one line."""
    with pytest.raises(CommandError) as refused:
        import_article(file)
    message = str(refused.value)
    assert "\n" not in message
    assert str(file) in message
    assert not Article.objects.exists()
    return message


def sources(article: Article) -> list[str]:
    return [paragraph.source for paragraph in article.paragraphs.all()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "the wall.txt"
    path.write_text(PLAIN, encoding="utf-8")
    return path


# --- What comes in -------------------------------------------------------------------------------


@pytest.mark.skipif(not SEED.exists(), reason="the first text is not part of the repository")
def test_first_text_comes_in_with_its_title_and_its_six_paragraphs() -> None:
    said = import_article(SEED)

    article = Article.objects.get()
    assert article.title == "The Method of Kabbalah: Correct the World by Correcting Yourself"
    assert said == f"{article.title}\nen, 6 paragraphs\n"
    lines = [line for line in SEED.read_text(encoding="utf-8").split("\n") if line]
    assert sources(article) == lines[2:]
    assert {paragraph.kind for paragraph in article.paragraphs.all()} == {"text"}


def test_everyone_may_read_what_comes_in(file: Path) -> None:
    import_article(file)

    article = Article.objects.get()
    assert (article.is_public, article.added_by) == (True, None)


def test_paragraphs_stand_in_order_from_one(file: Path) -> None:
    import_article(file)

    assert list(Paragraph.objects.values_list("position", "source")) == list(
        enumerate(PARAGRAPHS, start=1)
    )


def test_options_say_what_the_file_does_not(file: Path) -> None:
    source = "https://example.org/wall"

    import_article(file, title="Walls", author="A. Gardener", language="he", source=source)

    article = Article.objects.get()
    assert (article.title, article.author) == ("Walls", "A. Gardener")
    assert (article.language, article.source) == ("he", source)
    assert sources(article) == PARAGRAPHS


def test_file_without_a_title_is_called_by_its_name(file: Path) -> None:
    file.write_text("\n\n".join(PARAGRAPHS))

    import_article(file)

    assert Article.objects.get().title == "the wall"


def test_title_page_in_the_file_is_used(file: Path) -> None:
    file.write_text(f"---\ntitle: On Walls\nauthor: A. Gardener\n---\n\n{PARAGRAPHS[0]}\n")

    import_article(file)

    article = Article.objects.get()
    assert (article.title, article.author) == ("On Walls", "A. Gardener")
    assert sources(article) == PARAGRAPHS[:1]


def test_language_is_found_out(file: Path) -> None:
    file.write_text("אין אדם בונה חומה לבדו, וכל אבן נשענת על חברתה. לכן קשה להתחיל.")

    assert import_article(file).endswith("he, 1 paragraph\n")

    assert Article.objects.get().direction == "rtl"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode("utf-8"),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace("\n\n", "\n\n \t \n\n\n").encode(),
        PLAIN.replace("\n", "   \n").encode(),
        f"\n\n\n{PLAIN}\n\n\n".encode(),
        PLAIN.removesuffix("\n").encode(),
    ],
    ids=[
        "utf-8",
        "utf-8 with its mark",
        "utf-16",
        "windows",
        "line ends of windows",
        "line ends of old macs",
        "many empty lines",
        "spaces at the ends",
        "empty lines around",
        "no last line end",
    ],
)
def test_text_comes_in_as_the_same_article_however_it_was_saved(data: bytes, file: Path) -> None:
    file.write_bytes(data)

    import_article(file)

    article = Article.objects.get()
    assert article.title == TITLE
    assert sources(article) == PARAGRAPHS


def test_markdown_keeps_its_parts(file: Path) -> None:
    file.write_text(MARKDOWN)

    import_article(file)

    article = Article.objects.get()
    assert article.title == TITLE
    assert [(part.kind, part.level, part.source) for part in article.paragraphs.all()] == [
        ("text", 0, PARAGRAPHS[0]),
        ("heading", 2, "A **second** part"),
        ("quote", 0, PARAGRAPHS[1]),
    ]
    assert "<strong>second</strong>" in article.paragraphs.get(kind="heading").html


def test_web_page_is_read_as_one(file: Path) -> None:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    file.write_text(f"<!doctype html><title>x</title><h1>{TITLE}</h1>{words}")

    import_article(file)

    assert sources(Article.objects.get()) == PARAGRAPHS[:2]


def test_licence_and_readers_are_said(file: Path) -> None:
    import_article(file, licence="CC BY 4.0", visibility="unlisted")

    article = Article.objects.get()
    assert (article.licence, article.visibility) == ("CC BY 4.0", "unlisted")


def test_book_becomes_a_collection_if_it_is_called_one(file: Path) -> None:
    file.write_text(
        f"---\ntitle: Walls\n---\n\n# One\n\n{PARAGRAPHS[0]}\n\n# Two\n\n{PARAGRAPHS[1]}\n"
    )

    said = import_article(file, collection=True)

    assert said == "Walls\nen, 2 chapters, 4 paragraphs\n"
    articles = Collection.objects.get().articles.order_by("chapter")
    assert [(a.title, sources(a)) for a in articles] == [
        ("One", PARAGRAPHS[:1]),
        ("Two", PARAGRAPHS[1:2]),
    ]


def test_book_is_one_article_if_no_collection_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(long_book(chapters=12, paragraphs=40))

    assert "12 chapters" in import_article(path)
    assert Article.objects.count() == 12
    import_article(path, collection=False)
    assert Article.objects.count() == 13


def test_progress_is_told_in_lines(tmp_path: Path) -> None:
    path, told = tmp_path / "book.pdf", io.StringIO()
    path.write_bytes(pdf([lines(*PROSE)] * 40))

    call_command("import_article", str(path), stdout=io.StringIO(), stderr=told)

    said = told.getvalue().splitlines()
    assert said[0].startswith("Reading pages: ")
    assert 5 <= len(said) <= 12


def test_progress_is_told_in_one_line_on_a_terminal() -> None:
    screen = Screen()
    progress = Progress(OutputWrapper(screen))

    progress("pages", 9, 10)
    progress("pages", 10, 10)
    assert screen.getvalue() == "\rReading pages: 9 of 10\rReading pages: 10 of 10"
    progress.end()
    assert screen.getvalue().endswith("\r" + " " * 23 + "\r")


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_markup_in_a_file_is_inert(file: Path) -> None:
    file.write_text(f"# {TITLE}\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n")

    import_article(file)

    (html,) = Paragraph.objects.values_list("html", flat=True)
    assert "<script" not in html
    assert "<img" not in html


# --- What does not -------------------------------------------------------------------------------


def test_missing_file_is_named(tmp_path: Path) -> None:
    message = refusal(tmp_path / "nothing.txt")

    assert message.endswith("nothing.txt: No such file or directory.")


def test_folder_is_not_read(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith("Cannot read ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_file_of_somebody_else_is_not_read(file: Path) -> None:
    file.chmod(0)

    assert refusal(file).endswith("Permission denied.")


@pytest.mark.parametrize("data", [b"", b"\n \t\n", b"\xef\xbb\xbf", b"* * *\n\n---\n"])
def test_file_without_words_is_refused(data: bytes, file: Path) -> None:
    file.write_bytes(data)

    assert "There are no words in this text." in refusal(file)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "Files of this kind cannot be read here"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "This file is damaged"),
        (b"{\\rtf1\\ansi Walls}", "Files of this kind cannot be read here"),
        (b"PK\x03\x04" + b"\x00" * 40, "This file is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "Files of this kind cannot be read here"),
        (b"Walls\x00Walls", "This file is not plain text."),
        ("Whoever — lifts — one — stone — moves — ".encode()[:-2], "This file is not plain text."),
    ],
    ids=["program", "pdf", "rtf", "zip", "picture", "nul", "damaged"],
)
def test_file_that_is_no_text_is_refused(data: bytes, reason: str, file: Path) -> None:
    file.write_bytes(data)

    assert reason in refusal(file)


def test_file_that_is_too_long_is_refused(file: Path) -> None:
    file.write_text("Stone upon stone.\n\n" * 200_000)

    assert "Split it into several articles" in refusal(file)


def refused_by(database: str, file: Path, folder: Path) -> str:
    """What the command says at a terminal, on a site with this database and no more."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "studygroup.settings",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder / "new"),
    }
    run = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "import_article", str(file)],
        env=environment,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout) == (1, "")
    return run.stderr.strip().removeprefix("CommandError: ")


def test_site_without_tables_says_what_to_do(file: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()

    said = refused_by("", file, tmp_path)

    assert said == "The database has no tables yet, or old ones. Run `manage.py migrate` first."


def test_database_that_is_not_there_is_not_taken_for_an_empty_one(
    file: Path, tmp_path: Path
) -> None:
    said = refused_by("sqlite:////no/such/folder/site.sqlite3", file, tmp_path)

    assert said == "The database cannot be used: unable to open database file."


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks no whole database")
def test_locked_database_is_said_to_be_busy(file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(CommandError, match=r"^The database is busy with something else\."):
            import_article(file)
    finally:
        other.close()
        connection.close()
