"""`manage.py worker`: does the site's tasks in a process of its own."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studygroup.worker import Worker


class Command(BaseCommand):
    help = "Send letters and do what else waits in the queue, until ended by Ctrl+C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is ready now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if options["once"]:
            worker.empty()
            return
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: worker.end())
        self.stdout.write("The worker is at work.")
        self.stdout.flush()
        worker.run()
