"""Reading files in another process, bounded in time and memory."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from articles import blocks
from articles.blocks import Block, Cut, Damaged, InvalidArticle, Kind, TakesTooLong
from articles.formats.kinds import FileKind
from articles.formats.outcome import Progress

# Of a clock on the wall: a busy server's processor time comes slowly.
SECONDS = 90.0
_ROOT = Path(__file__).resolve().parents[2]
_LONGEST_LINE = 100_000_000
_MAX_PICTURES = 1_000
_LARGEST_PICTURE = 50_000_000
# What the other process needs of this one's environment; nothing in it is secret.
_ENVIRONMENT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "VIRTUAL_ENV")
_OUT_OF_TIME = frozenset(
    -getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)
)
_ERRORS: dict[str, type[InvalidArticle]] = {
    name: error
    for name, error in vars(blocks).items()
    if isinstance(error, type) and issubclass(error, InvalidArticle)
}


def read_apart(
    data: bytes,
    kind: FileKind,
    *,
    progress: Progress | None = None,
    seconds: float = SECONDS,
    module: str = "articles.formats.worker",
) -> Cut:
    """The text in a file, read by a process of its own. Raises InvalidArticle."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        [sys.executable, "-m", module, kind],
        cwd=_ROOT,
        env=environment | {"PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        return _answer(process, data, progress)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, InvalidArticle):
            raise
        raise _fault(process) from error
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream and not stream.closed:
                stream.close()


def _answer(process: "subprocess.Popen[bytes]", data: bytes, progress: Progress | None) -> Cut:
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(data)
        process.stdin.close()
    except OSError:
        # It has ended already; the answer, or that there is none, tells why.
        pass
    while line := process.stdout.readline(_LONGEST_LINE):
        said = json.loads(line)
        if "error" in said:
            raise _ERRORS.get(said["error"], Damaged)
        if "cut" in said:
            return _cut(said["cut"], process.stdout)
        if progress:
            progress(str(said["step"]), int(said["done"]), int(said["of"]))
    raise _fault(process)


def _fault(process: "subprocess.Popen[bytes]") -> InvalidArticle:
    """What is wrong with a file whose reader gave no answer, by how it ended."""
    try:
        ended = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return Damaged()
    return TakesTooLong() if ended in _OUT_OF_TIME else Damaged()


def _cut(said: dict[str, Any], stream: IO[bytes]) -> Cut:
    pictures = {}
    for name, length in list(said["pictures"])[:_MAX_PICTURES]:
        if not 0 <= int(length) <= _LARGEST_PICTURE:
            raise Damaged
        pictures[str(name)] = stream.read(int(length))
    found = tuple(
        Block(str(source), Kind(kind), int(level), str(label), str(language))
        for source, kind, level, label, language in said["blocks"]
    )
    words = ("title", "language", "author", "source", "licence")
    title, language, author, source, licence = (str(said[word]) for word in words)
    return Cut(title, found, language, author, source, licence, pictures, bool(said["is_book"]))
