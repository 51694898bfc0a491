"""`manage.py backup FILE`: the whole site in one file, while it runs."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from studygroup.backups import NoBackup, Site, back_up


class Command(BaseCommand):
    help = "Write the database and all stored files, as they are at one moment, to a new file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            back_up(Site(connection, default_storage), file)
        except (NoBackup, DatabaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}, {file.stat().st_size} bytes")
