"""The site in processes of its own, over the tests' database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.studygroup.test_demo import ROOT, free_port, surroundings


@dataclass
class Server:
    """The site in a process of its own, and in another one whenever that is killed."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lives(self) -> Iterator[int]:
        """The numbers of the processes, each once it has begun."""
        assert self.process.stdout
        return map(int, self.process.stdout)


@contextmanager
def serving_apart(folder: Path, **surrounded: str) -> Iterator[Server]:
    """The site over the tests' database; what it complains of fails the test."""
    connection.close()
    port, complained = free_port(), folder / "stderr"
    site = {"DEBUG": "1", "EMAIL_URL": "dummymail://", "SECRET_KEY": os.environ["SECRET_KEY"]}
    with complained.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.lives", str(port)],
            cwd=ROOT,
            env=surroundings(folder, DATABASE_URL=address_of_database(), **site, **surrounded),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )
    try:
        yield Server(process, port)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert "Traceback" not in complained.read_text()


def address_of_database() -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
