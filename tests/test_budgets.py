"""How much a page may weigh for a reader on a telephone in the country.

Bytes are counted as they are sent: scripts and style sheets by gzip, fonts as they are.
"""

import gzip
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from accounts.models import User
from studygroup.context import STYLESHEETS
from tests.conftest import Room, SignIn
from tests.page import Element, page_of

KILOBYTE = 1024
STATIC = Path(settings.BASE_DIR) / "studygroup" / "static"
# What a first page in English shows; other scripts and rare letters load their own when needed.
FIRST_FONTS = ("literata-latin", "literata-latin-italic", "source-sans-3-latin")


def file_of(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found)


def sent(files: list[Path]) -> int:
    """The bytes of these files on their way."""
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def scripts(page: Element) -> set[str]:
    return {script.attributes["src"].removeprefix("/static/") for script in page.all("script")}


def test_all_style_sheets_are_small() -> None:
    assert sent(list(STATIC.glob("css/*.css"))) < 30 * KILOBYTE


def test_all_scripts_are_small() -> None:
    own = list(STATIC.glob("js/*.js"))

    assert sent([*own, file_of("django_htmx/htmx-2.min.js")]) < 40 * KILOBYTE


def test_heaviest_page_loads_no_other_scripts(room: Room, alice: User, sign_in: SignIn) -> None:
    loaded = scripts(page_of(sign_in(alice).get(room.discussion_url(2))))

    own = {name for name in loaded if name.startswith("js/")}
    assert loaded - own == {"django_htmx/htmx-2.min.js"}
    assert all((STATIC / name).is_file() for name in own)


def test_fonts_of_a_first_page_are_small() -> None:
    fonts = [STATIC / "fonts" / f"{name}.woff2" for name in FIRST_FONTS]

    assert sum(font.stat().st_size for font in fonts) < 150 * KILOBYTE


def test_every_style_sheet_is_linked_once_and_there() -> None:
    there = {f"css/{file.name}" for file in STATIC.glob("css/*.css")}

    assert sorted(set(STYLESHEETS)) == sorted(STYLESHEETS)
    assert set(STYLESHEETS) == there - {"css/styleguide.css"}
