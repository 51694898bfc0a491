"""Each commit to SQLite is on the disk before anybody is told of it: the kernel is watched.

A process that is killed loses nothing that the kernel has, so only this shows what a power cut
would leave.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from tests.studygroup.test_demo import ROOT, surroundings

COMMITS = max(50, EXAMPLES)


@pytest.fixture
def strace() -> str:
    """The program that watches; where it cannot, these tests are skipped or, in CI, fail."""
    found = shutil.which("strace")
    if found and not subprocess.run([found, "true"], capture_output=True, check=False).returncode:
        return found
    advice = "strace may not watch processes here." if found else "No strace: install it."
    if os.environ.get("REQUIRE_STRACE") == "1":
        pytest.fail(advice, pytrace=False)
    pytest.skip(advice)


def unsynced(strace: str, folder: Path, *pragmas: str) -> int:
    """How many commits were told of with nothing flushed to the disk since the one before."""
    seen = folder / "seen"
    watch = [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", str(seen)]
    commits = [sys.executable, "-m", "tests.commits", str(COMMITS), *pragmas]
    environment = surroundings(
        folder,
        DATABASE_URL=f"sqlite:///{folder / 'said.sqlite3'}",
        DJANGO_SETTINGS_MODULE="studygroup.settings",
    )
    subprocess.run(
        [*watch, *commits], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True
    )
    _made, *until_told, _end = seen.read_text().split('"committed')
    assert len(until_told) == COMMITS
    return sum("sync(" not in calls for calls in until_told)


def test_every_commit_is_flushed_to_the_disk(strace: str, tmp_path: Path) -> None:
    assert unsynced(strace, tmp_path) == 0


@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "synchronous=OFF"])
def test_commits_that_are_not_flushed_are_noticed(pragma: str, strace: str, tmp_path: Path) -> None:
    assert unsynced(strace, tmp_path, pragma) > COMMITS * 0.9
