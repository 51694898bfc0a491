"""Every string of the site is translated into every language that it offers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
SOURCES = ("accounts", "articles", "discussions", "groups", "locale", "studygroup", "templates")


def read(folder: Path, language: str) -> Catalog:
    with (folder / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


def ids(catalogue: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalogue if message.id}


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_complete(language: str) -> None:
    unfinished = [m.id for m in read(ROOT, language) if m.id and (m.fuzzy or not all(strings(m)))]

    assert unfinished == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_strings_of_the_code(language: str, tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        message = "needs gettext, which collects the strings"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "manage.py", tmp_path)
    collect = [sys.executable, "manage.py", "makemessages", "--locale", language]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "studygroup.settings", "SECRET_KEY": "-"}

    subprocess.run(collect, cwd=tmp_path, env=environment, check=True, capture_output=True)

    assert ids(read(tmp_path, language)) == ids(read(ROOT, language)), (
        "run `make messages` and translate"
    )


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_what_is_cut_short_turns_nothing_around(language: str) -> None:
    with translation.override(language):
        assert Truncator("One two three").words(2) == "One two…"
