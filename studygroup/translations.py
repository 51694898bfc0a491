"""Translations are kept as readable catalogues and compiled when the site starts."""

import os
from pathlib import Path

from babel.messages import mofile, pofile


def compile_catalogues(folder: Path) -> None:
    """Compile each catalogue under `folder` that is newer than its compiled form."""
    for catalogue in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            _compile(catalogue, compiled)


def _compile(catalogue: Path, compiled: Path) -> None:
    with catalogue.open("rb") as source:
        messages = pofile.read_po(source)
    # Written aside and renamed: processes that start together never read half a file.
    draft = compiled.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as target:
        mofile.write_mo(target, messages)
    draft.rename(compiled)
