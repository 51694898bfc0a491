"""The style sheets of every page as one file, so that a first visit waits for one answer."""

import atexit
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# The one file, and what it is made of, in this order; css/layers.css says which rules win. What a
# page or two need alone, they link themselves.
SHEET = "css/site.css"
PARTS = [
    f"css/{name}.css"
    for name in (
        "layers",
        "fonts",
        "tokens",
        "base",
        "page",
        "button",
        "form",
        "card",
        "row",
        "tabs",
        "table",
        "face",
        "group",
        "notice",
        "keeping",
        "panel",
        "skeleton",
        "steps",
        "member",
        "progress",
        "text",
        "reading",
        "room",
        "discussion",
        "writing",
        "responses",
        "thread",
        "listening",
        "quotation",
        "report",
        "removed",
        "revision",
        "library",
        "search",
        "settings",
        "inbox",
        "invitation",
        "entrance",
        "print",
    )
]
FOLDER = Path(settings.BASE_DIR, "studygroup", "static")


class SheetFinder(BaseFinder):
    """Finds the one sheet for Django's static files; it stands beside them, made when asked for."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="studygroup-styles-"))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        self.sheet = self.folder / SHEET
        self.sheet.parent.mkdir()

    def check(self, **_options: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path != SHEET:
            return []
        self._make()
        return [str(self.sheet)] if find_all else str(self.sheet)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        self._make()
        yield SHEET, FileSystemStorage(self.folder)

    def _make(self) -> None:
        """Write the sheet, unless it is as its parts are; whoever reads it reads it whole."""
        made = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in PARTS)
        if self.sheet.exists() and self.sheet.read_text(encoding="utf-8") == made:
            return
        with NamedTemporaryFile("w", encoding="utf-8", dir=self.folder, delete=False) as file:
            file.write(made)
        Path(file.name).replace(self.sheet)
