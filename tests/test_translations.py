"""Every string of the site is translated into every language that it offers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/he/LC_MESSAGES/django.po")
SOURCES = ("accounts", "articles", "discussions", "groups", "locale", "studygroup", "templates")


def read(folder: Path) -> Catalog:
    with (folder / CATALOGUE).open("rb") as file:
        return read_po(file)


def ids(catalogue: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalogue if message.id}


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_hebrew_is_complete() -> None:
    unfinished = [m.id for m in read(ROOT) if m.id and (m.fuzzy or not all(strings(m)))]

    assert unfinished == []


def test_catalogue_holds_the_strings_of_the_code(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        message = "needs gettext, which collects the strings"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "manage.py", tmp_path)
    collect = [sys.executable, "manage.py", "makemessages", "--locale", "he", "--no-wrap"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "studygroup.settings", "SECRET_KEY": "-"}

    subprocess.run(collect, cwd=tmp_path, env=environment, check=True, capture_output=True)

    assert ids(read(tmp_path)) == ids(read(ROOT)), "run `make messages` and translate"
