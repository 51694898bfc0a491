"""The process that reads a file: the file comes in, a text or what is wrong with it goes out.

`python -m articles.formats.worker epub < book.epub`. It answers in lines of JSON: of its
progress, then one with the text, behind which come the bytes of the pictures. Before it looks at
the file it gives up whatever a file could make it do harm with.
"""

import importlib
import json
import sys
from dataclasses import astuple
from typing import IO, Any

from articles.blocks import Cut, InvalidArticle, TakesTooLong
from articles.formats import confinement
from articles.formats.kinds import FileKind


def main() -> None:
    kind = FileKind(sys.argv[1])
    reader = importlib.import_module(f"articles.formats.{kind}")
    output = sys.stdout.buffer
    data = sys.stdin.buffer.read()
    confinement.confine()
    try:
        cut = reader.read(data, progress=lambda *said: _report(output, *said))
        _answer(output, cut)
    except InvalidArticle as error:
        _say(output, error=type(error).__name__)
    except (MemoryError, RecursionError):
        _say(output, error=TakesTooLong.__name__)


def _report(output: IO[bytes], step: str, done: int, of: int) -> None:
    _say(output, step=step, done=done, of=of)


def _answer(output: IO[bytes], cut: Cut) -> None:
    said = {
        "title": cut.title,
        "language": cut.language,
        "author": cut.author,
        "source": cut.source,
        "licence": cut.licence,
        "is_book": cut.is_book,
        "blocks": [astuple(block) for block in cut.blocks],
        "pictures": [(name, len(data)) for name, data in cut.pictures.items()],
    }
    _say(output, cut=said)
    for picture in cut.pictures.values():
        output.write(picture)
    output.flush()


def _say(output: IO[bytes], **said: Any) -> None:
    output.write(json.dumps(said).encode("ascii") + b"\n")
    output.flush()


if __name__ == "__main__":
    main()
