"""`manage.py import_article FILE`: bring in a text that people on the site may read."""

from argparse import BooleanOptionalAction
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import DatabaseError, ProgrammingError

from articles.actions import publish_cut
from articles.blocks import Cut, InvalidArticle
from articles.formats import read
from articles.models import Collection, Visibility

# Where no line can be rewritten, a step says at most so often how far it is.
_LINES = 10


class Command(BaseCommand):
    help = (
        "Import a file as an article, or a book as a collection of its chapters. It may be plain "
        "text, Markdown, HTML, EPUB, DOCX, ODT or PDF."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--title", help="instead of the one found in the file")
        parser.add_argument("--author", help="who wrote it")
        parser.add_argument("--language", help="its code, such as en or he; guessed if not given")
        parser.add_argument("--source", help="where it comes from")
        parser.add_argument("--licence", help="who allows what to be done with it")
        parser.add_argument(
            "--visibility",
            choices=Visibility.values,
            default=Visibility.PUBLIC.value,
            help="who may find and read it (default: everyone on the site)",
        )
        parser.add_argument(
            "--collection",
            action=BooleanOptionalAction,
            help="make each heading of the first level begin an article; found out if not given",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        facts = {
            name: options[name]
            for name in ("author", "language", "source", "licence", "visibility")
            if options[name]
        }
        try:
            cut = self._read(file, collection=options["collection"])
            title = options["title"] or cut.title or file.stem
            made = publish_cut(cut, title=title, **facts)
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        except InvalidArticle as error:
            raise CommandError(f"{file}: {error}") from error
        except DatabaseError as error:
            raise CommandError(_told(error)) from error
        length = _count(len(cut.blocks), "paragraph")
        if isinstance(made, Collection):
            length = f"{_count(made.articles.count(), 'chapter')}, {length}"
        self.stdout.write(f"{made.title}\n{made.language}, {length}")

    def _read(self, file: Path, *, collection: bool | None) -> Cut:
        data = file.read_bytes()
        progress = Progress(self.stderr)
        try:
            cut = read(data, name=file.name, progress=progress)
        finally:
            progress.end()
        return cut if collection is None else replace(cut, is_book=collection)


class Progress:
    """Says how far a file has been read: in one line that is rewritten, or now and then."""

    def __init__(self, output: OutputWrapper) -> None:
        self.output, self.rewrites = output, output.isatty()
        self.longest, self.said = 0, ("", 0)

    def __call__(self, step: str, done: int, of: int) -> None:
        line = f"Reading {step}: {done} of {of}"
        if self.rewrites:
            self._write(f"\r{line.ljust(self.longest)}")
            self.longest = max(self.longest, len(line))
        elif (stage := (step, _LINES * done // max(of, 1))) > self.said or step != self.said[0]:
            self.said = stage
            self._write(f"{line}\n")

    def end(self) -> None:
        """Leave an empty line where the last one was."""
        if self.longest:
            self._write(f"\r{' ' * self.longest}\r")

    def _write(self, text: str) -> None:
        # Not as an error, which would be red.
        self.output.write(text, style_func=str, ending="")
        self.output.flush()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _told(error: DatabaseError) -> str:
    """What the database's refusal means, in one line."""
    said = str(error).strip().split("\n")[0].rstrip(".")
    # PostgreSQL's word for what is not there, and SQLite's.
    if isinstance(error, ProgrammingError) or said.startswith("no such table"):
        return "The database has no tables yet, or old ones. Run `manage.py migrate` first."
    if "locked" in said:
        return "The database is busy with something else. Try again in a moment."
    return f"The database cannot be used: {said}."
