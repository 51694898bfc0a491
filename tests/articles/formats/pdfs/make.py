"""Writes the pages that the PDF files here were printed from; see README.md."""

# ruff: noqa: E501 - sentences are easier to read whole

import itertools
import random
import sys
from pathlib import Path

ENGLISH = [
    "The lamp stood on the sill of the upper room, and every evening the old keeper climbed the stairs to light it",
    "Nobody had asked him to do so for many years, yet he would not leave it dark",
    "When travellers came over the hill they saw the small flame before they saw the house",
    "Some of them knocked at the door and were given bread, and some went on without a word",
    "He kept no account of either kind",
    "In winter the wind pressed against the glass until it hummed, and the flame leaned over but it did not go out",
    "There was a well-known saying in the valley that a light is never lonely",
    "He thought that explanations make a saying smaller",
    "On the last evening of the year he carried two lamps up the stairs, one for the year that went and one for the year that came",
]
HEBREW = [
    "המנורה עמדה על אדן החלון בחדר העליון, ובכל ערב עלה השומר הזקן במדרגות כדי להדליק אותה",
    "איש לא ביקש ממנו לעשות זאת שנים רבות, ובכל זאת לא רצה להשאירה חשוכה",
    "כאשר באו עוברי דרכים מעבר לגבעה ראו את הלהבה הקטנה לפני שראו את הבית",
    "אחדים מהם דפקו על הדלת וקיבלו לחם, ואחדים המשיכו בלי לומר מילה",
    "הוא לא ניהל חשבון לא על אלה ולא על אלה",
    "בחורף לחצה הרוח על הזגוגית עד שזמזמה, והלהבה נטתה הצידה אך לא כבתה",
]
STYLE = """body{font:11pt/1.4 'DejaVu Serif',serif;margin:0}
p{margin:0;text-indent:1.5em;text-align:justify;hyphens:auto} h1{font-size:20pt} h2{font-size:14pt}
.verse{margin:1em 3em;text-indent:0;text-align:left}"""
RUNNING = """@page{size:A5;margin:20mm 18mm;@top-center{content:"%s";font:8pt serif}
@bottom-center{content:counter(page);font:8pt serif}}"""
VERSE = """<p class=verse>A lamp upon the sill,<br>a flame against the glass,<br>the winter wind is
still,<br>and all the travellers pass.</p>"""
LIST = "<ol><li>First the oil is poured.</li><li>Then the wick is trimmed.</li></ol>"
FOOT = """section{height:150mm;position:relative;break-after:page} sup{font-size:60%}
footer{position:absolute;bottom:0;font-size:8pt} footer p{text-indent:0}"""

numbers = itertools.count(1)
chance = random.Random(3)


def paragraph(sentences: list[str], count: int) -> str:
    return f"{next(numbers)} {'. '.join(chance.choices(sentences, k=count))}."


def page(language: str, title: str, style: str, body: str) -> str:
    direction = "rtl" if language == "he" else "ltr"
    return (
        f"<!doctype html><html lang={language} dir={direction}><meta charset=utf-8>"
        f"<title>{title}</title><style>{STYLE}{style}</style><body>{body}</body></html>"
    )


def paragraphs(sentences: list[str], *, paragraphs: int, count: int) -> str:
    return "".join(f"<p>{paragraph(sentences, count)}</p>" for _ in range(paragraphs))


def book() -> str:
    body = "<h1>The Keeper of Lamps</h1>"
    for chapter in range(1, 4):
        body += f"<h2>{chapter}. Chapter of the lamp</h2>"
        body += paragraphs(ENGLISH, paragraphs=4, count=5) + VERSE + LIST
    return page("en", "The Keeper of Lamps", RUNNING % "The Keeper of Lamps", body)


def hebrew() -> str:
    body = "<h1>שומר המנורות</h1>"
    for chapter in range(1, 4):
        body += f"<h2>פרק {chapter}: המנורה</h2>" + paragraphs(HEBREW, paragraphs=5, count=5)
    return page("he", "שומר המנורות", RUNNING % "שומר המנורות", body)


def columns() -> str:
    body = "<h1>Two Columns of Light</h1><div style='columns:2;column-gap:8mm'>"
    for part in range(1, 4):
        body += f"<h2>Part {part} of it</h2>" + paragraphs(ENGLISH, paragraphs=5, count=4)
    return page("en", "Two Columns of Light", "@page{size:A4;margin:20mm} p{font-size:9pt}", body)


def notes() -> str:
    body = "<h1>Notes at the Foot</h1>"
    for first in (1, 3, 5):
        text = "".join(
            f"<p>{paragraph(ENGLISH, 4)}<sup>{number}</sup></p>" for number in (first, first + 1)
        )
        foot = (
            f"<p><sup>{first}</sup> See the first book of lamps, page {first}0.</p>"
            f"<p><sup>{first + 1}</sup> The keeper speaks of this elsewhere, and at some length, in"
            " his letters to the valley and to the people over the hill.</p>"
        )
        body += f"<section>{text}<footer>{foot}</footer></section>"
    return page("en", "Notes at the Foot", "@page{size:A5;margin:16mm 18mm}" + FOOT, body)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (book, hebrew, columns, notes):
        (folder / f"{make.__name__}.html").write_text(make())


if __name__ == "__main__":
    main()
