"""How long a book takes to be read from its file and to be saved, and how much memory.

Run it with `uv run python -m benchmarks.imports`, on SQLite or with DATABASE_URL.
A generated EPUB of some 300 pages: 90,000 words in 2,500 paragraphs and 30 chapters, with notes,
and the same with 30 pictures; Word and OpenDocument texts and a PDF of the same length.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator

os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}

import django

django.setup()

from django.db import connection

from articles.actions import publish_cut
from articles.formats import read
from articles.formats.confinement import MEMORY
from articles.formats.kinds import kind_of
from tests.articles.formats.corpus import WORDS, long_book
from tests.articles.formats.docx_files import docx, run
from tests.articles.formats.docx_files import p as word_paragraph
from tests.articles.formats.odt_files import h, note, odt, span
from tests.articles.formats.odt_files import p as odt_paragraph
from tests.articles.formats.pdf_files import Placed, pdf

ROUNDS = 3
_PEAK = """
import json, resource, sys
from importlib import import_module
from articles.formats import confinement
reader = import_module(f"articles.formats.{sys.argv[1]}")
data = sys.stdin.buffer.read()
confinement.confine()
cut = reader.read(data)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_maxrss / 1024, used.ru_utime + used.ru_stime]))
"""


def measure(what: str, data: bytes) -> None:
    cut = read(data)
    reading, saving = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        read(data)
        reading.append(time.perf_counter() - start)
        start = time.perf_counter()
        publish_cut(cut, title=what)
        saving.append(time.perf_counter() - start)
    # `read` takes the process's memory with it when it ends, so here the same is done once more.
    answer = subprocess.run(
        [sys.executable, "-c", _PEAK, kind_of(data)], input=data, capture_output=True, check=True
    )
    peak, processor = json.loads(answer.stdout)
    words = sum(len(block.source.split()) for block in cut.blocks)
    print(
        f"| {what} | {len(data) / 1e6:.1f} | {words:,} | {len(cut.blocks):,} | {len(cut.pictures)}"
        f" | {min(reading):.2f} | {min(saving):.2f} | {processor:.2f} | {peak:.0f} |"
    )


def paragraphs() -> Iterator[list[str]]:
    """The paragraphs of a book, each of three runs of words."""
    chance = random.Random(1)
    for _ in range(2_500):
        yield [" ".join(chance.choices(WORDS, k=12)) + " " for _ in range(3)]


def long_docx() -> bytes:
    body = []
    for number, runs in enumerate(paragraphs()):
        if number % 84 == 0:
            body.append(word_paragraph(f"Chapter {number // 84 + 1}", "berschrift1"))
        looks = ("", "<w:i/>", "<w:lang w:val='en-GB'/>")
        body.append(word_paragraph("".join(map(run, runs, looks))))
    return docx("".join(body))


def long_odt() -> bytes:
    body = []
    for number, (first, second, third) in enumerate(paragraphs()):
        if number % 84 == 0:
            body.append(h(f"Chapter {number // 84 + 1}", 1))
        mention = note(odt_paragraph(third)) if number % 10 == 0 else ""
        body.append(odt_paragraph(f"{first}{span(second, 'T1')}{third}{mention}"))
    return odt("".join(body))


def long_pdf() -> bytes:
    """Pages of 38 lines below a running head, with a heading on each tenth page."""
    words = " ".join("".join(runs) for runs in paragraphs()).split()
    pages = []
    for number in range(300):
        page: list[Placed] = [(60, 570, 8, f"The Long Book {number + 1}")]
        if number % 10 == 0:
            page.append((60, 535, 16, f"Chapter {number // 10 + 1}"))
        for row in range(38):
            start = (number * 38 + row) * 8 % len(words)
            indent = 12 if row % 5 == 0 else 0
            page.append((60 + indent, 510 - 12 * row, 10, " ".join(words[start : start + 8])))
        pages.append(page)
    return pdf(pages)


def main() -> None:
    print(f"The worker may have {MEMORY / 1e6:.0f} MB of data.\n")
    print("| file | MB | words | blocks | pictures | read, s | saved, s | processor | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    name = connection.creation.create_test_db(verbosity=0)
    try:
        measure("EPUB, 300 pages", long_book())
        measure("EPUB, 300 pages, pictures", long_book(pictures=30))
        measure("DOCX, 300 pages", long_docx())
        measure("ODT, 300 pages", long_odt())
        measure("PDF, 300 pages", long_pdf())
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
