"""`manage.py restore FILE`: the site as it was when `manage.py backup` wrote the file."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from studygroup.backups import NoBackup, Site, restore


class Command(BaseCommand):
    help = "Restore the database and all stored files from a backup, or change nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="let it replace people who are there now"
        )
        parser.add_argument(
            "--erased",
            choices=["erase", "keep"],
            default="",
            help="what becomes of people in the backup who are not there any more",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        site = Site(connection, default_storage)
        how = {name: options[name] for name in ("replace", "erased")}
        try:
            missing = restore(site, file, **how)
        except (NoBackup, DatabaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(site.people)} people are back; everybody signs in anew.")
        if missing:
            self.stdout.write("The backup is of an older version: run `manage.py migrate` now.")
