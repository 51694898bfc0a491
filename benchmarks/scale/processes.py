"""Starting other processes, and ending them whatever happens."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
type Output = int | IO[bytes]

# In seconds.
START = 60.0
STOP = 10.0


class CannotRun(Exception):
    """Something that the benchmark needs does not run; the text says so in one line."""


def run(command: Sequence[str], env: Mapping[str, str]) -> str:
    """What a command prints; raises CannotRun where it fails."""
    return run_together([command], env)[0]


def run_together(commands: Sequence[Sequence[str]], env: Mapping[str, str]) -> list[str]:
    """What commands print that run at the same time; raises CannotRun where one fails."""
    with ExitStack() as stack:
        pipe = subprocess.PIPE
        processes = [
            stack.enter_context(_started(command, env, pipe, pipe)) for command in commands
        ]
        return [
            _output(process, command) for process, command in zip(processes, commands, strict=True)
        ]


def _output(process: subprocess.Popen[bytes], command: Sequence[str]) -> str:
    output, errors = process.communicate()
    if process.returncode:
        raise CannotRun(f"`{' '.join(command[:6])}` failed: {_last_line(errors)}")
    return output.decode()


@contextmanager
def serving(
    command: Sequence[str], env: Mapping[str, str], *, port: int, log: Path
) -> Iterator[int]:
    """A server for as long as that is wanted: its process, which is the first of a group."""
    with log.open("ab") as file, _started(command, env, file, file) as process:
        if not _listens(process, port):
            reason = _last_line(log.read_bytes())
            raise CannotRun(f"`{' '.join(command[:3])}` does not listen: {reason}")
        yield process.pid


@contextmanager
def working(command: Sequence[str], env: Mapping[str, str], *, log: Path) -> Iterator[int]:
    """A process that listens nowhere."""
    with log.open("ab") as file, _started(command, env, file, file) as process:
        yield process.pid


@contextmanager
def _started(
    command: Sequence[str], env: Mapping[str, str], output: Output, errors: Output
) -> Iterator[subprocess.Popen[bytes]]:
    # In a group of its own: what it starts itself ends with it.
    process = subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=output, stderr=errors, start_new_session=True
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP)


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether it does so before long."""
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.05)
    return False


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it says nothing"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def memory(pid: int) -> int:
    """The bytes that the processes of a group hold in memory; what they share is counted once."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(folder.name)) == pid:
                found = _SHARE.search((folder / "smaps_rollup").read_text())
                total += 1024 * int(found[1]) if found else 0
    return total


_SHARE = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)
