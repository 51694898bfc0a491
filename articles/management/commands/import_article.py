"""`manage.py import_article FILE`: bring in a text that everyone on the site may read."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from articles.actions import publish
from articles.blocks import InvalidArticle
from articles.cutting import cut
from articles.encoding import decode


class Command(BaseCommand):
    help = "Import a plain text or Markdown file as an article for everyone on the site."

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--title", help="instead of the one found in the file")
        parser.add_argument("--author", help="who wrote it")
        parser.add_argument("--language", help="its code, such as en or he; guessed if not given")
        parser.add_argument("--source", default="", help="where it comes from")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            text = cut(decode(file.read_bytes()))
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        except InvalidArticle as error:
            raise CommandError(f"{file}: {error}") from error
        try:
            article = publish(
                title=options["title"] or text.title or file.stem,
                author=options["author"] or text.author,
                language=options["language"] or text.language,
                source=options["source"],
                blocks=text.blocks,
                is_public=True,
            )
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                "The database has no tables yet. Run `manage.py migrate` first."
            ) from error
        self.stdout.write(f"{article.title}\n{article.language}, {_count(len(text.blocks))}")


def _count(paragraphs: int) -> str:
    return "1 paragraph" if paragraphs == 1 else f"{paragraphs} paragraphs"
