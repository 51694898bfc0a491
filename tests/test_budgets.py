"""How much a page may weigh for a reader on a telephone in the country.

Bytes are counted as they are sent: scripts and style sheets by gzip, fonts as they are.
"""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from accounts.models import User
from groups.actions import begin_session
from studygroup.styles import PARTS, SHEET
from tests.conftest import Room, SignIn
from tests.page import Element, page_of

KILOBYTE = 1024
STATIC = Path(settings.BASE_DIR) / "studygroup" / "static"
# What a first page in English shows; other scripts and rare letters load their own when needed.
FIRST_FONTS = ("literata-latin", "literata-latin-italic", "source-sans-3-latin")
# Sheets that pages link besides those on all of them.
LINKED = {
    name
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html")
    for name in re.findall(r'static "(css/[a-z]+\.css)"', template.read_text(encoding="utf-8"))
} - {SHEET}


def file_of(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)


def sent(files: list[Path]) -> int:
    """The bytes of these files on their way."""
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def scripts(page: Element) -> set[str]:
    """What a page loads at once, and what it loads as soon as it is there."""
    named = [element.attributes.get("data-script") for element in page]
    found = [*(script.attributes["src"] for script in page.all("script")), *filter(None, named)]
    return {name.removeprefix("/static/") for name in found}


def test_style_sheets_are_small() -> None:
    assert sent([file_of(SHEET)]) < 30 * KILOBYTE
    assert all(sent([STATIC / name]) < 2 * KILOBYTE for name in LINKED)


def test_scripts_of_the_heaviest_page_are_small(room: Room, alice: User, sign_in: SignIn) -> None:
    loaded = scripts(page_of(sign_in(alice).get(room.discussion_url(2))))

    assert {name for name in loaded if not name.startswith("js/")} == {"django_htmx/htmx-2.min.js"}
    assert sent([file_of(name) for name in loaded]) < 38 * KILOBYTE


def test_session_adds_little(room: Room, alice: User, sign_in: SignIn) -> None:
    before = scripts(page_of(sign_in(alice).get(room.url)))
    leader, first = room.member(alice), room.paragraphs[0]
    begin_session(room.reading, by=leader, paragraph=first, minutes=5)

    added = scripts(page_of(sign_in(alice).get(room.url))) - before

    assert added == {"js/session.js", "js/countdown.js"}
    assert sent([file_of(name) for name in added]) < 3 * KILOBYTE


def test_no_other_page_adds_much() -> None:
    pages = Path(settings.BASE_DIR, "templates").rglob("*.html")
    added = {
        page.name: set(re.findall(r'static "(js/[a-z]+\.js)"', page.read_text(encoding="utf-8")))
        for page in pages
        if page.name not in {"base.html", "room.html"}
    }

    assert any(added.values())
    assert all(sent([STATIC / name for name in names]) < 5 * KILOBYTE for names in added.values())


def test_fonts_of_a_first_page_are_small() -> None:
    fonts = [STATIC / "fonts" / f"{name}.woff2" for name in FIRST_FONTS]

    assert sum(font.stat().st_size for font in fonts) < 150 * KILOBYTE


def test_every_style_sheet_is_linked_once_and_there() -> None:
    there = {f"css/{file.name}" for file in STATIC.glob("css/*.css")}

    assert sorted(set(PARTS)) == sorted(PARTS)
    assert set(PARTS) == there - LINKED
    assert there > LINKED
