"""The one style sheet of every page: found where it is made, and collected as any other file."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from studygroup import styles
from studygroup.styles import PARTS, SHEET

pytestmark = pytest.mark.django_db


def found() -> Path:
    path = finders.find(SHEET)
    assert isinstance(path, str)
    return Path(path)


def test_sheet_is_all_its_parts_in_their_order() -> None:
    parts = [(styles.FOLDER / name).read_text(encoding="utf-8") for name in PARTS]

    assert found().read_text(encoding="utf-8") == "\n".join(parts)


def test_sheet_is_made_anew_when_a_part_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in PARTS:
        part = tmp_path / name
        part.parent.mkdir(exist_ok=True)
        part.write_text(f"/* {name} */")
    monkeypatch.setattr(styles, "FOLDER", tmp_path)
    before, again = found().stat(), found().stat()
    (tmp_path / PARTS[-1]).write_text("p { color: red }")

    after = found()

    assert before.st_ino == again.st_ino
    assert after.read_text().endswith("p { color: red }")
    assert len(list(after.parent.parent.rglob("*.*"))) == 1


def test_sheet_is_served(client: Client) -> None:
    (address,) = re.findall(r'href="([^"]*site\.css)"', client.get("/").text)

    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200,
        'text/css; charset="utf-8"',
    )
    assert answer.getvalue() == found().read_bytes()
    answer.close()


def test_collected_sheet_names_the_collected_fonts(settings: LazySettings, tmp_path: Path) -> None:
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", interactive=False, verbosity=0)

    (sheet,) = tmp_path.glob("css/site.*.css")
    fonts = re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8"))
    assert len(fonts) > 5
    assert all((sheet.parent / font).is_file() for font in fonts)
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)
